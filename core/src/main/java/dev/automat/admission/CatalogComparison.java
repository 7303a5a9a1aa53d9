package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What another catalogue would make of requests that were accepted, if each were asked for once
 * more. Nothing is said of waivers: a rule that can be waived denies here.
 */
public final class CatalogComparison {

  private static final Set<String> OF_REPLACING = Set.of("would-replace", "immutable", "grow-only");

  private final Side today;
  private final Side candidate;
  private final InstalledPlugins plugins;

  /**
   * @param today what the server works with
   * @param candidate what it might work with
   */
  public CatalogComparison(Side today, Side candidate, InstalledPlugins plugins) {
    this.today = today;
    this.candidate = candidate;
    this.plugins = plugins;
  }

  /** A catalogue, and what admits with it. */
  public record Side(Catalog catalog, Admitting admission) {}

  /** What becomes of one request. */
  public sealed interface Change {

    /** It is refused, and was not. */
    record NewlyDenied(List<Violation> violations) implements Change {}

    /** It is not refused any more. */
    record NewlyAllowed() implements Change {}

    /** What stands would have to be replaced, or can not become what is planned. */
    record Replaced(List<Violation> violations) implements Change {}

    /** It is planned in another way. */
    record Changed(List<PlanDifference> differences) implements Change {}

    /** It is refused by both. */
    record StillDenied() implements Change {}

    /** The plan is the same. */
    record Unchanged() implements Change {}
  }

  /**
   * Compares.
   *
   * @param stands the plan that the resource has
   */
  public Change of(AdmissionRequest request, Plan stands) {
    Optional<Plan> before = plan(today.admission().admit(request));
    return switch (candidate.admission().admit(request)) {
      case Verdict.Refused(List<Violation> violations) -> denied(before, violations);
      case Verdict.NeedsWaiver(_, List<Violation> violations) -> denied(before, violations);
      case Verdict.Admitted(Plan plan, _, _) ->
          before
              .map(now -> compare(request, stands, now, plan))
              .orElseGet(Change.NewlyAllowed::new);
    };
  }

  private static Optional<Plan> plan(Verdict verdict) {
    return verdict instanceof Verdict.Admitted(Plan plan, _, _)
        ? Optional.of(plan)
        : Optional.empty();
  }

  private static Change denied(Optional<Plan> before, List<Violation> violations) {
    return before.isPresent() ? new Change.NewlyDenied(violations) : new Change.StillDenied();
  }

  private Change compare(AdmissionRequest request, Plan stands, Plan before, Plan plan) {
    Set<Violation> known = new HashSet<>(refused(today, request, stands, before));
    List<Violation> replaced =
        refused(candidate, request, stands, plan).stream()
            .filter(violation -> !known.contains(violation))
            .filter(violation -> OF_REPLACING.contains(violation.rule()))
            .toList();
    if (!replaced.isEmpty()) {
      return new Change.Replaced(replaced);
    }
    List<PlanDifference> differences =
        PlanDifference.between(before, plan).stream().filter(CatalogComparison::matters).toList();
    return differences.isEmpty() ? new Change.Unchanged() : new Change.Changed(differences);
  }

  /** Another text of module or rules that plans the same is no change. */
  private static boolean matters(PlanDifference difference) {
    return !difference.pointer().equals("/moduleDigest")
        && !difference.pointer().equals("/policy/digest");
  }

  private List<Violation> refused(Side side, AdmissionRequest request, Plan stands, Plan plan) {
    String[] id = plan.module().split("@", 2);
    Optional<Module> module = side.catalog().module(request.kind(), id[0], Optional.of(id[1]));
    return new Changes(stands, plan, module, plugins.type(plan.type())).refused();
  }
}
