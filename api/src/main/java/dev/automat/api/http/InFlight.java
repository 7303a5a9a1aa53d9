package dev.automat.api.http;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that are not answered yet; measures and logs them when they are. */
final class InFlight {

  /** One line for each request; no query, no header, no body. */
  private static final Logger ACCESS = LoggerFactory.getLogger("dev.automat.access");

  private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

  /** Beyond this many the answer is 503: each holds memory. */
  private static final int MOST = 5_000;

  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<TimerKey, Timer> timers = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final Duration timeout;

  InFlight(MeterRegistry meters, Duration timeout) {
    this.meters = meters;
    this.timeout = timeout;
  }

  /** False if there are too many; it counts all the same, until it is answered. */
  boolean begin(Exchange exchange) {
    open.add(exchange);
    return open.size() <= MOST;
  }

  /** What its answer is. Before the client has it: who then reads the measures finds it in them. */
  void decided(Exchange exchange) {
    long nanos = exchange.nanos();
    timers
        .computeIfAbsent(new TimerKey(exchange.operation(), exchange.status()), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (ACCESS.isInfoEnabled()) {
      ACCESS.info(
          "{} {} {} {} {} ms",
          exchange.requestId(),
          exchange.request().method(),
          printable(exchange.request().path()),
          exchange.status(),
          TimeUnit.NANOSECONDS.toMillis(nanos));
    }
  }

  /** Its answer was handed over. */
  void end(Exchange exchange) {
    open.remove(exchange);
  }

  private Timer timer(TimerKey key) {
    return Timer.builder("automat.http.requests")
        .description("Requests by operation and status, until the answer is known")
        .tag("operation", key.operation())
        .tag("status", Integer.toString(key.status()))
        .register(meters);
  }

  /** Answers those that have waited too long. Their work is not interrupted: it may be a commit. */
  void answerLate() {
    for (Exchange exchange : open) {
      if (exchange.nanos() > timeout.toNanos()) {
        exchange.fail(
            Problem.of(
                    ProblemCode.TIMEOUT,
                    "there was no answer within "
                        + timeout.toSeconds()
                        + " s; whether it was carried out is open",
                    "look at the resource, or send the same request again: that is safe")
                .withRetryAfter(Optional.of(Duration.ofSeconds(1))));
        exchange.closeIfUnread();
      }
    }
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  private static String printable(@Nullable String path) {
    String text = path == null ? "" : path;
    return UNPRINTABLE.matcher(text.substring(0, Math.min(text.length(), 300))).replaceAll("?");
  }

  private record TimerKey(String operation, int status) {}
}
