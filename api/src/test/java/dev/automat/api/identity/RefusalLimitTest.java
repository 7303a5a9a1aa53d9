package dev.automat.api.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nobody fills the log with what they are refused. */
class RefusalLimitTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RefusalLimit limit = new RefusalLimit(nanos::get);

  @Test
  void whatIsNotWrittenIsCountedForTheNextThatIs() {
    for (int i = 0; i < RefusalLimit.AT_ONCE; i++) {
      assertEquals(Optional.of(0L), limit.unwritten("people u-1"));
    }
    assertEquals(Optional.empty(), limit.unwritten("people u-1"));
    assertEquals(Optional.empty(), limit.unwritten("people u-1"));
    assertEquals(Optional.of(0L), limit.unwritten("people u-2"), "others are heard");

    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertEquals(Optional.of(2L), limit.unwritten("people u-1"));
    assertEquals(Optional.empty(), limit.unwritten("people u-1"));
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertEquals(Optional.of(1L), limit.unwritten("people u-1"));
  }
}
