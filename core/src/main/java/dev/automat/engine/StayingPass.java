package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Finale;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.Recoverable.Copy;
import dev.automat.spi.ResourceRef;
import dev.automat.store.Completion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The steps of one reconciliation that belong to the end of a lifetime: access cut and given back,
 * the last copy made and deleted. Each is begun anew at each look, under its own intent, so that a
 * replica that was frozen can not undo what another has done since.
 */
final class StayingPass {

  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,62}");

  private final Pass pass;
  private final Tools tools;
  private final OpenType type;
  private final ResourceRef ref;
  private final StayNarration narration;

  StayingPass(Pass pass, Tools tools, OpenType type, ResourceRef ref, Narration narration) {
    this.pass = pass;
    this.tools = tools;
    this.type = type;
    this.ref = ref;
    this.narration = new StayNarration(narration, tools.clock());
  }

  /** What was cut once is cut at each look, in case somebody opened it. */
  Completion cut(Present seen) {
    Work before = pass.findings().work();
    Intent cutting = pass.intent(Step.QUARANTINE);
    Intent intent = before.cutSince().isPresent() ? Acts.within(before, cutting.asLook()) : cutting;
    Findings said = narration.cutting(pass.findings());
    Instant since = before.cutSince().orElse(now());
    begin(said.work(w -> w.withCutSince(Optional.of(since))), intent, said.words());
    Optional<String> working = tools.calls().call(() -> quarantinable().quarantine(target(seen)));
    return narration.cut(pass.findings(), working);
  }

  Completion letIn(Present seen) {
    begin(narration.lettingIn(pass.findings()), Step.RELEASE);
    Optional<String> working = tools.calls().call(() -> quarantinable().release(target(seen)));
    return working
        .map(step -> narration.lettingIn(pass.findings(), step))
        .orElseGet(
            () ->
                pass.findings()
                    .work(w -> w.withCutSince(Optional.empty()).withoutIntent())
                    .status(Status::withoutFailure)
                    .dueAt(now()));
  }

  private BindingTarget target(Present seen) {
    return new BindingTarget(ref, seen.outputs(), pass.storedCredentials());
  }

  /** The id of the copy is stored before the deletion begins. */
  Completion copy() {
    String name = snapshotName(ref);
    begin(narration.copying(pass.findings(), name), Step.SNAPSHOT);
    Copy copy = tools.calls().call(() -> recoverable().snapshot(ref, name));
    return switch (copy) {
      case Copy.Taken(String id) ->
          known(Finale.kept(id), Reasons.COPIED, "Its data are kept in the snapshot " + id);
      case Copy.Nothing(String why) ->
          known(Finale.nothing(why), Reasons.COPIED, "There is nothing to keep a copy of: " + why);
      case Copy.Working working ->
          narration.copying(pass.findings(), working.step(), now().plus(working.pollAfter()));
    };
  }

  /** The same at every repeat, and in the form that all clouds take. */
  static String snapshotName(ResourceRef ref) {
    String name = ref.externalName() + "-final";
    return NAME.matcher(name).matches() ? name : "final-" + ref.uid();
  }

  /**
   * Where a copy was declined, takes away what there is of one: a call that was never answered may
   * have begun it, and nobody else knows of it. Not what was complete before it was declined.
   */
  void leaveNothing() {
    boolean declined = pass.findings().before().stay().withoutSnapshot();
    boolean kept = pass.findings().work().finale().flatMap(Finale::snapshot).isPresent();
    if (declined && !kept) {
      type.recoverable().ifPresent(this::leaveNothing);
    }
  }

  private void leaveNothing(Recoverable copies) {
    copies.leaveNothing(ref);
    String name = snapshotName(ref);
    if (copies.snapshotExists(ref.scope(), name)) {
      copies.discard(ref.scope(), name);
    }
  }

  private Completion known(Finale finale, String reason, String message) {
    return pass.findings()
        .work(w -> w.withoutIntent().withFinale(finale))
        .status(Status::withoutFailure)
        .event(Event.Draft.normal(now(), reason, message))
        .dueAt(now());
  }

  /** Nothing is changed: what differs is shown. */
  Completion paused(List<Difference> differences) {
    return narration.paused(pass.findings(), differences);
  }

  /** Whether the copy of a tombstone is to be deleted now. */
  boolean isToPurge() {
    Resource resource = pass.findings().before();
    return isDue(resource, now()) && resource.work().finale().flatMap(Finale::snapshot).isPresent();
  }

  /** Whether the time of a tombstone is over. */
  static boolean isDue(Resource resource, Instant now) {
    return resource.isTombstone()
        && resource.work().purgeAt().filter(at -> !now.isBefore(at)).isPresent();
  }

  /** Its name is forgotten already, so that nobody can ask for the data any more. */
  Completion purge() {
    String snapshot = pass.findings().work().finale().flatMap(Finale::snapshot).orElseThrow();
    begin(pass.findings(), pass.intent(Step.DISCARD), "Deleting the snapshot " + snapshot);
    tools
        .calls()
        .call(
            () -> {
              recoverable().discard(ref.scope(), snapshot);
              return true;
            });
    return narration.purged(pass.findings(), "Its snapshot " + snapshot + " was deleted");
  }

  private void begin(Findings begun, Step step) {
    begin(begun, pass.intent(step), begun.words());
  }

  private void begin(Findings begun, Intent intent, String why) {
    pass.begin(begun.work(w -> w.withIntent(intent)), Optional.empty(), false, why);
  }

  private Quarantinable quarantinable() {
    return type.quarantinable().orElseThrow(() -> unable("puts nothing out of reach any more"));
  }

  Recoverable recoverable() {
    return type.recoverable().orElseThrow(() -> unable("keeps no copies any more"));
  }

  private ProvisionerException unable(String what) {
    return new ProvisionerException(
        ErrorCode.DENIED,
        type.descriptor().type() + " " + what,
        "go back to a version of the plugin that can, or delete it");
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
