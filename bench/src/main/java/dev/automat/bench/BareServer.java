package dev.automat.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit: a Vert.x handler that reads the body and answers 202 with a few bytes, on as many
 * event loops as the product has. No router, no header of its own, no other thread.
 */
final class BareServer implements AutoCloseable {

  private static final int MOST_LOOPS = 4;
  private static final Buffer ANSWER = Buffer.buffer("{\"accepted\":true}");

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
          .requestHandler(
              request ->
                  request.body().onSuccess(_ -> request.response().setStatusCode(202).end(ANSWER)))
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
