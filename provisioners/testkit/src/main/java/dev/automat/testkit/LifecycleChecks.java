package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creating, observing and deleting; each of them again, after a crash, and too late. */
interface LifecycleChecks extends Checks {

  @EachType
  default void createsWhatWasAskedForAndShowsIt(Subject subject) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    desired
        .settings()
        .forEach(
            (key, want) -> {
              if (shown.settings().containsKey(key)) {
                assertTrue(
                    subject.shows(shown, key, want),
                    () -> key + ": wanted " + want + ", shown " + shown.settings().get(key));
              }
            });
    assertTrue(
        shown.tags().entrySet().containsAll(desired.tags().entrySet()), () -> "tags " + shown);
    assertEquals(
        Set.copyOf(subject.descriptor().outputs()), shown.outputs().keySet(), "declared outputs");
    Set<String> unknown = new HashSet<>(shown.settings().keySet());
    unknown.removeAll(new SchemaCheck(subject.descriptor().settingsSchema()).properties());
    assertEquals(Set.of(), unknown, "settings that are shown and not in the schema");
  }

  @EachType
  default void nothingIsThereBeforeTheFirstCreate(Subject subject) {
    assertInstanceOf(Absent.class, subject.operations().observe(subject.fresh().ref()));
  }

  @EachType
  default void observingTwiceSaysTheSame(Subject subject) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    assertEquals(shown, subject.operations().observe(desired.ref()));
  }

  /** A create that was answered may be shown late, but no later than the declared settle time. */
  @EachType
  default void whatWasCreatedIsShownWithinItsSettleTime(Subject subject) {
    Desired desired = subject.fresh();
    subject.operations().create(desired);
    subject.settle();
    subject.present(desired.ref());
  }

  @EachType
  default void answersAboutWorkWithAStepAndATimeToLookAgain(Subject subject) {
    if (subject.operations().create(subject.fresh()) instanceof Outcome.Working working) {
      assertFalse(working.step().isBlank(), "a step that a person understands");
      assertTrue(
          working.pollAfter().compareTo(Duration.ofSeconds(1)) >= 0, "a second or more to wait");
    }
  }

  @EachType
  default void creatingTwiceMakesOne(Subject subject) {
    Desired desired = subject.fresh();
    subject.operations().create(desired);
    subject.operations().create(desired);
    Present shown = subject.awaitAvailable(desired.ref());
    assertOneStands(subject, desired, shown);
  }

  /** The cloud has it, the record does not know: another attempt, with another token. */
  @EachType
  default void creatingAfterACrashFindsWhatTheFirstCreateMade(Subject subject) {
    Desired desired = subject.fresh();
    Present first = subject.available(desired);
    subject.operations().create(Subject.withToken(desired, desired.ref().uid() + "-create-2"));
    Present second = subject.awaitAvailable(desired.ref());
    assertEquals(first.cloudId(), second.cloudId(), "the same object");
    assertOneStands(subject, desired, second);
  }

  @EachType
  default void creatingWhatExistsLeavesItAsItIs(Subject subject) {
    Desired desired = subject.fresh();
    subject.available(desired);
    subject.operations().create(Subject.withSettings(desired, changedInPlace(subject)));
    Present shown = subject.awaitAvailable(desired.ref());
    desired
        .settings()
        .forEach(
            (key, want) ->
                assertTrue(
                    !shown.settings().containsKey(key) || subject.shows(shown, key, want),
                    () -> key + " is as it was"));
  }

  private Map<String, Object> changedInPlace(Subject subject) {
    Map<String, Object> settings = new HashMap<>(bench().sampleSettings(subject.toString()));
    settings.putAll(bench().changedSettings(subject.toString()));
    return settings;
  }

  @EachType
  default void takesTheLongestAndTheShortestName(Subject subject) {
    for (String name : List.of("a", "abcdefghijklmnopqrstuvwxyz-0123456789-abc")) {
      Desired desired = subject.fresh(name);
      subject.available(desired);
      subject.operations().delete(desired.ref());
      subject.awaitAbsent(desired.ref());
    }
  }

  @EachType
  default void deletingWhatNeverWasIsSuccess(Subject subject) {
    ResourceRef ref = subject.fresh().ref();
    subject.operations().delete(ref);
    assertInstanceOf(Absent.class, subject.operations().observe(ref));
  }

  @EachType
  default void deletingTakesEverythingAlong(Subject subject) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    for (Part part : shown.parts()) {
      assertFalse(part.role().isBlank() || part.cloudId().isBlank(), () -> "named: " + part);
    }
    assertTrue(
        bench().leftovers(desired.ref().uid()).size() > shown.parts().size(),
        "the harness sees the object and its parts");
    subject.operations().delete(desired.ref());
    subject.awaitAbsent(desired.ref());
    assertEquals(List.of(), bench().leftovers(desired.ref().uid()));
  }

  @EachType
  default void deletingTwiceIsDeletingOnce(Subject subject) {
    Desired desired = subject.fresh();
    ResourceRef recorded = Subject.recorded(desired.ref(), subject.available(desired));
    subject.operations().delete(recorded);
    subject.operations().delete(recorded);
    subject.awaitAbsent(recorded);
    subject.operations().delete(recorded);
    assertEquals(List.of(), bench().leftovers(recorded.uid()));
  }

  /** The effect of a create that timed out comes up after the delete was seen through. */
  @EachType
  default void whatArrivesAfterItsDeletionIsSeenAndDeletedAgain(Subject subject) {
    Desired desired = subject.fresh();
    ResourceRef recorded = Subject.recorded(desired.ref(), subject.available(desired));
    subject.operations().delete(recorded);
    subject.awaitAbsent(recorded);
    subject.operations().create(desired);
    subject.awaitAvailable(recorded);
    subject.operations().delete(recorded);
    subject.awaitAbsent(recorded);
    assertEquals(List.of(), bench().leftovers(recorded.uid()));
  }

  private void assertOneStands(Subject subject, Desired desired, Present shown) {
    Desired single = subject.fresh();
    subject.available(single);
    assertEquals(
        bench().leftovers(single.ref().uid()).size(),
        bench().leftovers(desired.ref().uid()).size(),
        () -> "no more than after a single create: " + bench().leftovers(desired.ref().uid()));
    assertEquals(
        1,
        subject.listAll().stream()
            .filter(
                listed ->
                    listed.externalName().equals(desired.ref().externalName())
                        || (shown.cloudId().isPresent()
                            && listed.observed().cloudId().equals(shown.cloudId())))
            .count(),
        "listed once");
  }
}
