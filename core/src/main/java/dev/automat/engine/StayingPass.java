package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
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

  Completion cut(Present seen) {
    Instant since = pass.findings().work().cutSince().orElse(now());
    begin(
        narration.cutting(pass.findings()).work(w -> w.withCutSince(Optional.of(since))),
        Step.QUARANTINE);
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

  /** Whether a copy was declined, and none is known that was complete before that. */
  boolean leavesNothing() {
    return pass.findings().before().stay().withoutSnapshot()
        && pass.findings().work().finale().flatMap(Finale::snapshot).isEmpty();
  }

  private Completion known(Finale finale, String reason, String message) {
    return pass.findings()
        .work(w -> w.withFinale(finale))
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
    begin(pass.findings(), Step.DISCARD);
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
    Intent intent = pass.intent(step);
    pass.begin(begun.work(w -> w.withIntent(intent)), Optional.empty(), false);
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
