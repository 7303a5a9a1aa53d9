package dev.automat.testkit.gcp;

import java.time.Duration;

/**
 * How long things take in {@link FakeCloudSql}. Each may be zero: it is then done at once.
 *
 * @param creating until an instance is made, or made of another or of a backup
 * @param changing until a change of an instance or a backup is done
 * @param deleting until an instance that is being deleted is gone
 * @param nameKept how long after its deletion the name of an instance can not be used again
 */
public record SqlTimings(
    Duration creating, Duration changing, Duration deleting, Duration nameKept) {

  /** Everything at once. */
  public static final SqlTimings NONE =
      new SqlTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** About what is seen in real projects; the name is kept for a week ("Delete instances"). */
  public static final SqlTimings REAL =
      new SqlTimings(
          Duration.ofMinutes(8), Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofDays(7));

  /** Users and databases take a second where an instance takes minutes. */
  Duration inside() {
    return changing.dividedBy(200);
  }

  /** The same in so many parts of a thousand of the time. */
  public SqlTimings perMille(int share) {
    return new SqlTimings(
        scaled(creating, share),
        scaled(changing, share),
        scaled(deleting, share),
        scaled(nameKept, share));
  }

  /** The same, with names that are free again after that time. */
  public SqlTimings keepingNames(Duration time) {
    return new SqlTimings(creating, changing, deleting, time);
  }

  private static Duration scaled(Duration duration, int share) {
    return duration.multipliedBy(share).dividedBy(1000);
  }
}
