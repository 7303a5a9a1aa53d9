package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.MaintenancePolicy;
import com.google.cloud.redis.v1.PersistenceConfig;
import com.google.cloud.redis.v1.PersistenceConfig.PersistenceMode;
import com.google.cloud.redis.v1.PersistenceConfig.SnapshotPeriod;
import com.google.cloud.redis.v1.WeeklyMaintenanceWindow;
import com.google.type.DayOfWeek;
import com.google.type.TimeOfDay;
import java.util.List;
import java.util.Optional;

/** Words of the settings schema, and what Google has for them. */
final class Choices {

  private static final String NONE = "none";
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private Choices() {}

  /** {@code 7.2} is {@code REDIS_7_2}; what Google calls {@code REDIS_6_X} is 6.0. */
  static String redisVersion(String version) {
    return version.equals("6.0") ? "REDIS_6_X" : "REDIS_" + version.replace('.', '_');
  }

  static String version(String google) {
    String numbers = google.startsWith("REDIS_") ? google.substring("REDIS_".length()) : google;
    return numbers.replace("_X", "_0").replace('_', '.');
  }

  static PersistenceConfig persistence(String snapshots) {
    PersistenceConfig.Builder config = PersistenceConfig.newBuilder();
    return snapshots.equals(NONE)
        ? config.setPersistenceMode(PersistenceMode.DISABLED).build()
        : config
            .setPersistenceMode(PersistenceMode.RDB)
            .setRdbSnapshotPeriod(period(snapshots))
            .build();
  }

  private static SnapshotPeriod period(String every) {
    return switch (every) {
      case "1h" -> SnapshotPeriod.ONE_HOUR;
      case "6h" -> SnapshotPeriod.SIX_HOURS;
      case "12h" -> SnapshotPeriod.TWELVE_HOURS;
      default -> SnapshotPeriod.TWENTY_FOUR_HOURS;
    };
  }

  static String snapshots(PersistenceConfig config) {
    if (config.getPersistenceMode() != PersistenceMode.RDB) {
      return NONE;
    }
    return switch (config.getRdbSnapshotPeriod()) {
      case ONE_HOUR -> "1h";
      case SIX_HOURS -> "6h";
      case TWELVE_HOURS -> "12h";
      case TWENTY_FOUR_HOURS, SNAPSHOT_PERIOD_UNSPECIFIED, UNRECOGNIZED -> "24h";
    };
  }

  static MaintenancePolicy maintenance(String window) {
    return MaintenancePolicy.newBuilder()
        .addWeeklyMaintenanceWindow(
            WeeklyMaintenanceWindow.newBuilder()
                .setDay(DayOfWeek.forNumber(DAYS.indexOf(window.substring(0, 3)) + 1))
                .setStartTime(
                    TimeOfDay.newBuilder().setHours(Integer.parseInt(window.substring(4)))))
        .build();
  }

  /** Empty if any time is one. */
  static Optional<String> window(MaintenancePolicy policy) {
    return policy.getWeeklyMaintenanceWindowList().stream()
        .filter(window -> window.getDayValue() > 0 && window.getDayValue() <= DAYS.size())
        .findFirst()
        .map(
            window ->
                "%s:%02d"
                    .formatted(
                        DAYS.get(window.getDayValue() - 1), window.getStartTime().getHours()));
  }
}
