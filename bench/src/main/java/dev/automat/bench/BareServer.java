package dev.automat.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit: a Vert.x handler that answers 202 to everything, on as many event loops as the product
 * has.
 */
final class BareServer implements AutoCloseable {

  private static final int MOST_LOOPS = 4;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger port = new AtomicInteger();

  private BareServer() {}

  static BareServer start() {
    BareServer server = new BareServer();
    int loops = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
    server
        .vertx
        .deployVerticle(() -> server.new Loop(), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return server;
  }

  private final class Loop extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer()
          .requestHandler(request -> request.response().setStatusCode(202).end())
          .listen(SocketAddress.sharedRandomPort(1, "127.0.0.1"))
          .onSuccess((HttpServer server) -> port.set(server.actualPort()));
    }
  }

  int port() {
    return port.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
