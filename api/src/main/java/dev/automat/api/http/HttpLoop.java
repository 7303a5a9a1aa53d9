package dev.automat.api.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with its share of the connections. */
final class HttpLoop extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(HttpLoop.class);

  private final HttpServerOptions options;
  private final Routes routes;
  private final BooleanSupplier stopping;
  private final OpenConnections connections;
  private final AtomicInteger port;
  private Optional<HttpServer> server = Optional.empty();

  HttpLoop(
      HttpServerOptions options,
      Routes routes,
      BooleanSupplier stopping,
      OpenConnections connections,
      AtomicInteger port) {
    this.options = options;
    this.routes = routes;
    this.stopping = stopping;
    this.connections = connections;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    HttpServer listener = vertx.createHttpServer(options);
    server = Optional.of(listener);
    return listener
        .connectionHandler(connections::opened)
        .invalidRequestHandler(request -> routes.invalid(vertx, request))
        .requestHandler(routes.on(vertx, stopping))
        .listen(address())
        .onSuccess(listening -> port.set(listening.actualPort()));
  }

  /** New connections are served with it. From any thread. */
  void serve(ServerSSLOptions tls) {
    server.ifPresent(
        listener ->
            listener
                .updateSSLOptions(tls)
                .onFailure(e -> LOG.error("the new certificate is not served", e)));
  }

  /** Port 0 would be a free port for each loop; this is one for all of them. */
  private SocketAddress address() {
    return options.getPort() == 0
        ? SocketAddress.sharedRandomPort(1, options.getHost())
        : SocketAddress.inetSocketAddress(options.getPort(), options.getHost());
  }
}
