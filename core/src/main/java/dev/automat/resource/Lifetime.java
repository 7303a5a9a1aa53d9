package dev.automat.resource;

import java.time.Duration;
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
  public static final String FORM = "a number with h, d or w, such as 12h, 14d or 2w, or none";

  /** At most five digits, so that no sum of instants overflows. */
  private static final Pattern PATTERN = Pattern.compile("([1-9][0-9]{0,4})([hdw])");

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
