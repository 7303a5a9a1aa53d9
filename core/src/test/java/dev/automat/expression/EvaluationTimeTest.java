package dev.automat.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EvaluationTimeTest {

  private long now;
  private final EvaluationTime time = new EvaluationTime(() -> now);

  private boolean isOverAfter(Duration pause) {
    now += pause.toNanos();
    return time.isOver();
  }

  @Test
  void aMachineThatStoodStillEndsNoEvaluation() {
    for (int stops = 0; stops < 6; stops++) {
      assertFalse(isOverAfter(Duration.ofSeconds(3)), "stop " + stops);
      assertFalse(isOverAfter(Duration.ofMillis(1)), "read after " + stops);
    }
  }

  @Test
  void whatIsDearBetweenItsReadsIsEndedAfterTwentySecondsByTheClock() {
    int reads = 0;
    while (!isOverAfter(Duration.ofMillis(500))) {
      reads++;
    }
    assertEquals(40, reads);
  }

  @Test
  void whatReadsOnAndOnIsEndedAfterTwoSeconds() {
    int reads = 0;
    while (!isOverAfter(Duration.ofMillis(1))) {
      reads++;
    }
    assertEquals(2000, reads);
  }
}
