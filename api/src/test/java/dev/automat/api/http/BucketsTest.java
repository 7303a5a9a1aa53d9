package dev.automat.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private final AtomicLong now = new AtomicLong();

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void givesABurstThenTheRateAndSaysHowLongToWait() {
    Buckets buckets = new Buckets(2, 3, now::get);
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), buckets.take("a"));
    }
    assertEquals(Optional.of(Duration.ofMillis(500)), buckets.take("a"));
    pass(Duration.ofMillis(500));
    assertEquals(Optional.empty(), buckets.take("a"));
    assertTrue(buckets.take("a").isPresent());
    pass(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), buckets.take("a"), "never more than the burst");
    }
    assertTrue(buckets.take("a").isPresent());
  }

  @Test
  void oneDoesNotPayForAnother() {
    Buckets buckets = new Buckets(1, 1, now::get);
    buckets.take("a");

    assertTrue(buckets.take("a").isPresent());
    assertEquals(Optional.empty(), buckets.take("b"));
  }

  @Test
  void lookingTakesNothing() {
    Buckets buckets = new Buckets(1, 1, now::get);
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), buckets.wait("a"));
    }
    buckets.take("a");
    assertTrue(buckets.wait("a").isPresent());
    assertEquals(1, buckets.size());
  }

  @Test
  void nothingIsLimitedWithZero() {
    Buckets buckets = new Buckets(0, 0, now::get);
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.empty(), buckets.take("a"));
    }
    assertEquals(0, buckets.size());
  }

  @Test
  void remembersNoMoreThanItMayAndThoseUsedLastOfAll() {
    Buckets buckets = new Buckets(1, 1, now::get);
    buckets.take("kept");
    for (int i = 0; i < 3 * Buckets.MOST; i++) {
      buckets.take("caller-" + i);
      assertTrue(buckets.take("kept").isPresent());
    }
    assertEquals(Buckets.MOST, buckets.size());
  }
}
