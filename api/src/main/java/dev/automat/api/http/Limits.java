package dev.automat.api.http;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.config.Configuration;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many requests are taken before anybody knows who sent them: in total, of each address where
 * nobody has to say it, and of each address whose tokens were not valid.
 */
final class Limits {

  /** So many seconds of its rate may come at once. */
  private static final int BURST = 10;

  private static final String ALL = "all";

  private final Buckets total;
  private final Buckets addresses;
  private final Buckets failures;

  /**
   * @param nanos a clock that only goes forward
   */
  Limits(Configuration.Limits settings, LongSupplier nanos) {
    total = new Buckets(settings.requestsPerSecond(), settings.requestsPerSecond() * BURST, nanos);
    addresses = perCaller(settings, nanos);
    failures =
        new Buckets(
            settings.failedAuthenticationsPerMinute() / 60.0,
            settings.failedAuthenticationsPerMinute(),
            nanos);
  }

  /** Whether a request from that address is looked at, before anybody knows who it is. */
  Optional<Problem> arrival(String address) {
    Optional<Duration> failed = failures.wait(address);
    if (failed.isPresent()) {
      return Optional.of(refusal("too many tokens from this address were not valid", failed.get()));
    }
    return total.take(ALL).map(wait -> refusal("this server gets more requests than it may", wait));
  }

  static Buckets perCaller(Configuration.Limits settings, LongSupplier nanos) {
    return new Buckets(
        settings.requestsPerSecondPerCaller(),
        settings.requestsPerSecondPerCaller() * BURST,
        nanos);
  }

  /** Whether that address may go on, where nobody has to say who they are. */
  Optional<Problem> anonymous(String address) {
    return addresses.take(address).map(Limits::callerRefused);
  }

  static Problem callerRefused(Duration wait) {
    return refusal("you send more requests than one caller may", wait);
  }

  /** A request from that address was answered with 401. */
  void failedAuthentication(String address) {
    failures.take(address);
  }

  private static Problem refusal(String detail, Duration wait) {
    return Problem.of(ProblemCode.RATE_LIMITED, detail, "try again after the time in Retry-After")
        .withRetryAfter(Optional.of(wait));
  }
}
