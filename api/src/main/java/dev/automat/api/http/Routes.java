package dev.automat.api.http;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.config.Configuration;
import dev.automat.identity.Permission;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The contract's operations on a router. */
final class Routes {

  private static final String EXCHANGE = "exchange";

  private static final int UNAUTHENTICATED = 401;

  /** Not limited: who watches over the process would end it in the middle of a flood. */
  private static final String ALIVE = "/healthz";

  /** On which the router would answer by itself, and not with a problem. */
  private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Contract contract;
  private final Map<String, Handler> handlers;
  private final Configuration.Http settings;
  private final HostGate gate;
  private final InstantSource clock;
  private final Desk desk;
  private final InFlight inFlight;
  private final OpenConnections connections;
  private final Limits limits;
  private final NearestPaths paths;

  Routes(
      Contract contract,
      Map<String, Handler> handlers,
      Configuration.Http settings,
      InstantSource clock,
      Desk desk,
      InFlight inFlight,
      OpenConnections connections,
      Limits limits) {
    this.contract = contract;
    this.handlers = handlers;
    this.settings = settings;
    this.gate = new HostGate(settings);
    this.clock = clock;
    this.desk = desk;
    this.inFlight = inFlight;
    this.connections = connections;
    this.limits = limits;
    this.paths = new NearestPaths(contract);
  }

  /** A router of one event loop. */
  io.vertx.core.Handler<HttpServerRequest> on(Vertx vertx, BooleanSupplier stopping) {
    Router router = Router.router(vertx);
    router.route().handler(routing -> enter(vertx, routing, stopping));
    contract.operations().forEach(operation -> mount(router, operation));
    router.route().handler(this::nowhere);
    router.route().failureHandler(this::failed);
    // What the router fails before any route of ours sees it.
    for (int status : List.of(400, 404, 405, 500)) {
      router.errorHandler(status, this::failed);
    }
    return request -> {
      if (request.path() == null || BROKEN_PERCENT.matcher(request.path()).find()) {
        invalid(vertx, request);
      } else {
        router.handle(request);
      }
    };
  }

  private void enter(Vertx vertx, RoutingContext routing, BooleanSupplier stopping) {
    HttpServerRequest request = routing.request();
    Exchange exchange =
        new Exchange(vertx, request, settings.isSecure(), this::decided, inFlight::end);
    routing.put(EXCHANGE, exchange);
    connections.begun(request);
    boolean room = inFlight.begin(exchange);
    Optional<Problem> refusal = gate.refusal(request).or(() -> arrival(request));
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else if (stopping.getAsBoolean()) {
      refuse(exchange, Desk.stopping());
    } else if (!room) {
      refuse(
          exchange,
          Problem.of(ProblemCode.BUSY, "too many requests are under way", "try again soon")
              .withRetryAfter(Optional.of(Duration.ofSeconds(1))));
    } else {
      routing.next();
    }
  }

  private Optional<Problem> arrival(HttpServerRequest request) {
    return isWatching(request) ? Optional.empty() : limits.arrival(addressOf(request));
  }

  private Optional<Problem> anonymous(HttpServerRequest request) {
    return isWatching(request) ? Optional.empty() : limits.anonymous(addressOf(request));
  }

  private static boolean isWatching(HttpServerRequest request) {
    return ALIVE.equals(request.path());
  }

  private String addressOf(HttpServerRequest request) {
    return PeerAddress.of(request, settings.behindProxy());
  }

  /** Counted before the answer goes out: whoever got it is judged by it at the next request. */
  private void decided(Exchange exchange) {
    if (exchange.status() == UNAUTHENTICATED) {
      limits.failedAuthentication(addressOf(exchange.request()));
    }
    inFlight.decided(exchange);
  }

  /** Whatever body there is is read first, so that the connection can be used again. */
  private void refuse(Exchange exchange, Problem problem) {
    exchange.fail(problem);
    exchange.request().resume();
  }

  private void mount(Router router, Operation operation) {
    OperationRoute route = new OperationRoute(operation, settings.maxBodyBytes(), clock);
    Handler handler =
        Optional.ofNullable(handlers.get(operation.id()))
            .orElseThrow(() -> new IllegalStateException(operation.id() + " has no handler"));
    HttpMethod method = HttpMethod.valueOf(operation.method());
    Route mounted = router.routeWithRegex(method, operation.path().regex());
    (method.equals(HttpMethod.GET) ? mounted.method(HttpMethod.HEAD) : mounted)
        .handler(
            routing -> {
              Exchange exchange = exchangeOf(routing);
              exchange.is(operation.id());
              Optional<Problem> refusal =
                  operation.permission() == Permission.NONE
                      ? anonymous(routing.request())
                      : Optional.empty();
              if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
              } else {
                route.read(
                    routing, exchange, handler, call -> desk.carryOut(handler, call, exchange));
              }
            });
  }

  /** The one that entered; what failed before it could gets one of its own. */
  private Exchange exchangeOf(RoutingContext routing) {
    return Optional.<Exchange>ofNullable(routing.get(EXCHANGE))
        .orElseGet(() -> new Exchange(routing.vertx(), routing.request(), settings.isSecure()));
  }

  private void nowhere(RoutingContext routing) {
    Exchange exchange = exchangeOf(routing);
    String path = routing.normalizedPath();
    List<String> allowed =
        contract.operations().stream()
            .filter(operation -> path.matches(operation.path().regex()))
            .map(Operation::method)
            .flatMap(method -> method.equals("GET") ? Stream.of(method, "HEAD") : Stream.of(method))
            .distinct()
            .sorted()
            .toList();
    refuse(
        exchange,
        noSuchAction(path)
            .filter(_ -> routing.request().method().equals(HttpMethod.POST))
            .orElseGet(
                () -> allowed.isEmpty() ? paths.problem(path) : wrongMethod(routing, allowed)));
  }

  /** Empty if the path does not end with an action on something that has actions. */
  private Optional<Problem> noSuchAction(String path) {
    int colon = path.lastIndexOf(':');
    if (colon < path.lastIndexOf('/')) {
      return Optional.empty();
    }
    List<String> actions =
        contract.operations().stream()
            .map(Operation::path)
            .filter(template -> template.isActionOn(path.substring(0, colon)))
            .flatMap(template -> template.action().stream())
            .toList();
    String word = path.substring(colon + 1);
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.unknown(
                ProblemCode.NO_SUCH_PATH, "there is no action :" + word, word, actions));
  }

  private static Problem wrongMethod(RoutingContext routing, List<String> allowed) {
    return Problem.of(
            ProblemCode.METHOD_NOT_ALLOWED,
            routing.request().method() + " is not possible here",
            "use " + String.join(" or ", allowed))
        .withAllow(allowed);
  }

  private void failed(RoutingContext routing) {
    Exchange exchange = exchangeOf(routing);
    Throwable failure = routing.failure();
    boolean ours = routing.statusCode() >= 500 || routing.statusCode() < 0;
    refuse(
        exchange,
        ours && failure != null
            ? Desk.mistake(exchange, failure)
            : malformed("the path can not be read"));
  }

  /** What is not HTTP, or too much of it. */
  void invalid(Vertx vertx, HttpServerRequest request) {
    Exchange exchange = new Exchange(vertx, request, settings.isSecure());
    Throwable cause = request.decoderResult().cause();
    String kind = cause == null ? "" : cause.getClass().getSimpleName();
    Problem problem =
        switch (kind) {
          case "TooLongHttpLineException" ->
              Problem.of(
                  ProblemCode.URI_TOO_LONG, "the URI is longer than 4096 bytes", "shorten it");
          case "TooLongHttpHeaderException" ->
              Problem.of(
                  ProblemCode.HEADERS_TOO_LARGE,
                  "the headers have more than 16384 bytes",
                  "send fewer of them");
          default -> malformed("the request can not be read");
        };
    exchange.fail(problem);
    exchange.context().runOnContext(_ -> request.connection().close());
  }

  private static Problem malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_REQUEST, detail, "percent-encode what is special");
  }
}
