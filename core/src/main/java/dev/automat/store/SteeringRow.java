package dev.automat.store;

import dev.automat.resource.Json;
import dev.automat.resource.Membership;
import dev.automat.resource.Stay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was decided of a life as columns: the one place that knows which is which. */
final class SteeringRow {

  /** What {@link #read} wants to find, in this order, from a table called r. */
  static final String COLUMNS =
      "r.quarantine, r.released, r.pause, r.without_snapshot, r.restored_from, r.undeleted_as,"
          + " r.stack";

  private SteeringRow() {}

  /**
   * @param first the number of the first of the columns
   */
  static Stay read(ResultSet row, int first) throws SQLException {
    return new Stay(
        document(row.getString(first), Stay.Quarantine.class),
        document(row.getString(first + 1), Stay.Release.class),
        document(row.getString(first + 2), Stay.Pause.class),
        row.getBoolean(first + 3),
        document(row.getString(first + 4), Stay.Source.class),
        Optional.ofNullable(row.getString(first + 5)),
        document(row.getString(first + 6), Membership.class));
  }

  private static <T> Optional<T> document(@Nullable String text, Class<T> type) {
    return Optional.ofNullable(text).map(json -> Json.read(json, type));
  }

  static Optional<String> content(Steering steering) {
    return switch (steering) {
      case Steering.Quarantine(Stay.Quarantine quarantine, Instant _, long _) ->
          Optional.of(Json.write(quarantine));
      case Steering.Release(Stay.Release release) -> Optional.of(Json.write(release));
      case Steering.Pause(Stay.Pause pause) -> Optional.of(Json.write(pause));
      case Steering.Resume _, Steering.SkipSnapshot _ -> Optional.empty();
    };
  }

  static Optional<Instant> until(Steering steering) {
    return steering instanceof Steering.Pause(Stay.Pause pause)
        ? Optional.of(pause.until())
        : Optional.empty();
  }

  static Optional<Instant> expires(Steering steering) {
    return steering instanceof Steering.Quarantine quarantine
        ? Optional.of(quarantine.expires())
        : Optional.empty();
  }

  /** The epoch of the claim that it was decided under; negative if it was decided by people. */
  static long claim(Steering steering) {
    return steering instanceof Steering.Quarantine quarantine ? quarantine.claim() : -1;
  }
}
