package dev.automat.resource;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Which of two settings is the larger: of two numbers, or of two versions such as 8.4 and 17. */
public final class Growth {

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})*");

  private Growth() {}

  /** Negative, zero or positive as the first is less, the same or more; empty if neither fits. */
  public static OptionalInt compare(Object one, Object other) {
    if (one instanceof Number left && other instanceof Number right) {
      return OptionalInt.of(
          new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())));
    }
    if (one instanceof String left
        && other instanceof String right
        && VERSION.matcher(left).matches()
        && VERSION.matcher(right).matches()) {
      return OptionalInt.of(versions(left.split("\\.", -1), right.split("\\.", -1)));
    }
    return OptionalInt.empty();
  }

  /** By number, from left to right; what is missing counts as 0. */
  private static int versions(String[] one, String[] other) {
    for (int i = 0; i < Math.max(one.length, other.length); i++) {
      int order = Long.compare(part(one, i), part(other, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static long part(String[] parts, int index) {
    return index < parts.length ? Long.parseLong(parts[index]) : 0;
  }
}
