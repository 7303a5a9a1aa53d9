package dev.automat.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The processes that share the database. Each writes its own row only, but for the silent. */
final class Replicas {

  /** A silent one is not counted; after this many silences its row goes. */
  private static final int REMOVED_AFTER = 4;

  private final Sql sql;
  private final Questions questions;

  Replicas(Sql sql, Questions questions) {
    this.sql = sql;
    this.questions = questions;
  }

  /** Says that it lives, and which keys it has. */
  boolean beat(Handle handle, String replica, List<String> keyIds) {
    Instant now = questions.databaseTime(handle);
    boolean known = say(handle, "beat", replica, keyIds, now) > 0;
    return known || say(handle, "first-beat", replica, keyIds, now) > 0;
  }

  private int say(
      Handle handle, String statement, String replica, List<String> keyIds, Instant now) {
    return handle
        .createUpdate(sql.get(statement))
        .bind("id", replica)
        .bind("keys", String.join(",", keyIds))
        .bind("now", Unnest.instant(now))
        .execute();
  }

  /** How many were heard of within the silence. */
  int alive(Handle handle, Duration silence) {
    return handle
        .createQuery(sql.get("alive"))
        .bind("since", Unnest.instant(questions.databaseTime(handle).minus(silence)))
        .mapTo(Integer.class)
        .one();
  }

  int removeSilent(Handle handle, Duration silence) {
    Instant since = questions.databaseTime(handle).minus(silence.multipliedBy(REMOVED_AFTER));
    return handle.createUpdate(sql.get("silent")).bind("since", Unnest.instant(since)).execute();
  }

  int retire(Handle handle, String replica) {
    return handle.createUpdate(sql.get("retire")).bind("id", replica).execute();
  }
}
