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
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  /** At a stop nobody is waited for who does not read. */
  private static final long PATIENCE_AT_STOP = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

  private final Exchange exchange;
  private final BooleanSupplier stopping;
  private final Runnable whenCut;

  /**
   * @param whenCut hears that a stop cut it, as its listener did not read
   */
  StreamSink(Exchange exchange, BooleanSupplier stopping, Runnable whenCut) {
    this.exchange = exchange;
    this.stopping = stopping;
    this.whenCut = whenCut;
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
    long begun = System.nanoTime();
    long stopSeen = begun;
    boolean atStop = false;
    while (true) {
      try {
        return sent.get(LOOK_AGAIN, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        if (!atStop && stopping.getAsBoolean()) {
          atStop = true;
          stopSeen = now;
        }
        boolean cut = atStop && now - stopSeen >= PATIENCE_AT_STOP;
        if (cut || now - begun >= PATIENCE) {
          if (cut) {
            whenCut.run();
          }
          // Too slow is gone: it can come back with Last-Event-ID.
          end();
          return false;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("the future is only ever completed with a value", e);
      }
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
