package dev.automat.api.http;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemWriter;
import dev.automat.api.exchange.Reply;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to exactly one answer. */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final CharSequence REQUEST_ID_HEADER = HttpHeaders.createOptimized("X-Request-Id");

  /** What is true now may not be in a second, and some of it is secret. */
  private static final List<Map.Entry<CharSequence, CharSequence>> ALWAYS =
      List.of(
          header("Cache-Control", "no-store"),
          header("X-Content-Type-Options", "nosniff"),
          header("X-Frame-Options", "DENY"),
          header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          header("Cross-Origin-Resource-Policy", "same-origin"),
          header("Referrer-Policy", "no-referrer"));

  /** RFC 6797: a browser that saw this speaks TLS to that name, for a year. */
  private static final Map.Entry<CharSequence, CharSequence> SECURE =
      header("Strict-Transport-Security", "max-age=31536000");

  private final HttpServerRequest request;
  private final Context context;
  private final String requestId;
  private final boolean secure;
  private final Consumer<Exchange> whenDecided;
  private final Consumer<Exchange> whenAnswered;
  private final long startedNanos = System.nanoTime();
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile String operation = "none";
  private volatile int status;

  /**
   * On the event loop of the request.
   *
   * @param secure whether the client reached this server over TLS
   * @param whenDecided hears once what the answer is, before the client can
   * @param whenAnswered hears once that the answer was handed over
   */
  Exchange(
      Vertx vertx,
      HttpServerRequest request,
      boolean secure,
      Consumer<Exchange> whenDecided,
      Consumer<Exchange> whenAnswered) {
    this.request = request;
    this.context = vertx.getOrCreateContext();
    String given = request.getHeader("X-Request-Id");
    this.requestId = given != null && REQUEST_ID.matcher(given).matches() ? given : newId();
    this.secure = secure;
    this.whenDecided = whenDecided;
    this.whenAnswered = whenAnswered;
  }

  /** One whose answer nobody counts. On the event loop of the request. */
  Exchange(Vertx vertx, HttpServerRequest request, boolean secure) {
    this(vertx, request, secure, _ -> {}, _ -> {});
  }

  /** Tells requests apart; it need not be hard to guess. */
  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  HttpServerRequest request() {
    return request;
  }

  Context context() {
    return context;
  }

  String requestId() {
    return requestId;
  }

  /** The operation that it turned out to be, for measures and log. */
  void is(String operationId) {
    operation = operationId;
  }

  String operation() {
    return operation;
  }

  int status() {
    return status;
  }

  long nanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Whether only the head of the answer is wanted (RFC 9110, section 9.3.2). */
  boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  boolean isAnswered() {
    return answered.get();
  }

  /** Answers with a problem, from any thread; what comes after the first answer is dropped. */
  void fail(Problem problem) {
    send(ProblemWriter.reply(problem, requestId));
  }

  /** Answers, from any thread; what comes after the first answer is dropped. */
  void send(Reply.Whole reply) {
    if (answered.compareAndSet(false, true)) {
      status = reply.status();
      decided();
      context.runOnContext(_ -> write(reply));
      whenAnswered.accept(this);
    }
  }

  /** Whatever is wrong with measures and log, the client gets its answer. */
  private void decided() {
    try {
      whenDecided.accept(this);
    } catch (RuntimeException e) {
      LOG.error("request {} of {} was not measured", requestId, operation, e);
    }
  }

  /** Lets go of a client that has still not sent all of its request when it was answered. */
  void closeIfUnread() {
    context.runOnContext(
        _ -> {
          if (!request.isEnded()) {
            request.connection().close();
          }
        });
  }

  /** Begins an answer that comes bit by bit, on the event loop; false if there was one already. */
  boolean beginStream() {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    status = 200;
    decided();
    whenAnswered.accept(this);
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return false;
    }
    head(response, 200, "text/event-stream").setChunked(true);
    return true;
  }

  private void write(Reply.Whole reply) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    head(response, reply.status(), reply.contentType());
    reply.headers().forEach(response::putHeader);
    if (reply.body().length == 0) {
      response.end();
    } else if (isHead()) {
      // RFC 9110, section 8.6: what a GET would have.
      response.putHeader("Content-Length", Integer.toString(reply.body().length)).end();
    } else {
      response.end(Buffer.buffer(reply.body()));
    }
  }

  private HttpServerResponse head(HttpServerResponse response, int code, String contentType) {
    response.setStatusCode(code);
    if (!contentType.isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    }
    response.putHeader(REQUEST_ID_HEADER, requestId);
    ALWAYS.forEach(header -> response.putHeader(header.getKey(), header.getValue()));
    if (secure) {
      response.putHeader(SECURE.getKey(), SECURE.getValue());
    }
    return response;
  }

  private static Map.Entry<CharSequence, CharSequence> header(String name, String value) {
    return Map.entry(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
