package dev.automat.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Medians, percentiles, and how figures are written. */
final class Figures {

  private Figures() {}

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median of the ratios of what was measured in the same round. */
  static double medianRatio(List<Double> values, List<Double> limits) {
    return median(
        IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / limits.get(i)).toList());
  }

  /** The value that {@code share} of the values do not pass. */
  static long percentile(long[] values, double share) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%,.0f/s", rate);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : "%.2f", ratio);
  }
}
