package dev.automat.testkit;

import java.time.Duration;

/**
 * How badly a {@link HostileCloud} behaves. Probabilities are 0 to 1 and are drawn for each call to
 * the cloud; durations are upper bounds, drawn evenly below.
 *
 * @param throttled the call is refused with a request to slow down
 * @param failsBefore the call fails and has had no effect
 * @param failsAfter the call fails, yet it has had its effect
 * @param lateEffect the call times out, and has its effect up to {@link #lateness} later
 * @param stale a read within {@link #lag} of a change shows what was there before it
 * @param workFails what the cloud works on ends as failed
 * @param busy a change or deletion of what the cloud is working on is refused
 * @param lag how long a read may show what was there before a change
 * @param lateness how late the effect of a call that timed out may come
 * @param workTime how long the cloud works on a slow kind
 * @param latency how long one call lasts; see {@link HostileCloud.Passage}
 */
public record Faults(
    double throttled,
    double failsBefore,
    double failsAfter,
    double lateEffect,
    double stale,
    double workFails,
    double busy,
    Duration lag,
    Duration lateness,
    Duration workTime,
    Duration latency) {

  /** Everything works, at once. */
  public static final Faults NONE =
      new Faults(0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Nothing fails, but things take the time that they take in a cloud, and reads lag. */
  public static final Faults CALM = NONE.lagging(0.5, Duration.ofSeconds(20)).working(12);

  /** Everything goes wrong now and then, as in a bad week. */
  public static final Faults ROUGH =
      new Faults(
          0.05,
          0.05,
          0.05,
          0.03,
          0.5,
          0.01,
          0.3,
          Duration.ofSeconds(45),
          Duration.ofMinutes(30),
          Duration.ofMinutes(12),
          Duration.ofSeconds(3));

  /** The same, with calls that fail: each share is drawn on its own. */
  public Faults failing(double before, double after, double late) {
    return new Faults(
        throttled, before, after, late, stale, workFails, busy, lag, lateness, workTime, latency);
  }

  /** The same, with reads that lag. */
  public Faults lagging(double share, Duration most) {
    return new Faults(
        throttled,
        failsBefore,
        failsAfter,
        lateEffect,
        share,
        workFails,
        busy,
        most,
        lateness,
        workTime,
        latency);
  }

  /** The same, with slow kinds that take up to so many minutes. */
  public Faults working(int minutes) {
    return new Faults(
        throttled,
        failsBefore,
        failsAfter,
        lateEffect,
        stale,
        workFails,
        busy,
        lag,
        lateness,
        Duration.ofMinutes(minutes),
        latency);
  }

  /** The same, with effects of timed-out calls that come up to so late. */
  public Faults late(Duration most) {
    return new Faults(
        throttled,
        failsBefore,
        failsAfter,
        lateEffect,
        stale,
        workFails,
        busy,
        lag,
        most,
        workTime,
        latency);
  }

  /** The same, with calls refused for coming too fast. */
  public Faults throttling(double share) {
    return new Faults(
        share,
        failsBefore,
        failsAfter,
        lateEffect,
        stale,
        workFails,
        busy,
        lag,
        lateness,
        workTime,
        latency);
  }
}
