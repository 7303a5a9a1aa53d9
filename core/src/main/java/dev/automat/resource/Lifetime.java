package dev.automat.resource;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a resource may live: a number of hours, days or weeks, or for ever.
 *
 * @param text as written: {@code 12h}, {@code 14d}, {@code 2w} or {@code none}
 * @param duration empty for {@code none}
 */
public record Lifetime(String text, Optional<Duration> duration) {

  /** No end. */
  public static final Lifetime NONE = new Lifetime("none", Optional.empty());

  /** How to write one, for people. */
  public static final String FORM =
      "a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none";

  /** At most five digits, so that no sum of instants overflows. */
  private static final Pattern PATTERN = Pattern.compile("([1-9][0-9]{0,4})([hdw])");

  /** What people write for it. */
  private static final Pattern MEANT =
      Pattern.compile(
          "0*([1-9][0-9]{0,4}) *(|h|hrs?|hours?|d|days?|w|wks?|weeks?)", Pattern.CASE_INSENSITIVE);

  private static final Pattern DAYS_AND_HOURS =
      Pattern.compile("([0-9]{1,3})d *([0-9]{1,3})h", Pattern.CASE_INSENSITIVE);

  /** Empty if the text is no lifetime. */
  public static Optional<Lifetime> parse(String text) {
    if (text.equals(NONE.text)) {
      return Optional.of(NONE);
    }
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2).charAt(0)) {
          case 'h' -> Duration.ofHours(amount);
          case 'd' -> Duration.ofDays(amount);
          default -> Duration.ofDays(7 * amount);
        };
    return Optional.of(new Lifetime(text, Optional.of(duration)));
  }

  /**
   * How a text that is no lifetime should probably have been written; a number alone is taken for
   * days. Empty if nobody can tell.
   */
  public static Optional<String> nearest(String text) {
    String word = text.strip();
    Matcher both = DAYS_AND_HOURS.matcher(word);
    if (both.matches()) {
      long hours = 24 * Long.parseLong(both.group(1)) + Long.parseLong(both.group(2));
      return Optional.of(hours + "h").filter(hint -> parse(hint).isPresent());
    }
    Matcher meant = MEANT.matcher(word);
    if (meant.matches()) {
      String unit = meant.group(2).isEmpty() ? "d" : meant.group(2).substring(0, 1);
      return Optional.of(meant.group(1) + unit.toLowerCase(Locale.ROOT));
    }
    return NearestSpelling.of(word, List.of(NONE.text));
  }

  /** Whether it has no end. */
  public boolean endless() {
    return duration.isEmpty();
  }

  /** Whether it ends later than the other; nothing is longer than {@code none}. */
  public boolean longerThan(Lifetime other) {
    if (other.duration.isEmpty()) {
      return false;
    }
    return duration.isEmpty() || duration.get().compareTo(other.duration.get()) > 0;
  }
}
