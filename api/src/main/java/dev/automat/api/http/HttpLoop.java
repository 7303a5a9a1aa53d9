package dev.automat.api.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One event loop with its share of the connections. */
final class HttpLoop extends VerticleBase {

  private final HttpServerOptions options;
  private final Routes routes;
  private final BooleanSupplier stopping;
  private final AtomicInteger port;

  HttpLoop(HttpServerOptions options, Routes routes, BooleanSupplier stopping, AtomicInteger port) {
    this.options = options;
    this.routes = routes;
    this.stopping = stopping;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    HttpServer server = vertx.createHttpServer(options);
    return server
        .invalidRequestHandler(request -> routes.invalid(vertx, request))
        .requestHandler(routes.on(vertx, stopping))
        .listen(address())
        .onSuccess(listening -> port.set(listening.actualPort()));
  }

  /** Port 0 would be a free port for each loop; this is one for all of them. */
  private SocketAddress address() {
    return options.getPort() == 0
        ? SocketAddress.sharedRandomPort(1, options.getHost())
        : SocketAddress.inetSocketAddress(options.getPort(), options.getHost());
  }
}
