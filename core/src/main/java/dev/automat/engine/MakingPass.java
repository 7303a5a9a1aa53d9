package dev.automat.engine;

import dev.automat.engine.OpenPlugins.OpenType;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.secret.Passwords;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ResourceRef;
import dev.automat.store.Completion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of one reconciliation that make and change a resource: each under its own intent, with
 * what the cloud answered taken for a look.
 */
final class MakingPass {

  private final Pass pass;
  private final Tools tools;
  private final OpenType type;
  private final Resource resource;
  private final ResourceRef ref;
  private final Narration narration;
  private final Failures failures;

  MakingPass(
      Pass pass,
      Tools tools,
      OpenType type,
      ResourceRef ref,
      Narration narration,
      Failures failures) {
    this.pass = pass;
    this.tools = tools;
    this.type = type;
    this.resource = pass.findings().before();
    this.ref = ref;
    this.narration = narration;
    this.failures = failures;
  }

  Completion create(boolean anew) {
    Optional<SealedSecret> stored = tools.store().secret(resource.uid(), Pass.CREDENTIALS);
    Optional<Credentials> credentials =
        stored.map(tools.secrets()::unseal).or(this::newCredentials);
    Optional<SealedSecret> toStore =
        stored.isPresent()
            ? Optional.empty()
            : credentials.map(
                fresh -> tools.secrets().seal(resource.uid(), Pass.CREDENTIALS, 1, fresh));
    // What was lost is made anew and empty: that is what was asked for, at each try.
    Optional<Source> source =
        anew || pass.findings().work().wasEmptied()
            ? Optional.empty()
            : resource.stay().restoredFrom();
    Intent intent =
        new Intent(
            source.isPresent() ? Step.RESTORE : Step.CREATE,
            resource.generation(),
            now(),
            createToken(anew));
    boolean goesOn = !anew && Acts.goesOn(pass.findings().work(), intent);
    Findings said =
        goesOn
            ? narration.stillCreating(pass.findings())
            : narration.creating(pass.findings(), anew, source);
    pass.begin(said.work(w -> (anew ? w.forgetLost() : w).withIntent(intent)), toStore, anew);
    // As begun: what is made anew does not carry the cloud's id of what was lost.
    ResourceRef begun = Desires.ref(pass.findings().before(), tools.installation());
    Desired desired =
        Desires.desired(resource, begun, resource.plan().settings(), credentials, intent);
    Outcome outcome =
        tools
            .calls()
            .call(
                () ->
                    source.isPresent()
                        ? pass.stays().recoverable().restore(desired, source.get().snapshot())
                        : type.operations().create(desired));
    return afterWrite(outcome);
  }

  private Optional<Credentials> newCredentials() {
    return switch (type.descriptor().credentials()) {
      case NONE -> Optional.empty();
      case USERNAME_PASSWORD ->
          Optional.of(new Credentials(ref.externalName(), Passwords.next(tools.random())));
    };
  }

  /** The same for every repeat of one creation, another once what it made is lost. */
  private String createToken(boolean anew) {
    return resource
        .work()
        .creationToken()
        .filter(_ -> !anew)
        .orElseGet(() -> resource.uid() + ":create:" + resource.lease().epoch());
  }

  Completion update(List<Difference> mend, Present seen) {
    Intent intent = pass.intent(Step.UPDATE);
    Map<String, Object> settings =
        Differences.toWrite(resource.plan(), pass.differences(seen), seen.settings());
    pass.begin(
        narration.updating(pass.findings(), mend).work(w -> w.withIntent(intent)),
        Optional.empty(),
        false);
    Outcome outcome =
        tools.calls().call(() -> type.operations().update(desired(settings, intent), seen));
    pass.found(
        w -> w.withWritten(Optional.of(new Work.Written(Differences.digest(mend), intent.at()))));
    return afterWrite(outcome);
  }

  /** What was ready keeps its data: it is updated. What never was is made further. */
  Completion repair(Present seen) {
    if (!resource.work().madeOnce()) {
      return create(false);
    }
    Intent intent = pass.intent(Step.UPDATE);
    Map<String, Object> settings =
        Differences.toWrite(resource.plan(), pass.differences(seen), seen.settings());
    pass.begin(
        narration.repairing(pass.findings()).work(w -> w.withIntent(intent)),
        Optional.empty(),
        false);
    Outcome outcome =
        tools.calls().call(() -> type.operations().update(desired(settings, intent), seen));
    return afterWrite(outcome);
  }

  private Desired desired(Map<String, Object> settings, Intent intent) {
    return Desires.desired(resource, ref, settings, pass.storedCredentials(), intent);
  }

  private Completion afterWrite(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished -> afterFinish(finished.observed());
      case Outcome.Working working -> narration.accepted(pass.findings(), working);
    };
  }

  /**
   * What a finished write returned is an observation as good as any. Only if it asks for another
   * write is that left for the next pass.
   */
  private Completion afterFinish(Present observed) {
    // What a restore has finished need not be restored again, though it may not be ready yet.
    pass.found(
        w -> (w.begun(Step.RESTORE) ? w.withoutIntent() : w).withCloudId(observed.cloudId()));
    Decision decision = pass.decide(observed);
    return switch (decision) {
      case Decision.InSync _,
          Decision.LeaveDrifted _,
          Decision.AwaitCloud _,
          Decision.AwaitSettled _,
          Decision.AwaitDeletion _ ->
          pass.carryOut(decision, observed);
      case Decision.ReportFailed failed -> failures.cloudFailed(pass.findings(), failed.message());
      case Decision.Repair repair -> failures.cloudFailed(pass.findings(), repair.message());
      case Decision.Clear clear -> failures.cloudFailed(pass.findings(), clear.message());
      case Decision.Create _,
          Decision.Update _,
          Decision.Delete _,
          Decision.Cut _,
          Decision.LetIn _,
          Decision.Copy _,
          Decision.Wait _,
          Decision.ConfirmAbsence _,
          Decision.ReportMissing _,
          Decision.ReportForeign _,
          Decision.Gone _,
          Decision.StayGone _ ->
          pass.findings().dueAt(now().plus(narration.poll()));
    };
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
