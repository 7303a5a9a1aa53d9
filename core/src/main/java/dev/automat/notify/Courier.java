package dev.automat.notify;

import dev.automat.notify.Ended.Outcome;
import dev.automat.retry.Backoff;
import dev.automat.retry.CircuitBreaker;
import dev.automat.retry.CircuitBreaker.Passage;
import dev.automat.spi.ErrorType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notices to one sink, some at a time. It shares nothing with those of other sinks, so one
 * that does not answer delays nobody else.
 */
final class Courier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** How long others wait for a replica that died; well above what an attempt may take. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** Of an attempt, whatever it does. */
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private static final int AT_A_TIME = 8;
  private static final int AT_A_TIME_UNTRIED = 200;
  private static final Duration DURING_TRIAL = Duration.ofSeconds(5);

  private final String name;
  private final Sink sink;
  private final Outbox outbox;
  private final String platform;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MeterRegistry meters;
  private final CircuitBreaker breaker = new CircuitBreaker();
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();

  private Instant closedUntil = Instant.MIN;

  /**
   * @param platform where goes what this one can not deliver
   */
  Courier(
      String name,
      Sink sink,
      Outbox outbox,
      String platform,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters) {
    this.name = name;
    this.sink = sink;
    this.outbox = outbox;
    this.platform = platform;
    this.clock = clock;
    this.random = random;
    this.meters = meters;
  }

  String name() {
    return name;
  }

  private record Attempt(Delivery delivery, boolean trial, Future<Answer> answer) {}

  /**
   * One turn: claims what is due, attempts it, and writes down what came of it.
   *
   * @return how many were claimed
   */
  int turn() {
    Instant now = clock.instant();
    boolean open = !now.isBefore(closedUntil);
    List<Delivery> claimed =
        outbox.claim(name, now, LEASE, open ? AT_A_TIME : AT_A_TIME_UNTRIED, open);
    List<Attempt> begun = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    for (Delivery delivery : claimed) {
      switch (breaker.ask(now)) {
        case Passage.Free _ -> begun.add(attempt(delivery, false, now));
        case Passage.Trial _ -> begun.add(attempt(delivery, true, now));
        case Passage.DuringTrial _ -> ended.add(spared(delivery, now.plus(DURING_TRIAL), now));
        case Passage.Refused(Instant until) -> {
          closedUntil = until;
          ended.add(spared(delivery, until, now));
        }
      }
    }
    begun.forEach(attempt -> ended.add(end(attempt)));
    outbox.end(ended, platform, clock.instant());
    return claimed.size();
  }

  private Attempt attempt(Delivery delivery, boolean trial, Instant now) {
    return new Attempt(delivery, trial, attempts.submit(() -> sink.send(delivery.notice(), now)));
  }

  /** While the sink does not answer, nothing is attempted. */
  private Ended spared(Delivery delivery, Instant until, Instant now) {
    String error = "it has not answered lately";
    Outcome outcome =
        delivery.isLastAt(now)
            ? new Outcome.Dead(error)
            : new Outcome.Again(
                noLaterThanTheEnd(
                    delivery, until.plus(Backoff.jittered(Duration.ofSeconds(1), random))),
                error);
    return new Ended(delivery, false, counted(delivery, outcome));
  }

  private Ended end(Attempt attempt) {
    Answer answer = await(attempt.answer());
    Instant now = clock.instant();
    switch (answer) {
      case Answer.Failed failed when failed.down() -> {
        if (attempt.trial()) {
          breaker.trialFailed(now);
        } else {
          breaker.failed(now);
        }
      }
      case Answer.Failed _, Answer.Accepted _ -> breaker.succeeded();
    }
    Outcome outcome = outcome(attempt.delivery(), answer, now);
    return new Ended(attempt.delivery(), true, counted(attempt.delivery(), outcome));
  }

  private static Answer await(Future<Answer> answer) {
    try {
      return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Answer.Failed.down("it did not answer within " + DEADLINE.toSeconds() + " s");
    } catch (ExecutionException e) {
      LOG.error("an attempt to deliver a notice broke off", e.getCause());
      return Answer.Failed.now("the attempt broke off; the server's log says why");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Answer.Failed.now("this server stopped meanwhile");
    }
  }

  private Outcome outcome(Delivery delivery, Answer answer, Instant now) {
    return switch (answer) {
      case Answer.Accepted _ -> new Outcome.Accepted();
      case Answer.Failed failed -> {
        boolean last =
            delivery.isLastAt(now) || (failed.lasting() && delivery.giveUpAt().isPresent());
        yield last
            ? new Outcome.Dead(failed.error())
            : new Outcome.Again(next(delivery, failed, now), failed.error());
      }
    };
  }

  private Instant next(Delivery delivery, Answer.Failed failed, Instant now) {
    Duration pause = Backoff.after(ErrorType.EXTERNAL, delivery.attempts() + 1, random);
    Duration asked = failed.pause().orElse(Duration.ZERO);
    return noLaterThanTheEnd(delivery, now.plus(pause.compareTo(asked) > 0 ? pause : asked));
  }

  /** The last attempt is made when the time is up, and what follows is not delayed. */
  private static Instant noLaterThanTheEnd(Delivery delivery, Instant next) {
    return delivery.giveUpAt().filter(end -> end.isBefore(next)).orElse(next);
  }

  private Outcome counted(Delivery delivery, Outcome outcome) {
    String word =
        switch (outcome) {
          case Outcome.Accepted _ -> "delivered";
          case Outcome.Again _ -> "again";
          case Outcome.Dead(String error) -> {
            LOG.warn(
                "notice {} could not be given to {}, so it goes to {}: {}",
                delivery.notice().id(),
                name,
                platform,
                error);
            yield "dead";
          }
        };
    meters.counter("automat.notices", "sink", name, "outcome", word).increment();
    return outcome;
  }

  /** Sends one by itself, which is written down nowhere. */
  Answer test(Notice notice) {
    return await(attempts.submit(() -> sink.send(notice, clock.instant())));
  }

  @Override
  public void close() {
    attempts.shutdownNow();
    sink.close();
  }
}
