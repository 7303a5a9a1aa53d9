package dev.automat.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.ErrorType;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, 100, 1000",
    "2, 200, 2000",
    "5, 1600, 16000",
    "9, 25600, 256000",
    "10, 30000, 300000",
    "17, 30000, 300000",
    "100000, 30000, 300000",
    "2147483647, 30000, 300000"
  })
  void doublesUpToFiveMinutesAndNeverRetriesAtOnce(int failures, long least, long most) {
    for (long pause : pauses(ErrorType.EXTERNAL, failures)) {
      assertTrue(pause >= least && pause <= most, () -> failures + " failures: " + pause + " ms");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "QUOTA"})
  void looksOnlyNowAndThenAtWhatSomebodyElseMustMend(ErrorType type) {
    for (int failures : new int[] {1, 50}) {
      for (long pause : pauses(type, failures)) {
        assertTrue(pause >= 480_000 && pause <= 720_000, () -> type + ": " + pause + " ms");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "EXTERNAL", "INTERNAL"})
  void spreadsOverTheWholeRange(ErrorType type) {
    long[] pauses = pauses(type, 10);
    assertTrue(LongStream.of(pauses).min().orElseThrow() < 60_000);
    assertTrue(LongStream.of(pauses).max().orElseThrow() > 270_000);
    double mean = LongStream.of(pauses).average().orElseThrow();
    assertTrue(mean > 150_000 && mean < 180_000, () -> "mean " + mean);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertEquals(
        Backoff.after(ErrorType.EXTERNAL, 7, new SplittableRandom(5)),
        Backoff.after(ErrorType.EXTERNAL, 7, new SplittableRandom(5)));
  }

  @Test
  void jittersByAFifthEitherWay() {
    long[] jittered =
        IntStream.range(0, 2000)
            .mapToLong(
                seed ->
                    Backoff.jittered(Duration.ofSeconds(10), new SplittableRandom(seed)).toMillis())
            .toArray();
    assertTrue(LongStream.of(jittered).allMatch(millis -> millis >= 8000 && millis <= 12000));
    assertTrue(LongStream.of(jittered).min().orElseThrow() < 8100);
    assertTrue(LongStream.of(jittered).max().orElseThrow() > 11900);
  }

  @Test
  void leavesNothingToJitterOfNothing() {
    assertEquals(Duration.ZERO, Backoff.jittered(Duration.ZERO, new SplittableRandom(1)));
  }

  private static long[] pauses(ErrorType type, int failures) {
    return IntStream.range(0, 500)
        .mapToLong(
            seed -> Backoff.after(type, failures, new SplittableRandom(seed * 7919L)).toMillis())
        .toArray();
  }
}
