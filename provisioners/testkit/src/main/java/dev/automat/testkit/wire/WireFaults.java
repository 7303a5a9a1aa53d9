package dev.automat.testkit.wire;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How badly a stand-in for a cloud behaves.
 *
 * @param shares how many of all calls meet a fault, 0 to 1, by fault; together 1 at most
 * @param lateness how late late effects and answers come
 * @param stale how many of the reads within {@link #lag} of a creation or deletion do not see it
 *     yet, 0 to 1
 * @param lag how long after a creation or deletion reads may not see it
 */
public record WireFaults(Map<Fault, Double> shares, Duration lateness, double stale, Duration lag) {

  /** Every call is done, at once, and is seen at once. */
  public static final WireFaults NONE =
      new WireFaults(Map.of(), Duration.ofSeconds(5), 0, Duration.ZERO);

  /** Everything goes wrong now and then, as in a bad week. Two in ten calls meet something. */
  public static final WireFaults ROUGH =
      NONE.with(Fault.THROTTLED, 0.05)
          .with(Fault.FAILS_BEFORE, 0.04)
          .with(Fault.FAILS_AFTER, 0.04)
          .with(Fault.DROPPED_BEFORE, 0.03)
          .with(Fault.DROPPED_AFTER, 0.03)
          .with(Fault.LATE_EFFECT, 0.01)
          .stale(0.5, Duration.ofSeconds(2));

  /** Copies the shares, and refuses what is no share. */
  public WireFaults {
    shares = Map.copyOf(shares);
    double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (all > 1 || shares.values().stream().anyMatch(share -> share < 0)) {
      throw new IllegalArgumentException(
          "shares must be 0 or more and together 1 at most: " + shares);
    }
  }

  /** The same, with another share of one fault. */
  public WireFaults with(Fault fault, double share) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(shares);
    changed.put(fault, share);
    return new WireFaults(changed, lateness, stale, lag);
  }

  /** The same, with other late effects and answers. */
  public WireFaults late(Duration by) {
    return new WireFaults(shares, by, stale, lag);
  }

  /** The same, with reads that lag. */
  public WireFaults stale(double share, Duration within) {
    return new WireFaults(shares, lateness, share, within);
  }
}
