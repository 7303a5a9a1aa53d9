package dev.automat.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema up to date. Replicas that start together wait for the first. */
final class Migrations {

  private Migrations() {}

  /**
   * @param folders of migrations; the versions in all of them are one history
   * @param placeholders for the few words that the databases do not have in common: {@code
   *     bytewise} makes a text column sort as Java compares strings, {@code busy} follows a table
   *     whose rows change all the time, {@code kept} an index of what a manager keeps
   * @throws StoreUnavailableException if the schema is newer than this version, or was left halfway
   */
  static void migrate(
      DataSource database, String place, List<String> folders, Map<String, String> placeholders) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(database)
              .locations(
                  folders.stream()
                      .map(folder -> "classpath:dev/automat/store/" + folder)
                      .toArray(String[]::new))
              .placeholders(placeholders)
              .load();
      refuseNewer(flyway, place);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreUnavailableException(
          "the schema of the store ("
              + place
              + ") could not be brought up to date: "
              + String.valueOf(e.getMessage()).strip(),
          e);
    }
  }

  private static void refuseNewer(Flyway flyway, String place) {
    Optional<MigrationInfo> newer =
        Arrays.stream(flyway.info().applied())
            .filter(
                migration ->
                    migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
            .reduce((first, last) -> last);
    if (newer.isPresent()) {
      throw new StoreUnavailableException(
          "the store ("
              + place
              + ") was written by a newer Automat, with schema version "
              + newer.get().getVersion()
              + ": start that version, or restore a backup from before it");
    }
  }
}
