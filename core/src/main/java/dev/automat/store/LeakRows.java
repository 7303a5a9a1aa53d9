package dev.automat.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Writes what a sweep saw without a record. */
final class LeakRows {

  private final Sql sql;

  LeakRows(Sql sql) {
    this.sql = sql;
  }

  /**
   * @param known what stands there
   * @return those of the found that are not among the known
   */
  List<Leak> replace(Handle handle, Place place, List<Leak> known, List<Leak> found) {
    Map<String, Instant> firstSeen = new HashMap<>();
    known.forEach(leak -> firstSeen.put(leak.externalName(), leak.firstSeen()));
    handle
        .createUpdate(sql.get("forget-leaks"))
        .bind("type", place.type())
        .bind("account", place.account())
        .bind("region", place.region())
        .execute();
    found.forEach(
        leak -> add(handle, leak, firstSeen.getOrDefault(leak.externalName(), leak.firstSeen())));
    return found.stream().filter(leak -> !firstSeen.containsKey(leak.externalName())).toList();
  }

  private void add(Handle handle, Leak leak, Instant firstSeen) {
    handle
        .createUpdate(sql.get("add-leak"))
        .bind("type", leak.place().type())
        .bind("account", leak.place().account())
        .bind("region", leak.place().region())
        .bind("external_name", leak.externalName())
        .bind("uid", leak.uid())
        .bind("cloud_id", leak.cloudId())
        .bind("reason", leak.reason())
        .bind("first_seen_at", Unnest.instant(firstSeen))
        .bind("last_seen_at", Unnest.instant(leak.lastSeen()))
        .execute();
  }
}
