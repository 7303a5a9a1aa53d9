package dev.automat.testkit.gcp;

import java.time.Duration;

/**
 * How long the fake of Memorystore takes.
 *
 * @param creating an instance
 * @param changing one, or upgrading it
 * @param labelling one: a change of nothing but its labels, which touches no node
 * @param deleting one
 */
public record CacheTimings(
    Duration creating, Duration changing, Duration labelling, Duration deleting) {

  /** Everything at once. */
  public static final CacheTimings NONE =
      new CacheTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** About what is seen in real projects; of labels nobody measured it. */
  public static final CacheTimings REAL =
      new CacheTimings(
          Duration.ofMinutes(6),
          Duration.ofMinutes(4),
          Duration.ofSeconds(5),
          Duration.ofMinutes(3));

  /** The same in so many parts of a thousand of the time. */
  public CacheTimings perMille(int share) {
    return new CacheTimings(
        creating.multipliedBy(share).dividedBy(1000),
        changing.multipliedBy(share).dividedBy(1000),
        labelling.multipliedBy(share).dividedBy(1000),
        deleting.multipliedBy(share).dividedBy(1000));
  }
}
