package dev.automat.api.http;

import dev.automat.api.exchange.EventSource;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Writes to one listener, no faster than it reads. */
final class StreamSink implements EventSource.Sink {

  /** A listener that takes nothing for so long is not there. */
  private static final long PATIENCE_SECONDS = 30;

  private final Exchange exchange;
  private final BooleanSupplier stopping;

  StreamSink(Exchange exchange, BooleanSupplier stopping) {
    this.exchange = exchange;
    this.stopping = stopping;
  }

  @Override
  public boolean send(String piece) throws InterruptedException {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    HttpServerResponse response = exchange.request().response();
    exchange
        .context()
        .runOnContext(
            _ -> {
              if (response.closed() || response.ended()) {
                sent.complete(false);
              } else {
                response.write(piece).onComplete(result -> sent.complete(result.succeeded()));
              }
            });
    try {
      return sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // Too slow is gone: it can come back with Last-Event-ID.
      end();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the future is only ever completed with a value", e);
    }
  }

  @Override
  public boolean open() {
    return !stopping.getAsBoolean() && !exchange.request().response().closed();
  }

  /** Ends the stream, once. */
  void end() {
    HttpServerResponse response = exchange.request().response();
    exchange
        .context()
        .runOnContext(
            _ -> {
              if (!response.closed() && !response.ended()) {
                response.end();
              }
            });
  }
}
