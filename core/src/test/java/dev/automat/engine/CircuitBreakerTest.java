package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private final CircuitBreaker breaker = new CircuitBreaker();

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(NOW);
    }
  }

  @Test
  void letsCallsThroughUntilFiveFailuresInARow() {
    fail(4);
    assertEquals(Optional.empty(), breaker.refusedUntil(NOW));

    fail(1);
    assertEquals(Optional.of(NOW.plusSeconds(15)), breaker.refusedUntil(NOW));
  }

  @Test
  void countsOnlyFailuresInARow() {
    fail(4);
    breaker.succeeded();
    fail(4);
    assertEquals(Optional.empty(), breaker.refusedUntil(NOW));
  }

  @Test
  void letsOneTrialThroughAtATime() {
    fail(5);
    Instant over = NOW.plusSeconds(15);
    assertEquals(Optional.of(over), breaker.refusedUntil(over.minusNanos(1)));
    assertEquals(Optional.empty(), breaker.refusedUntil(over), "the trial");
    assertEquals(
        Optional.of(over.plusSeconds(15)), breaker.refusedUntil(over), "another beside the trial");
  }

  @Test
  void letsAnotherTrialThroughWhereTheFirstNeverCameBack() {
    fail(5);
    Instant over = NOW.plusSeconds(15);
    breaker.refusedUntil(over);
    assertEquals(Optional.empty(), breaker.refusedUntil(over.plusSeconds(15)));
  }

  @Test
  void triesEverLaterUpToFiveMinutes() {
    fail(5);
    List<Long> pauses = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 7; i++) {
      Instant until = breaker.refusedUntil(now).orElseThrow();
      pauses.add(Duration.between(now, until).toSeconds());
      now = until;
      assertEquals(Optional.empty(), breaker.refusedUntil(now));
      breaker.failed(now);
    }
    assertEquals(List.of(15L, 30L, 60L, 120L, 240L, 300L, 300L), pauses);
  }

  @Test
  void closesAtTheFirstSuccess() {
    fail(40);
    breaker.succeeded();
    assertEquals(Optional.empty(), breaker.refusedUntil(NOW));
    fail(4);
    assertEquals(Optional.empty(), breaker.refusedUntil(NOW));
  }
}
