package dev.automat.provisioner.aws.rds;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What RDS shows otherwise than it was asked, and means the same. */
record Equivalence(DatabaseEngine engine) {

  boolean holds(String key, Object want, Object got) {
    return switch (key) {
      case Keys.ENGINE_VERSION ->
          EngineVersion.of(got.toString()).satisfies(EngineVersion.of(want.toString()), engine);
      // RDS rounds a growth up to a tenth, and storage autoscaling grows the disk by itself
      case Keys.ALLOCATED_STORAGE -> number(got) >= number(want);
      // RDS writes days in lower case
      case Keys.MAINTENANCE_WINDOW, Keys.BACKUP_WINDOW ->
          lower(want.toString()).equals(lower(got.toString()));
      case Keys.PARAMETERS -> sameParameters(want, got);
      case Keys.LOG_EXPORTS -> Set.copyOf((List<?>) want).equals(Set.copyOf((List<?>) got));
      default -> same(want, got);
    };
  }

  private static boolean same(Object want, Object got) {
    if (want instanceof Number && got instanceof Number) {
      return Double.compare(number(want), number(got)) == 0;
    }
    return Objects.equals(want, got);
  }

  private static boolean sameParameters(Object want, Object got) {
    Map<String, String> wanted = Wanted.parameters(want);
    Map<String, String> shown = Wanted.parameters(got);
    return wanted.keySet().equals(shown.keySet())
        && wanted.entrySet().stream()
            .allMatch(each -> sameValue(each.getValue(), shown.getOrDefault(each.getKey(), "")));
  }

  /** RDS takes on for 1, and lists with and without spaces. */
  static boolean sameValue(String want, String got) {
    return normal(want).equals(normal(got));
  }

  private static String normal(String value) {
    String plain = lower(value).replaceAll("\\s+", "");
    return switch (plain) {
      case "on", "true" -> "1";
      case "off", "false" -> "0";
      default -> plain;
    };
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
