package dev.automat.testkit.wire;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chance that can be repeated. What is drawn for the n-th time on the same occasion depends on the
 * seed, the occasion and n alone, so calls of other operations in between change nothing.
 */
public final class Dice {

  private final long seed;
  private final Map<String, AtomicLong> thrown = new ConcurrentHashMap<>();

  /** Every draw depends on the seed. */
  public Dice(long seed) {
    this.seed = seed;
  }

  /** At least 0, and less than 1. */
  public double roll(String occasion) {
    return source(occasion).nextDouble();
  }

  /** So many letters and digits. */
  public String text(String occasion, int length) {
    SplittableRandom random = source(occasion);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(Character.forDigit(random.nextInt(36), 36));
    }
    return text.toString();
  }

  private SplittableRandom source(String occasion) {
    long turn = thrown.computeIfAbsent(occasion, key -> new AtomicLong()).getAndIncrement();
    return new SplittableRandom(seed * 31 + occasion.hashCode() + (turn << 32));
  }
}
