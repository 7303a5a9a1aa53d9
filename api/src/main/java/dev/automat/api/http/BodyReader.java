package dev.automat.api.http;

import dev.automat.api.exchange.Payload;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads a body up to a limit. On the event loop. */
final class BodyReader {

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final Exchange exchange;
  private final long limit;
  private Buffer body = Buffer.buffer();

  BodyReader(Exchange exchange, long limit) {
    this.exchange = exchange;
    this.limit = limit;
  }

  /** Hands over the payload once all of it is there; answers by itself if it is too much. */
  void read(Consumer<Payload> then) {
    HttpServerRequest request = exchange.request();
    if (announced(request) > limit) {
      refuse(request);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.handler(piece -> take(request, piece));
    request.endHandler(_ -> finish(request, then));
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : 0;
  }

  private void take(HttpServerRequest request, Buffer piece) {
    if (exchange.isAnswered()) {
      return;
    }
    if (body.length() + piece.length() > limit) {
      body = Buffer.buffer();
      refuse(request);
      return;
    }
    body.appendBuffer(piece);
  }

  private void finish(HttpServerRequest request, Consumer<Payload> then) {
    if (!exchange.isAnswered()) {
      String type = request.getHeader("Content-Type");
      then.accept(new Payload(type == null ? "" : type, body.getBytes()));
    }
  }

  /**
   * What still comes is read and thrown away: closing now would reset the connection, and the
   * client would see that in place of the answer.
   */
  private void refuse(HttpServerRequest request) {
    request.handler(_ -> {});
    request.endHandler(_ -> {});
    exchange.fail(
        Problem.of(
            ProblemCode.BODY_TOO_LARGE,
            "the body has more than " + limit + " bytes",
            "a request is a few lines: is this the right file?"));
  }
}
