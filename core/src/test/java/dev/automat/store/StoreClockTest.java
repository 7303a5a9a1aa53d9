package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Law 12: one time, corrected by no more than what was measured. */
class StoreClockTest {

  private static final Duration MILLI = Duration.ofMillis(1);

  private Instant machine = Samples.NOW;
  private Duration ahead = Duration.ZERO;
  private Duration way = Duration.ZERO;
  private final StoreClock clock = new StoreClock(() -> machine, this::databaseTime);

  /** The question and its answer are on their way equally long. */
  private Instant databaseTime() {
    machine = machine.plus(way);
    Instant answer = machine.plus(ahead);
    machine = machine.plus(way);
    return answer;
  }

  private void isNear(Duration expected) {
    Duration off = Duration.between(machine.plus(expected), clock.instant()).abs();
    assertTrue(off.compareTo(MILLI) <= 0, () -> "off by " + off);
  }

  @Test
  void followsTheDatabase() {
    isNear(Duration.ZERO);
    ahead = Duration.ofMillis(700);
    clock.measure();
    isNear(ahead);
    assertTrue(clock.isTrusted());
    ahead = Duration.ofMillis(-300);
    clock.measure();
    isNear(ahead);
  }

  @Test
  void isNotMovedByTheWayOfTheQuestion() {
    way = Duration.ofMillis(400);
    assertEquals(Duration.ZERO, clock.measure());
    ahead = Duration.ofMillis(300);
    assertEquals(Duration.ZERO, clock.measure(), "nobody can tell that from a slow answer");
  }

  @Test
  void isNotTrustedWhileItIsFarOffAndThenAgain() {
    ahead = Duration.ofSeconds(3);
    clock.measure();
    assertFalse(clock.isTrusted());
    isNear(ahead);
    ahead = Duration.ofMillis(-1900);
    clock.measure();
    assertTrue(clock.isTrusted());
    ahead = Duration.ofMillis(-2100);
    clock.measure();
    assertFalse(clock.isTrusted());
  }

  @Test
  void staysAsItWasWhereTheDatabaseDoesNotAnswer() {
    StoreClock mute =
        new StoreClock(
            () -> machine,
            () -> {
              throw new StoreUnavailableException("gone", new IllegalStateException());
            });
    assertThrows(StoreUnavailableException.class, mute::measure);
    assertEquals(machine, mute.instant());
  }
}
