package dev.automat.api.http;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.EventSource;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.api.exchange.Reply;
import dev.automat.store.StoreBusyException;
import dev.automat.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Has handlers carry out calls on virtual threads, where blocking costs nothing. */
final class Desk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** The most streams at a time; each holds a connection. */
  private static final int STREAMS = 256;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private final Semaphore streams = new Semaphore(STREAMS);
  private final AtomicInteger unread = new AtomicInteger();
  private final BooleanSupplier stopping;

  Desk(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  /** How many streams have not ended. */
  int openStreams() {
    return STREAMS - streams.availablePermits();
  }

  /** How many streams were ended at a stop because their clients did not read. */
  int unreadStreams() {
    return unread.get();
  }

  /** Answers sooner or later. */
  void carryOut(Handler handler, Call call, Exchange exchange) {
    threads.execute(
        () -> {
          MDC.put("request", exchange.requestId());
          try {
            answer(handler.handle(call), exchange);
          } catch (ProblemException e) {
            exchange.fail(e.problem());
          } catch (StoreBusyException e) {
            exchange.fail(busy(e.getMessage() + ": the store is slower than the requests"));
          } catch (StoreUnavailableException e) {
            LOG.warn("{}: {}", exchange.operation(), e.getMessage());
            exchange.fail(storeUnavailable());
          } catch (InterruptedException e) {
            exchange.fail(stopping());
          } catch (Exception | StackOverflowError e) {
            exchange.fail(mistake(exchange, e));
          }
        });
  }

  private void answer(Reply reply, Exchange exchange) throws InterruptedException {
    switch (reply) {
      case Reply.Whole whole -> exchange.send(whole);
      case Reply.Stream _ when exchange.isHead() -> exchange.fail(streamHasNoHead());
      case Reply.Stream stream -> stream(stream.source(), exchange);
    }
  }

  private void stream(EventSource source, Exchange exchange) throws InterruptedException {
    if (!streams.tryAcquire()) {
      exchange.fail(busy(STREAMS + " streams are open"));
      return;
    }
    StreamSink sink = new StreamSink(exchange, stopping, unread::incrementAndGet);
    try {
      CompletableFuture<Boolean> begun = new CompletableFuture<>();
      exchange.context().runOnContext(_ -> begun.complete(exchange.beginStream()));
      if (begun.get()) {
        source.run(sink);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the future is only ever completed with a value", e);
    } catch (RuntimeException e) {
      // The answer has begun, so it can only end; the client comes back by itself.
      LOG.error("a stream of {} broke off", exchange.operation(), e);
    } finally {
      try {
        sink.end();
      } finally {
        streams.release();
      }
    }
  }

  /** What the log says of it, it says under the id that the client sees. */
  static Problem mistake(Exchange exchange, Throwable e) {
    LOG.error("request {} of {} failed", exchange.requestId(), exchange.operation(), e);
    return Problem.of(
        ProblemCode.INTERNAL,
        "this is not your mistake",
        "look into the server's log for " + exchange.requestId() + ", and report what it says");
  }

  /** Nobody knows yet what it would answer with, and when it would end. */
  private static Problem streamHasNoHead() {
    return Problem.of(
            ProblemCode.METHOD_NOT_ALLOWED,
            "HEAD is not possible for a stream",
            "use GET, or ask for application/json")
        .withAllow(List.of("GET"));
  }

  private static Problem busy(String detail) {
    return Problem.of(ProblemCode.BUSY, detail, "try again after the time in Retry-After")
        .withRetryAfter(Optional.of(Duration.ofSeconds(1)));
  }

  private static Problem storeUnavailable() {
    return Problem.of(
            ProblemCode.STORE_UNAVAILABLE,
            "the store does not answer; nothing is lost, and what runs goes on",
            "try again after the time in Retry-After; /readyz says when it is back")
        .withRetryAfter(Optional.of(Duration.ofSeconds(5)));
  }

  static Problem stopping() {
    return Problem.of(
            ProblemCode.STOPPING,
            "the server is stopping",
            "try again after the time in Retry-After")
        .withRetryAfter(Optional.of(Duration.ofSeconds(5)));
  }

  /** After the last answer: what still runs is interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
