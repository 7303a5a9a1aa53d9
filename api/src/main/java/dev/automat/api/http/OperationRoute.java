package dev.automat.api.http;

import dev.automat.api.contract.Operation;
import dev.automat.api.contract.Parameter;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Payload;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.identity.Caller;
import dev.automat.schema.Schema;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Takes a request of one operation apart, as the contract says. On the event loop. */
final class OperationRoute {

  /** So long a body that nobody wants may still come, for the client to see the answer. */
  private static final long UNREAD_MILLIS = 5_000;

  private final Operation operation;
  private final long maxBodyBytes;
  private final InstantSource clock;

  OperationRoute(Operation operation, long maxBodyBytes, InstantSource clock) {
    this.operation = operation;
    this.maxBodyBytes = maxBodyBytes;
    this.clock = clock;
  }

  Operation operation() {
    return operation;
  }

  /** Reads the call and hands it over; answers by itself if it can not be read. */
  void read(RoutingContext routing, Exchange exchange, Handler handler, Consumer<Call> then) {
    Instant receivedAt = clock.instant();
    try {
      HttpServerRequest request = routing.request();
      Map<String, String> path = pathOf(routing);
      SequencedMap<String, String> query = queryOf(request);
      Map<String, String> headers = headersOf(request);
      Optional<Problem> refusal = handler.refusalByHead(headers);
      if (refusal.isPresent()) {
        throw refusal.get().exception();
      }
      new BodyReader(exchange, maxBodyBytes)
          .read(
              payload -> {
                if (operation.body().isEmpty() && !payload.saysNothing()) {
                  exchange.fail(noBodyHere());
                  return;
                }
                then.accept(
                    new Call(
                        exchange.requestId(),
                        receivedAt,
                        Caller.nobody(),
                        path,
                        query,
                        headers,
                        operation.body().isPresent() ? payload : Payload.none(),
                        Call.Witness.NONE));
              });
    } catch (ProblemException e) {
      new BodyReader(exchange, maxBodyBytes).read(_ -> {});
      exchange.fail(e.problem());
      routing.vertx().setTimer(UNREAD_MILLIS, _ -> exchange.closeIfUnread());
    }
  }

  /** Whoever sends one means something by it, which would not happen. */
  private Problem noBodyHere() {
    return Problem.of(
        ProblemCode.MALFORMED_BODY,
        operation.id() + " takes no body, and this request has one",
        "send it without a body; /openapi.json says which operations take one");
  }

  private Map<String, String> pathOf(RoutingContext routing) {
    Map<String, String> path = new HashMap<>();
    for (String name : operation.path().parameters()) {
      path.put(name, Optional.ofNullable(routing.pathParam(name)).orElse(""));
    }
    return path;
  }

  private SequencedMap<String, String> queryOf(HttpServerRequest request) {
    SequencedMap<String, String> query = new LinkedHashMap<>();
    for (Map.Entry<String, String> sent : parameters(request)) {
      Parameter parameter =
          Optional.ofNullable(operation.query().get(sent.getKey()))
              .orElseThrow(() -> unknown(sent.getKey()));
      if (query.putIfAbsent(sent.getKey(), sent.getValue()) != null) {
        throw invalid(
            ProblemCode.INVALID_PARAMETER,
            "the parameter " + sent.getKey() + " stands there twice",
            "send it once");
      }
      check(ProblemCode.INVALID_PARAMETER, "parameter", parameter, sent.getValue());
    }
    return query;
  }

  private static MultiMap parameters(HttpServerRequest request) {
    try {
      return request.params(true);
    } catch (IllegalArgumentException e) {
      throw invalid(
          ProblemCode.INVALID_PARAMETER,
          "the query is not percent-encoded text",
          "encode a % as %25");
    }
  }

  private Map<String, String> headersOf(HttpServerRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> sent : request.headers()) {
      String name = sent.getKey().toLowerCase(Locale.ROOT);
      // A list header may come in several lines (RFC 9110, section 5.3).
      headers.merge(name, sent.getValue(), (first, second) -> first + "," + second);
    }
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (operation.body().isPresent() && !encoding.equalsIgnoreCase("identity")) {
      throw invalid(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "the content encoding " + printable(encoding) + " can not be read",
          "send the body as it is");
    }
    operation
        .headers()
        .forEach(
            (name, parameter) ->
                Optional.ofNullable(headers.get(name))
                    .ifPresent(
                        value -> check(ProblemCode.INVALID_HEADER, "header", parameter, value)));
    return headers;
  }

  private static void check(ProblemCode code, String what, Parameter parameter, String value) {
    List<Schema.Problem> problems = parameter.check(value);
    if (!problems.isEmpty()) {
      Schema.Problem first = problems.getFirst();
      throw invalid(
          code, "the " + what + " " + parameter.name() + " " + first.message(), first.fix());
    }
  }

  private ProblemException unknown(String name) {
    return Problem.unknown(
            ProblemCode.UNKNOWN_PARAMETER,
            operation.id() + " has no parameter " + printable(name),
            name,
            operation.queryNames())
        .exception();
  }

  private static ProblemException invalid(ProblemCode code, String detail, String fix) {
    return Problem.of(code, detail, fix).exception();
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 100)).replaceAll("\\p{Cntrl}", "?");
  }
}
