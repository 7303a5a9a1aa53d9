package dev.automat.resource;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long an old secret stays valid beside its successor, as people write it. */
public final class Overlap {

  /** Unless something else is asked for. */
  public static final Duration DEFAULT = Duration.ofHours(1);

  /** How to write one, for people. */
  public static final String FORM = "a number with s, m, h or d, such as 30m or 1h, up to 30d";

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern PATTERN = Pattern.compile("(0|[1-9][0-9]{0,6})([smhd])");

  private Overlap() {}

  /** Empty if the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration overlap =
        switch (matcher.group(2).charAt(0)) {
          case 's' -> Duration.ofSeconds(amount);
          case 'm' -> Duration.ofMinutes(amount);
          case 'h' -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    return Optional.of(overlap).filter(each -> each.compareTo(LONGEST) <= 0);
  }

  /** In the largest unit that fits. */
  public static String text(Duration overlap) {
    long seconds = overlap.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
  }
}
