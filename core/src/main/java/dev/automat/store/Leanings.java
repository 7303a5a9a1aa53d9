package dev.automat.store;

import dev.automat.policy.Leaning;
import dev.automat.policy.Waiver;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Looks once more at the waivers that writes need, in the transaction that carries them out. */
final class Leanings {

  private final Sql sql;

  Leanings(Sql sql) {
    this.sql = sql;
  }

  /** What is let through no more of one. */
  List<Violation> uncovered(Handle handle, Leaning leaning, Instant at) {
    SortedSet<String> team = new TreeSet<>(List.of(leaning.team()));
    return leaning.uncovered(WaiverRows.lock(handle, sql, team), at);
  }

  /** What is let through no more, by key. A batch that needs no waiver asks nothing. */
  Map<ResourceKey, List<Violation>> uncovered(Handle handle, List<Submission> batch) {
    List<Submission> leaning = batch.stream().filter(one -> one.leaning().isPresent()).toList();
    if (leaning.isEmpty()) {
      return Map.of();
    }
    SortedSet<String> teams =
        leaning.stream()
            .map(one -> one.leaning().orElseThrow().team())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Waiver> granted = WaiverRows.lock(handle, sql, teams);
    Map<ResourceKey, List<Violation>> uncovered = new HashMap<>();
    for (Submission one : leaning) {
      Leaning leans = one.leaning().orElseThrow();
      List<Violation> left =
          leans.uncovered(
              granted.stream().filter(waiver -> waiver.team().equals(leans.team())).toList(),
              one.write().event().at());
      if (!left.isEmpty()) {
        uncovered.put(one.write().key(), left);
      }
    }
    return uncovered;
  }
}
