package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.intake.Answer.Accepted;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.Answer.Refused;
import dev.automat.intake.Answer.Unchanged;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.resource.Violation;
import dev.automat.store.InMemoryStore;
import dev.automat.store.SampleWrites;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people decide of a life, over a real store. */
class StaysTest {

  private static final ResourceKey KEY = new ResourceKey("payments", "Database", "orders");
  private static final Origin ANN = new Origin("corp:ann", "test", Optional.empty());
  private static final Duration DAY = Duration.ofDays(1);

  private final Store store = InMemoryStore.empty();
  private Instant now = Instant.parse("2026-12-01T10:00:00.123456Z");
  private final Stays stays = new Stays(store, () -> now);

  @BeforeEach
  void make() {
    SampleWrites.make(store, KEY);
  }

  private Resource live() {
    return store.current(KEY).orElseThrow();
  }

  private List<String> timeline() {
    return store.events(live().uid(), 0, 10).stream().map(Event::reason).toList();
  }

  private static Resource accepted(Answer answer) {
    return assertInstanceOf(Accepted.class, answer, answer.toString()).resource();
  }

  private static Clash clash(Reason reason, Answer answer) {
    Clash clash = assertInstanceOf(Clash.class, answer, answer.toString());
    assertEquals(reason, clash.reason());
    return clash;
  }

  private void quarantine(Instant since) {
    Resource claimed = store.claim(now, Duration.ofMinutes(2), 1, Set.of()).getFirst();
    Steering cut =
        new Steering.Quarantine(
            new Stay.Quarantine(since, since.plus(DAY.multipliedBy(3))),
            claimed.times().expires().orElseThrow(),
            claimed.lease().epoch());
    store.write(
        List.of(
            new Write.Steer(
                KEY, claimed.uid(), cut, now, Event.Draft.normal(now, "Quarantined", "cut"))));
  }

  @Test
  void aReleaseGivesAccessForTwoDaysOnceInALife() {
    clash(Reason.NOT_QUARANTINED, stays.release(KEY, ANN, "look"));
    quarantine(now);

    Resource released = accepted(stays.release(KEY, ANN, "one last look"));

    assertTrue(
        !released.stay().isCutAt(now) && released.stay().isCutAt(now.plus(DAY.multipliedBy(2))));
    assertEquals(
        Optional.of(now.plus(DAY.multipliedBy(5))),
        released.stay().deletesAt(),
        "the deletion comes so much later");
    now = now.plus(DAY);
    Clash again = clash(Reason.RELEASED_BEFORE, stays.release(KEY, ANN, "and another"));
    assertTrue(again.message().contains("corp:ann"), again.message());
    assertEquals(List.of("Accepted", "Quarantined", "Released"), timeline());
  }

  @Test
  void aQuarantineThatBeganByAFasterClockCanBeReleased() {
    Instant since = now.plusSeconds(2);
    quarantine(since);
    Resource released = accepted(stays.release(KEY, ANN, "look"));
    assertEquals(
        Optional.of(since.plus(DAY.multipliedBy(2))),
        released.stay().releaseOfQuarantine().map(Stay.Release::until));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "P14DT1S"})
  void aPauseEndsInTheFutureAndWithinTwoWeeks(Duration length) {
    Refused refused =
        assertInstanceOf(Refused.class, stays.pause(KEY, ANN, now.plus(length), "a migration"));
    assertEquals(
        List.of("pause-limit"), refused.violations().stream().map(Violation::rule).toList());
    assertEquals(Optional.empty(), live().stay().pause());
  }

  @Test
  void aPauseMovesWhenItIsAskedForAgainAndEndsOnce() {
    accepted(stays.pause(KEY, ANN, now.plus(DAY.multipliedBy(14)), "a migration"));
    Resource paused = accepted(stays.pause(KEY, ANN, now.plus(DAY), "a shorter one"));
    assertEquals(Optional.of(now.plus(DAY)), paused.stay().pausedAt(now).map(Stay.Pause::until));

    assertEquals(Optional.empty(), accepted(stays.resume(KEY, ANN)).stay().pause());
    assertInstanceOf(Unchanged.class, stays.resume(KEY, ANN));
    assertEquals(List.of("Accepted", "Paused", "Paused", "Resumed"), timeline());
  }

  @Test
  void aPauseThatIsOverByItselfIsNotEnded() {
    accepted(stays.pause(KEY, ANN, now.plus(DAY), "a migration"));
    now = now.plus(DAY);
    assertInstanceOf(Unchanged.class, stays.resume(KEY, ANN));
  }

  @Test
  void whatIsPausedIsNotReleased() {
    quarantine(now);
    accepted(stays.pause(KEY, ANN, now.plus(DAY), "a migration"));
    clash(Reason.PAUSED, stays.release(KEY, ANN, "look"));
  }

  @Test
  void whatIsNotThereIsSaid() {
    ResourceKey none = new ResourceKey("payments", "Database", "none");
    for (Answer answer :
        List.of(
            stays.release(none, ANN, "x"),
            stays.pause(none, ANN, now.plus(DAY), "x"),
            stays.resume(none, ANN))) {
      clash(Reason.NOT_FOUND, answer);
    }
  }
}
