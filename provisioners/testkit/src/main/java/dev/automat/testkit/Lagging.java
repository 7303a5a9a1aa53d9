package dev.automat.testkit;

/** A value whose change readers see late, and for a while only some of the time. */
final class Lagging<T> {

  private T before;
  private T now;
  private long from;
  private long surelyFrom;

  Lagging(T value) {
    before = value;
    now = value;
  }

  /** What stands, whatever is shown. */
  T truth() {
    return now;
  }

  T read(long at, Weather weather) {
    if (at < from || (at < surelyFrom && weather.stale())) {
      return before;
    }
    return now;
  }

  /**
   * @param effective when the change is made
   * @param sure when every reader sees it
   */
  void write(T value, long effective, long sure) {
    before = now;
    now = value;
    from = effective;
    surelyFrom = sure;
  }
}
