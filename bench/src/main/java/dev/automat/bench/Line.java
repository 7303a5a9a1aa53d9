package dev.automat.bench;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param figure with its unit
 * @param ratio to the limit of the same run; empty where the figure is the limit, or stands alone
 * @param budget what it is held against; empty if nothing is promised of it
 */
record Line(String what, String figure, String ratio, String budget, Verdict verdict) {

  /** What a line says of its budget. */
  enum Verdict {
    PASS,
    MISS,
    /** Printed for the reader; nothing is promised of it. */
    NONE
  }

  /** A limit, or a figure for the reader. */
  static Line of(String what, String figure) {
    return new Line(what, figure, "", "", Verdict.NONE);
  }

  /** A figure with a ratio that nothing is promised of. */
  static Line of(String what, String figure, double ratio) {
    return new Line(what, figure, Figures.ratio(ratio), "", Verdict.NONE);
  }

  /** A ratio that must be reached. */
  static Line atLeast(String what, String figure, double ratio, double budget) {
    return new Line(
        what, figure, Figures.ratio(ratio), "≥ " + Figures.ratio(budget), met(ratio >= budget));
  }

  /** A ratio that must not be passed. */
  static Line atMost(String what, String figure, double ratio, double budget) {
    return new Line(
        what, figure, Figures.ratio(ratio), "≤ " + Figures.ratio(budget), met(ratio <= budget));
  }

  /** A figure that is held against a plain limit. */
  static Line plain(String what, String figure, String budget, boolean met) {
    return new Line(what, figure, "", budget, met(met));
  }

  private static Verdict met(boolean met) {
    return met ? Verdict.PASS : Verdict.MISS;
  }
}
