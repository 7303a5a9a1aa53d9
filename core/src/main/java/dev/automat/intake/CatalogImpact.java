package dev.automat.intake;

import dev.automat.admission.CatalogComparison;
import dev.automat.admission.CatalogComparison.Change;
import dev.automat.admission.Compliance;
import dev.automat.admission.PlanDifference;
import dev.automat.catalog.Catalog;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which resources another catalogue touches.
 *
 * @param counts how many of each sort there are
 * @param touched those for which something changes, in the order of their uids
 * @param whole whether all that exists was looked at
 */
public record CatalogImpact(Map<String, Integer> counts, List<Touched> touched, boolean whole) {

  /** So many are looked at: about ten seconds of work. */
  static final int MOST = 20_000;

  private static final int PAGE = 500;

  /** What changes for one. */
  public record Touched(String uid, ResourceKey key, String change, String text) {}

  static CatalogImpact of(
      Store store, CatalogComparison comparison, Catalog today, Catalog candidate, Instant now) {
    Map<String, Integer> counts = new TreeMap<>();
    List<Touched> touched = new ArrayList<>();
    Optional<String> after = Optional.empty();
    int seen = 0;
    while (seen < MOST) {
      List<Resource> page = store.list(everything(), after, PAGE);
      for (Resource resource : page) {
        if (!resource.want().absent()) {
          Optional<Touched> found = touched(resource, comparison, today, candidate, now);
          counts.merge(found.map(Touched::change).orElse("unchanged"), 1, Integer::sum);
          found.ifPresent(touched::add);
        }
      }
      seen += page.size();
      if (page.size() < PAGE) {
        return new CatalogImpact(counts, touched, true);
      }
      after = Optional.of(page.getLast().uid());
    }
    return new CatalogImpact(counts, touched, false);
  }

  private static ResourceFilter everything() {
    return new ResourceFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static Optional<Touched> touched(
      Resource resource,
      CatalogComparison comparison,
      Catalog today,
      Catalog candidate,
      Instant now) {
    return switch (comparison.of(Upgrades.asked(resource), resource.plan())) {
      case Change.NewlyDenied(List<Violation> why) ->
          touched(resource, "newly-denied", "its next change is refused: " + words(why));
      case Change.Replaced(List<Violation> why) ->
          touched(resource, "replaced", "its next change can not be made in place: " + words(why));
      case Change.Changed(List<PlanDifference> differences) ->
          touched(resource, "changed", "its next change also changes " + places(differences));
      case Change.NewlyAllowed _ ->
          touched(resource, "newly-allowed", "its next change is not refused any more");
      case Change.StillDenied _, Change.Unchanged _ ->
          Compliance.versionNews(resource, today, candidate, now)
              .flatMap(text -> touched(resource, "version", text));
    };
  }

  private static Optional<Touched> touched(Resource resource, String change, String text) {
    return Optional.of(new Touched(resource.uid(), resource.key(), change, text));
  }

  private static String words(List<Violation> violations) {
    return violations.stream()
        .limit(3)
        .map(violation -> violation.pointer() + " " + violation.message())
        .collect(Collectors.joining("; "));
  }

  private static String places(List<PlanDifference> differences) {
    return differences.stream()
            .limit(5)
            .map(
                each ->
                    each.pointer()
                        + each.was().map(was -> " from " + was).orElse("")
                        + each.now().map(now -> " to " + now).orElse(" away"))
            .collect(Collectors.joining(", "))
        + (differences.size() > 5 ? ", and more" : "");
  }
}
