package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private long now;

  private int questions(Duration between) {
    Patience patience = new Patience(Duration.ofSeconds(1), () -> now);
    int questions = 1;
    now += between.toNanos();
    while (patience.lasts()) {
      questions++;
      now += between.toNanos();
    }
    return questions;
  }

  @Test
  void endsAfterItsTimeForWhoAsksOften() {
    assertEquals(1000, questions(Duration.ofMillis(1)));
  }

  @Test
  void aMachineThatStoodStillTakesAMomentOfIt() {
    Patience patience = new Patience(Duration.ofSeconds(1), () -> now);
    now += Duration.ofSeconds(3).toNanos();
    assertTrue(patience.lasts());
    assertEquals(100, questions(Duration.ofSeconds(3)));
  }

  @Test
  void whatThePluginItselfTakesIsCountedWhole() {
    Patience patience = new Patience(Duration.ofSeconds(1), () -> now);
    assertEquals("half", patience.asking(() -> taking(Duration.ofMillis(500), "half")));
    assertTrue(patience.lasts());
    now += Duration.ofSeconds(3).toNanos();
    assertEquals("most", patience.asking(() -> taking(Duration.ofMillis(480), "most")));
    assertTrue(patience.lasts());
    assertEquals("rest", patience.asking(() -> taking(Duration.ofMillis(20), "rest")));
    assertFalse(patience.lasts());
  }

  private <T> T taking(Duration time, T answer) {
    now += time.toNanos();
    return answer;
  }

  /** A plugin that reaches its cloud so long after it was back. */
  private void comesBack(Duration after, Duration look) {
    long back = now + after.toNanos();
    OutageChecks.reached(
        () -> {
          Optional<ProvisionerException> lost =
              now < back
                  ? Optional.of(BrokenType.refusal(ErrorCode.UNREACHABLE, "not yet"))
                  : Optional.empty();
          return taking(look, lost);
        },
        new Patience(OutageChecks.BACK_WITHIN, () -> now));
  }

  @Test
  void aPluginThatComesBackLateIsNoticedHoweverRarelyItLooks() {
    for (Duration look : List.of(Duration.ofMillis(50), Duration.ofSeconds(5))) {
      comesBack(Duration.ofSeconds(15), look);
      assertThrows(AssertionError.class, () -> comesBack(Duration.ofMinutes(1), look));
    }
  }

  @Test
  void aSlowFirstTimeIsNotHiddenByTheOthers() {
    Iterator<Duration> cold = List.of(Duration.ofSeconds(6), Duration.ofMillis(1)).iterator();
    assertThrows(
        AssertionError.class,
        () ->
            DescriptorChecks.assertQuick(
                DescriptorChecks.FIRST_OPEN, DescriptorChecks.ANY_OPEN, cold::next));
    Iterator<Duration> busy = List.of(Duration.ofSeconds(4), Duration.ofMillis(1)).iterator();
    DescriptorChecks.assertQuick(
        DescriptorChecks.FIRST_OPEN, DescriptorChecks.ANY_OPEN, busy::next);
    assertThrows(
        AssertionError.class,
        () ->
            DescriptorChecks.assertQuick(
                DescriptorChecks.FIRST_OPEN,
                DescriptorChecks.ANY_OPEN,
                () -> Duration.ofSeconds(2)));
  }
}
