package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.UID;
import static dev.automat.engine.Fixtures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.store.Completion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Condition WELL =
      new Condition(Type.Synced, State.True, "InSync", "all is well", 1);

  private final Resource stored =
      Sample.resource()
          .work(ready())
          .phase(Phase.Ready)
          .status(s -> s.with(WELL).withObservedGeneration(1))
          .build();
  private final Findings findings = Findings.startingFrom(stored);

  @Test
  void onlyMovesTheQueueWhereNothingIsNew() {
    Completion completion =
        findings
            .condition(WELL.type(), WELL.status(), WELL.reason(), WELL.message())
            .status(s -> s.withoutFailure())
            .work(w -> w.withoutIntent())
            .dueAt(NOW.plusSeconds(9));
    assertEquals(
        new Completion(UID, stored.lease().epoch(), NOW.plusSeconds(9), Optional.empty()),
        completion);
  }

  @Test
  void writesWhatIsNew() {
    Completion.Found found =
        findings
            .status(s -> s.withFailure(2, NOW))
            .work(w -> w.withAbsentSince(Optional.of(NOW)))
            .dueAt(NOW)
            .found()
            .orElseThrow();
    assertEquals(2, found.status().attempts());
    assertEquals(Optional.of(NOW), found.work().absentSince());
    assertEquals(Phase.Degraded, found.phase());
    assertEquals(List.of(), found.events());
  }

  @Test
  void anEventAloneIsNews() {
    Event.Draft event = Event.Draft.normal(NOW, "Something", "happened");
    assertEquals(List.of(event), findings.event(event).dueAt(NOW).found().orElseThrow().events());
  }

  @Test
  void aPhaseThatWasNotDerivedYetIsNews() {
    Resource changed =
        Sample.resource()
            .work(ready())
            .phase(Phase.Updating)
            .status(s -> s.with(WELL).withObservedGeneration(1))
            .build();
    assertEquals(
        Phase.Ready, Findings.startingFrom(changed).dueAt(NOW).found().orElseThrow().phase());
  }

  @Test
  void saysNothingThatTheConditionSaysAlready() {
    Event.Draft known = Event.Draft.warning(NOW, WELL.reason(), WELL.message());
    Event.Draft otherWords = Event.Draft.warning(NOW, WELL.reason(), "other words");
    assertEquals(List.of(), findings.eventIfNews(Type.Synced, known).events());
    assertEquals(List.of(otherWords), findings.eventIfNews(Type.Synced, otherWords).events());
    assertEquals(List.of(known), findings.eventIfNews(Type.Ready, known).events());
  }

  @Test
  void keepsTheFirstInstantAtWhichItWasReady() {
    Findings first = findings.readySince(NOW);
    assertEquals(Optional.of(NOW), first.ready());
    assertEquals(Optional.of(NOW), first.readySince(NOW.plusSeconds(5)).ready());
  }

  @Test
  void isATombstoneOnceItWasSeenGone() {
    Completion.Found found = findings.deletedAt(NOW).dueAt(NOW).found().orElseThrow();
    assertEquals(Optional.of(NOW), found.deleted());
    assertEquals(Phase.Deleted, found.phase());
  }

  @Test
  void aConditionSpeaksOfTheGenerationThatWasClaimed() {
    Findings second =
        Findings.startingFrom(Sample.resource().generation(7).work(ready()).build())
            .condition(Type.Ready, State.False, "Reason", "message");
    assertEquals(7, second.status().condition(Type.Ready).orElseThrow().observedGeneration());
  }
}
