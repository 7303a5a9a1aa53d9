package dev.automat.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.automat.retry.CircuitBreaker.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  private final CircuitBreaker breaker = new CircuitBreaker();

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(NOW);
    }
  }

  private Instant refusedUntil(Instant now) {
    return assertInstanceOf(Passage.Refused.class, breaker.ask(now)).until();
  }

  @Test
  void letsCallsThroughUntilFiveFailuresInARow() {
    fail(4);
    assertEquals(new Passage.Free(), breaker.ask(NOW));

    fail(1);
    assertEquals(NOW.plusSeconds(15), refusedUntil(NOW));
  }

  @Test
  void countsOnlyFailuresInARow() {
    fail(4);
    breaker.succeeded();
    fail(4);
    assertEquals(new Passage.Free(), breaker.ask(NOW));
  }

  @Test
  void letsOneTrialThroughAtATime() {
    fail(5);
    Instant over = NOW.plusSeconds(15);
    assertEquals(over, refusedUntil(over.minusNanos(1)));
    assertEquals(new Passage.Trial(), breaker.ask(over));
    assertEquals(new Passage.DuringTrial(), breaker.ask(over), "another beside the trial");
  }

  @Test
  void letsAnotherTrialThroughWhereTheFirstNeverCameBack() {
    fail(5);
    Instant over = NOW.plusSeconds(15);
    breaker.ask(over);
    assertEquals(new Passage.Trial(), breaker.ask(over.plusSeconds(15)));
  }

  @Test
  void triesEverLaterUpToFiveMinutes() {
    fail(5);
    List<Long> pauses = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 7; i++) {
      Instant until = refusedUntil(now);
      pauses.add(Duration.between(now, until).toSeconds());
      now = until;
      assertEquals(new Passage.Trial(), breaker.ask(now));
      breaker.trialFailed(now);
    }
    assertEquals(List.of(15L, 30L, 60L, 120L, 240L, 300L, 300L), pauses);
  }

  @Test
  void whatWasUnderWayWhenItOpenedIsNoTrialThatFailed() {
    fail(5);
    for (int i = 0; i < 20; i++) {
      breaker.failed(NOW.plusSeconds(14));
    }
    Instant over = NOW.plusSeconds(15);
    assertEquals(new Passage.Trial(), breaker.ask(over));
    breaker.failed(over);
    assertEquals(new Passage.DuringTrial(), breaker.ask(over));
  }

  @Test
  void closesAtTheFirstSuccess() {
    fail(40);
    breaker.succeeded();
    assertEquals(new Passage.Free(), breaker.ask(NOW));
    fail(4);
    assertEquals(new Passage.Free(), breaker.ask(NOW));
  }
}
