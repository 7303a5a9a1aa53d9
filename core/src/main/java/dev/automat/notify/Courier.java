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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
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

  /** Of all attempts of a turn together, whatever they do. */
  static final Duration DEADLINE = Duration.ofSeconds(15);

  /** Of an attempt that was not made, which nobody waits for any more. */
  private static final Answer UNTRIED = Answer.Failed.now("it was not tried");

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
  private final Duration deadline;
  private final LongSupplier time;
  private final ExecutorService attempts;

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
    this(
        name,
        sink,
        outbox,
        platform,
        clock,
        random,
        meters,
        DEADLINE,
        System::nanoTime,
        Executors.newVirtualThreadPerTaskExecutor());
  }

  /**
   * @param deadline of a turn
   * @param time by which that is measured, in nanoseconds
   * @param attempts carries attempts out; is closed with this
   */
  Courier(
      String name,
      Sink sink,
      Outbox outbox,
      String platform,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters,
      Duration deadline,
      LongSupplier time,
      ExecutorService attempts) {
    this.deadline = deadline;
    this.time = time;
    this.attempts = attempts;
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

  /**
   * One that is made, unless its time is over before it begins: what the end of another makes room
   * for then is left alone.
   *
   * @param begun set by whoever decides on that first
   */
  private record Attempt(
      Delivery delivery, boolean trial, AtomicBoolean begun, Future<Answer> answer) {}

  /**
   * One turn: claims what is due, attempts it, and writes down what came of it. All attempts have
   * one end, well before that of the lease: whoever claims next sends nothing that is just being
   * sent. What could not even be begun until then is left as it was.
   *
   * @return how many were claimed
   */
  int turn() {
    Instant now = clock.instant();
    boolean open = !now.isBefore(closedUntil);
    List<Delivery> claimed =
        outbox.claim(name, now, LEASE, open ? AT_A_TIME : AT_A_TIME_UNTRIED, open);
    if (clock.instant().plus(deadline).isAfter(now.plus(LEASE))) {
      // It took so long to claim them that others may have them before this one is done.
      return claimed.size();
    }
    long end = time.getAsLong() + deadline.toNanos();
    List<Attempt> begun = new ArrayList<>();
    List<Ended> ended = new ArrayList<>();
    for (Delivery delivery : claimed) {
      switch (breaker.ask(now)) {
        case Passage.Free _ -> begun.add(attempt(delivery, false, now, end));
        case Passage.Trial _ -> begun.add(attempt(delivery, true, now, end));
        case Passage.DuringTrial _ -> ended.add(spared(delivery, now.plus(DURING_TRIAL), now));
        case Passage.Refused(Instant until) -> {
          closedUntil = until;
          ended.add(spared(delivery, until, now));
        }
      }
    }
    begun.forEach(attempt -> ended.add(end(attempt, end)));
    outbox.end(ended, platform, clock.instant());
    return claimed.size();
  }

  private Attempt attempt(Delivery delivery, boolean trial, Instant now, long end) {
    AtomicBoolean begun = new AtomicBoolean();
    Future<Answer> answer =
        attempts.submit(
            () ->
                time.getAsLong() - end < 0 && begun.compareAndSet(false, true)
                    ? sink.send(delivery.notice(), now)
                    : UNTRIED);
    return new Attempt(delivery, trial, begun, answer);
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

  private Ended end(Attempt attempt, long end) {
    Answer answer = await(attempt.answer(), Duration.ofNanos(end - time.getAsLong()));
    Instant now = clock.instant();
    if (attempt.begun().compareAndSet(false, true)) {
      return new Ended(
          attempt.delivery(), false, new Outcome.Again(now, "its turn was over before it began"));
    }
    judge(answer, attempt.trial(), now);
    Outcome outcome = outcome(attempt.delivery(), answer, now);
    return new Ended(attempt.delivery(), true, counted(attempt.delivery(), outcome));
  }

  private void judge(Answer answer, boolean trial, Instant now) {
    switch (answer) {
      case Answer.Failed failed when failed.down() -> {
        if (trial) {
          breaker.trialFailed(now);
        } else {
          breaker.failed(now);
        }
      }
      case Answer.Failed _, Answer.Accepted _ -> breaker.succeeded();
    }
  }

  private Answer await(Future<Answer> answer, Duration limit) {
    try {
      return answer.get(Math.max(limit.toNanos(), 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Answer.Failed.down("it did not answer within " + deadline.toSeconds() + " s");
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
                "notice {} could not be given to {}: {}. Unless that is an archive, it goes to {}",
                delivery.notice().id(),
                name,
                error,
                platform);
            yield "dead";
          }
        };
    meters.counter("automat.notices", "sink", name, "outcome", word).increment();
    return outcome;
  }

  /** Sends one by itself, which is written down nowhere. */
  Answer test(Notice notice) {
    return await(attempts.submit(() -> sink.send(notice, clock.instant())), deadline);
  }

  @Override
  public void close() {
    attempts.shutdownNow();
    sink.close();
  }
}
