package dev.automat.testkit.aws;

import java.time.Duration;

/**
 * How long things take. Each may be zero: it then happens at once and its state is never seen.
 *
 * @param creating until a database or cache is made
 * @param backingUp how long a new database is then {@code backing-up}
 * @param modifying until a change of a database or cache is done
 * @param deleting until a database or cache that is being deleted is gone
 * @param queueNameKept how long after its deletion the name of a queue can not be used again
 */
public record Timings(
    Duration creating,
    Duration backingUp,
    Duration modifying,
    Duration deleting,
    Duration queueNameKept) {

  /** Everything at once, as moto does it. */
  public static final Timings NONE =
      new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** About what is seen in real accounts; a queue's name is kept for 60 s by the SQS guide. */
  public static final Timings REAL =
      new Timings(
          Duration.ofMinutes(8),
          Duration.ofMinutes(2),
          Duration.ofMinutes(6),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60));

  /** The same in so many parts of a thousand of the time: 10 makes seconds of minutes, nearly. */
  public Timings perMille(int share) {
    return new Timings(
        scaled(creating, share),
        scaled(backingUp, share),
        scaled(modifying, share),
        scaled(deleting, share),
        scaled(queueNameKept, share));
  }

  private static Duration scaled(Duration duration, int share) {
    return duration.multipliedBy(share).dividedBy(1000);
  }
}
