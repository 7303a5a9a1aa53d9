package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.intent;
import static dev.automat.engine.Fixtures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Status.Progress;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Step;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhasesTest {

  private static final Work BEGUN = Work.none().withIntent(intent(Step.CREATE, NOW));

  /** One row: what is known, the one word for it, and why. */
  record Case(String reason, Sample sample, Phase phase) {
    @Override
    public String toString() {
      return phase + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void says(Case row) {
    Resource r = row.sample().build();
    assertEquals(row.phase(), Phases.of(r, r.status(), r.work(), r.isTombstone()), row.reason());
  }

  @Test
  void theTableHoldsEveryPhase() {
    assertEquals(
        Arrays.stream(Phase.values()).collect(Collectors.toSet()),
        cases()
            .map(Case::phase)
            .collect(Collectors.<Phase, Set<Phase>>toCollection(java.util.HashSet::new)));
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("nothing was begun", Sample.resource(), Phase.Pending),
        new Case("a create was begun", Sample.resource().work(BEGUN), Phase.Provisioning),
        new Case(
            "a create that is retried is still on its way",
            Sample.resource().work(BEGUN).status(s -> synced(s, "Unreachable").withFailure(7, NOW)),
            Phase.Provisioning),
        failedBeforeReady("Refused"),
        failedBeforeReady("QuotaExceeded"),
        failedBeforeReady("Foreign"),
        failedBeforeReady("PluginMissing"),
        new Case(
            "all is well", Sample.resource().work(ready()).status(PhasesTest::well), Phase.Ready),
        new Case(
            "drift that is shown does not keep anybody from using it",
            Sample.resource()
                .work(ready())
                .status(s -> with(well(s), Type.Drifted, State.True, "DriftReported")),
            Phase.Ready),
        new Case(
            "it can not be used",
            Sample.resource()
                .work(ready())
                .status(s -> with(well(s), Type.Ready, State.False, "MissingExternally")),
            Phase.Degraded),
        new Case(
            "whether it can be used is not known",
            Sample.resource()
                .work(ready())
                .status(s -> with(well(s), Type.Ready, State.Unknown, "SeenAbsent")),
            Phase.Degraded),
        new Case(
            "what was tried failed",
            Sample.resource().work(ready()).status(s -> well(s).withFailure(1, NOW)),
            Phase.Degraded),
        new Case(
            "a change was accepted that the cloud does not have",
            Sample.resource().generation(2).work(ready()).status(PhasesTest::well),
            Phase.Updating),
        new Case(
            "something is going on",
            Sample.resource()
                .work(ready())
                .status(s -> well(s).withProgress(Optional.of(new Progress("updating", NOW, 60)))),
            Phase.Updating),
        new Case(
            "its end was announced",
            Sample.resource()
                .work(ready())
                .status(s -> with(well(s), Type.Expiring, State.True, "ExpiryAnnounced")),
            Phase.Expiring),
        new Case(
            "nobody can use it since its time was up",
            Sample.resource()
                .work(ready())
                .status(s -> with(well(s), Type.Ready, State.False, "Quarantined")),
            Phase.Quarantined),
        new Case(
            "its end was decided, whatever else is wrong",
            Sample.resource().want(Want.EXPIRED).status(s -> synced(s, "Foreign")),
            Phase.Deleting),
        new Case("it was seen gone", Sample.resource().tombstone(NOW), Phase.Deleted));
  }

  private static Case failedBeforeReady(String reason) {
    return new Case(
        "nothing happens until somebody acts: " + reason,
        Sample.resource().work(BEGUN).status(s -> synced(s, reason)),
        Phase.Failed);
  }

  private static Status well(Status status) {
    return with(synced(status, "InSync"), Type.Ready, State.True, "Available")
        .withObservedGeneration(1);
  }

  private static Status synced(Status status, String reason) {
    return with(status, Type.Synced, State.False, reason);
  }

  private static Status with(Status status, Type type, State state, String reason) {
    return status.with(new Condition(type, state, reason, "", 1));
  }
}
