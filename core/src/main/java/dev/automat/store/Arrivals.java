package dev.automat.store;

import dev.automat.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What most batches are: nothing but new resources, that nothing limits and of which nobody is
 * told, and whose keys and uids are free, as they were just now. They are added by as little as the
 * database needs, and a batch with one that is not free is refused as a whole; {@link Acceptance}
 * has an outcome for each.
 */
final class Arrivals {

  private Arrivals() {}

  /** True if there is nothing else in the batch. */
  static boolean are(List<Submission> batch) {
    return !batch.isEmpty()
        && batch.stream()
            .allMatch(
                one ->
                    one.leaning().isEmpty()
                        && one.write() instanceof Write.Create create
                        && create.overTombstone().isEmpty()
                        && create.resource().stay().restoredFrom().isEmpty()
                        && create.reservation().isEmpty()
                        && !create.event().notice());
  }

  /** Adds them in a transaction by itself. */
  static List<WriteOutcome> add(Dialect dialect, List<Submission> batch) {
    List<Write.Create> creates = new ArrayList<>();
    AuditLines lines = new AuditLines();
    for (Submission one : batch) {
      if (one.write() instanceof Write.Create create) {
        creates.add(create);
        lines.done(
            one,
            create.event().message(),
            Optional.empty(),
            ResourceRow.created(create.resource()));
      }
    }
    List<WriteOutcome> outcomes =
        creates.stream()
            .<WriteOutcome>map(
                create ->
                    new WriteOutcome.Accepted(ResourceRow.created(create.resource()), List.of()))
            .toList();
    // In this order two transactions that want the same keys can not wait for each other.
    creates.sort(Comparator.comparing(create -> create.key().toString()));
    List<Resource> resources = new ArrayList<>();
    EventRows events = new EventRows();
    for (Write.Create create : creates) {
      resources.add(create.resource());
      events.add(create.resource().uid(), 1, List.of(create.event()));
    }
    dialect.create(ResourceRow.unnest(resources), events.unnest(), lines);
    return outcomes;
  }
}
