package dev.automat.provisioner.gcp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The system's clock, and time that a test skips instead of waiting for it to pass. */
public final class SkippingClock implements InstantSource {

  private final AtomicLong skipped = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.now().plusNanos(skipped.get());
  }

  /** Skips so much time, for all who read this clock. */
  public void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }
}
