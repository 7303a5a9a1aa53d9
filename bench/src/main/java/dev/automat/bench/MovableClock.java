package dev.automat.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time and something, so that hours of rest need not be waited for. */
final class MovableClock implements InstantSource {

  private final InstantSource real = Clock.systemUTC();
  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }

  /** One thread moves it. */
  void advance(Duration by) {
    ahead = ahead.plus(by);
  }
}
