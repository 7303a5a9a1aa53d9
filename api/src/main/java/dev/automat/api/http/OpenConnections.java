package dev.automat.api.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections on which nobody asks for anything. Without it, somebody who sends a byte now
 * and then could hold as many as there are.
 */
final class OpenConnections {

  /** Each costs a file of the process. */
  private static final int MOST = 10_000;

  /** After an answer: longer than the 60 s for which load balancers keep theirs. */
  private static final Duration KEPT = Duration.ofSeconds(75);

  private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();
  private final Duration first;

  /**
   * What a connection does: HTTP/1.1 has at most one request under way.
   *
   * @param sinceNanos since when it does it
   * @param limit for how long nothing may be under way
   */
  private record State(boolean underWay, long sinceNanos, Duration limit) {
    boolean isOver(long now) {
      return !underWay && now - sinceNanos > limit.toNanos();
    }
  }

  /**
   * @param first how long the head of the first request may take
   */
  OpenConnections(Duration first, MeterRegistry meters) {
    this.first = first;
    Gauge.builder("automat.http.connections", open, Map::size)
        .description("Open connections")
        .register(meters);
  }

  void opened(HttpConnection connection) {
    if (open.size() >= MOST) {
      connection.close();
      return;
    }
    open.put(connection, new State(false, System.nanoTime(), first));
    connection.closeHandler(_ -> open.remove(connection));
  }

  /** A request is under way, until its answer has ended. */
  void begun(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    is(connection, true);
    request.response().endHandler(_ -> is(connection, false));
  }

  private void is(HttpConnection connection, boolean underWay) {
    open.computeIfPresent(connection, (_, _) -> new State(underWay, System.nanoTime(), KEPT));
  }

  void closeIdle() {
    long now = System.nanoTime();
    open.forEach(
        (connection, state) -> {
          if (state.isOver(now)) {
            connection.close();
          }
        });
  }
}
