package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RDS shows otherwise than asked, row by row. */
final class EquivalenceTest {

  record Case(
      String reason, DatabaseEngine engine, String key, Object want, Object got, boolean same) {
    @Override
    public String toString() {
      return reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tells(Case row) {
    assertEquals(row.same(), new Equivalence(row.engine()).holds(row.key(), row.want(), row.got()));
  }

  static Stream<Case> cases() {
    return Stream.of(
        postgres("RDS chooses the minor version", Keys.ENGINE_VERSION, "18", "18.1", true),
        postgres("maintenance raised the minor version", Keys.ENGINE_VERSION, "18.1", "18.3", true),
        postgres("an older minor version", Keys.ENGINE_VERSION, "18.3", "18.1", false),
        postgres("another major version", Keys.ENGINE_VERSION, "18", "17.6", false),
        postgres("1 and 18 begin alike", Keys.ENGINE_VERSION, "1", "18.1", false),
        mysql("two numbers are MySQL's major version", Keys.ENGINE_VERSION, "8.4", "8.4.7", true),
        mysql("8.0 and 8.4 are two of them", Keys.ENGINE_VERSION, "8.0", "8.4.7", false),
        mysql("numbers, not letters", Keys.ENGINE_VERSION, "8.4.9", "8.4.10", true),
        postgres("storage autoscaling", Keys.ALLOCATED_STORAGE, 20L, 22L, true),
        postgres("too small a disk", Keys.ALLOCATED_STORAGE, 40L, 22L, false),
        postgres(
            "days in lower case",
            Keys.MAINTENANCE_WINDOW,
            "Sun:04:00-Sun:05:00",
            "sun:04:00-sun:05:00",
            true),
        postgres("another window", Keys.BACKUP_WINDOW, "02:00-03:00", "02:30-03:00", false),
        postgres(
            "parameters are text in RDS",
            Keys.PARAMETERS,
            Map.of("max_connections", 100L, "rds.force_ssl", true, "log", "a, b"),
            Map.of("max_connections", "100", "rds.force_ssl", "1", "log", "a,b"),
            true),
        postgres(
            "a parameter that is not wanted any more",
            Keys.PARAMETERS,
            Map.of("max_connections", 100L),
            Map.of("max_connections", "100", "log", "a"),
            false),
        postgres("logs in any order", Keys.LOG_EXPORTS, List.of("a", "b"), List.of("b", "a"), true),
        postgres("one log less", Keys.LOG_EXPORTS, List.of("a", "b"), List.of("b"), false),
        postgres("numbers of two kinds", Keys.IOPS, 3000, 3000L, true),
        postgres("all else is as it is", Keys.INSTANCE_CLASS, "db.a.b", "db.A.b", false));
  }

  private static Case postgres(String reason, String key, Object want, Object got, boolean same) {
    return new Case(reason, DatabaseEngine.POSTGRES, key, want, got, same);
  }

  private static Case mysql(String reason, String key, Object want, Object got, boolean same) {
    return new Case(reason, DatabaseEngine.MYSQL, key, want, got, same);
  }
}
