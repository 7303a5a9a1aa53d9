package dev.automat.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Receivers that fail every other time, as often before as after they have taken a notice, now and
 * then for good, and at times do not answer for days. They keep what they took.
 */
public final class SimulatedReceivers {

  /** What a receiver took, and when. */
  public record Receipt(String sink, Notice notice, Instant at) {}

  private final long seed;
  private final Map<String, Predicate<Instant>> outages = new TreeMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final List<Receipt> receipts = new ArrayList<>();

  public SimulatedReceivers(long seed) {
    this.seed = seed;
  }

  /**
   * One more.
   *
   * @param down when it does not answer
   */
  public SimulatedReceivers with(String name, Predicate<Instant> down) {
    outages.put(name, down);
    return this;
  }

  Map<String, Sink> sinks() {
    Map<String, Sink> sinks = new HashMap<>();
    outages.keySet().forEach(name -> sinks.put(name, (notice, now) -> send(name, notice, now)));
    return sinks;
  }

  /** What was taken, in no order. */
  public synchronized List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  private synchronized Answer send(String name, Notice notice, Instant now) {
    String attempt = name + " " + notice.id();
    int number = attempts.merge(attempt, 1, Integer::sum);
    if (outages.getOrDefault(name, _ -> false).test(now)) {
      return Answer.Failed.down("it can not be reached");
    }
    // Not from a generator: attempts are made on many threads.
    int luck = Math.floorMod(((seed + attempt + number).hashCode() * 0x9E3779B1) >>> 8, 100);
    if (luck >= 25) {
      return luck < 50
          ? Answer.Failed.now("it answered 500")
          : luck < 52 ? Answer.Failed.forGood("it answered 410") : taken(name, notice, now);
    }
    taken(name, notice, now);
    return Answer.Failed.now("it broke off");
  }

  private Answer taken(String name, Notice notice, Instant now) {
    receipts.add(new Receipt(name, notice, now));
    return new Answer.Accepted();
  }
}
