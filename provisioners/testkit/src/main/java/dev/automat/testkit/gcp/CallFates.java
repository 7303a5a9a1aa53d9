package dev.automat.testkit.gcp;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Dice;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.FaultPlan;
import dev.automat.testkit.wire.WireFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What becomes of the calls of a fake, whatever their protocol: faults that are ordered or drawn,
 * disruptions, lateness, reads that lag; and how many calls there were.
 *
 * @param <C> a call, as the fake has read it
 */
final class CallFates<C> {

  private static final Duration BLINK = Duration.ofMillis(5);

  private final InstantSource clock;
  private final Function<C, String> method;
  private final Dice dice;
  private final FaultPlan<C> plan;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final List<String> ownFailures = new CopyOnWriteArrayList<>();
  private final AtomicLong faulty = new AtomicLong();
  private final AtomicInteger late = new AtomicInteger();
  private volatile WireFaults faults = WireFaults.NONE;
  private volatile Optional<Disruption> disrupted = Optional.empty();
  private volatile boolean closed;

  /**
   * @param clock by which late effects come and stale reads end
   * @param seed of all that is drawn
   * @param method the name by which calls are counted and drawn for
   */
  CallFates(InstantSource clock, long seed, Function<C, String> method) {
    this.clock = clock;
    this.method = method;
    this.dice = new Dice(seed);
    this.plan = new FaultPlan<>(dice);
  }

  void become(WireFaults wanted) {
    faults = wanted;
  }

  void order(Fault fault, int times, Predicate<C> which) {
    plan.order(fault, times, which);
  }

  /** Of all calls, until {@link #restore()}. */
  void disrupt(Disruption disruption) {
    disrupted = Optional.of(disruption);
  }

  /** Ends the disruption, and forgets what was ordered and not met. */
  void restore() {
    disrupted = Optional.empty();
    plan.forget();
  }

  Optional<Disruption> disrupted() {
    return disrupted;
  }

  void count(C call) {
    counts.computeIfAbsent(method.apply(call), key -> new AtomicLong()).incrementAndGet();
  }

  /** By method, whatever was answered. */
  Map<String, Long> calls() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.get()));
    return all;
  }

  long calls(String name) {
    return calls().getOrDefault(name, 0L);
  }

  /** How many calls met a fault so far. */
  long faulty() {
    return faulty.get();
  }

  /** How many calls wait for their late effect or answer. */
  int late() {
    return late.get();
  }

  /** What went wrong in the fake itself. What breaks because it is closed is none. */
  void failed(String what, Exception broken) {
    if (!closed) {
      ownFailures.add(what + ": " + broken);
    }
  }

  List<String> ownFailures() {
    return List.copyOf(ownFailures);
  }

  /** What the call meets; nothing if it is to be done as it should. */
  Optional<Fault> next(C call) {
    Optional<Fault> fault = plan.next(call, method.apply(call), faults);
    fault.ifPresent(_ -> faulty.incrementAndGet());
    return fault;
  }

  /**
   * Whether a read does not see yet what was made, changed or deleted then.
   *
   * @param occasion of the draw, such as the method's name
   */
  boolean isStale(String occasion, Instant changed) {
    WireFaults now = faults;
    return now.stale() > 0
        && clock.instant().isBefore(changed.plus(now.lag()))
        && dice.roll("stale " + occasion) < now.stale();
  }

  /** Until the disruption is over, or the fake is closed. */
  void hang() {
    waitWhile(() -> disrupted.isPresent());
  }

  /**
   * Until the lateness of late effects and answers is over.
   *
   * @return false if the fake was closed meanwhile
   */
  boolean beLate() {
    Instant due = clock.instant().plus(faults.lateness());
    late.incrementAndGet();
    try {
      waitWhile(() -> clock.instant().isBefore(due));
      return !closed;
    } finally {
      late.decrementAndGet();
    }
  }

  private void waitWhile(BooleanSupplier condition) {
    while (!closed && condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(BLINK.toNanos());
    }
  }

  void close() {
    closed = true;
  }
}
