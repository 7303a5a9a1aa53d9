package dev.automat.admission;

import dev.automat.catalog.Mapping;
import dev.automat.catalog.Module;
import dev.automat.catalog.SpecForm;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.resource.Placement;
import dev.automat.team.TeamSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses where: the first rule that matches; cloud and region of the spec only filter. */
final class Placements {

  private final List<PlacementRule> rules;
  private final Optional<PlacementRule> fixed;

  Placements(List<PlacementRule> rules) {
    this(rules, Optional.empty());
  }

  private Placements(List<PlacementRule> rules, Optional<PlacementRule> fixed) {
    this.rules = List.copyOf(rules);
    this.fixed = fixed;
  }

  /**
   * Where something was, and nowhere else: rules, and what a team may use of them, speak of what is
   * new.
   */
  static Placements at(Placement then) {
    return new Placements(
        List.of(),
        Optional.of(
            new PlacementRule(
                then.rule(), Map.of(), then.provisioner(), then.account(), then.region())));
  }

  Optional<PlacementRule> choose(
      AdmissionRequest request,
      Spec spec,
      String environment,
      Optional<TeamSpec> team,
      Violations violations) {
    if (fixed.isPresent()) {
      return fixed;
    }
    Map<String, String> facts =
        Map.of(
            "team", request.team(),
            "kind", request.kind(),
            "environment", environment,
            "dataClassification", classification(spec));
    List<PlacementRule> fitting =
        rules.stream().filter(rule -> whyNot(rule, facts, spec).isEmpty()).toList();
    Optional<PlacementRule> allowed =
        fitting.stream()
            .filter(rule -> team.map(known -> known.allows(rule.name())).orElse(true))
            .findFirst();
    if (fitting.isEmpty()) {
      refuse(facts, spec, violations);
    } else if (allowed.isEmpty()) {
      refuseNotAllowed(fitting, request.team(), team, violations);
    }
    return allowed;
  }

  static String classification(Spec spec) {
    return spec.text("dataClassification").orElse(SpecForm.DEFAULT_CLASSIFICATION);
  }

  /** Empty if the rule fits. */
  private static Optional<String> whyNot(PlacementRule rule, Map<String, String> facts, Spec spec) {
    return mismatch(rule, facts)
        .or(() -> other("cloud", spec.text("cloud"), rule.cloud()))
        .or(() -> other("region", spec.text("region"), rule.region()));
  }

  private static Optional<String> mismatch(PlacementRule rule, Map<String, String> facts) {
    return rule.match().entrySet().stream()
        .filter(each -> !each.getValue().equals(facts.get(each.getKey())))
        .findFirst()
        .map(each -> "is for " + each.getKey() + " " + each.getValue());
  }

  private static Optional<String> other(String what, Optional<String> asked, String has) {
    return asked.filter(value -> !value.equals(has)).map(_ -> "is in the " + what + " " + has);
  }

  private static void refuseNotAllowed(
      List<PlacementRule> fitting, String team, Optional<TeamSpec> spec, Violations violations) {
    List<String> allowed = spec.flatMap(TeamSpec::allowedPlacements).orElse(List.of());
    violations.add(
        "/spec",
        "placement-not-allowed",
        "the team "
            + team
            + " may not use the placement rule"
            + (fitting.size() == 1 ? " " : "s ")
            + fitting.stream().map(PlacementRule::name).collect(Collectors.joining(", "))
            + ", only "
            + (allowed.isEmpty() ? "none" : String.join(", ", allowed)),
        "ask a platform-admin to add it to allowedPlacements of the team, or ask for an"
            + " environment, cloud or region that another rule places");
  }

  private void refuse(Map<String, String> facts, Spec spec, Violations violations) {
    List<PlacementRule> fitting =
        rules.stream().filter(rule -> mismatch(rule, facts).isEmpty()).toList();
    String tried =
        rules.isEmpty()
            ? "there is no placement rule"
            : rules.stream()
                .map(rule -> rule.name() + " " + whyNot(rule, facts, spec).orElse("fits"))
                .collect(Collectors.joining("; "));
    Optional<String> cloud =
        spec.text("cloud")
            .filter(asked -> fitting.stream().noneMatch(rule -> rule.cloud().equals(asked)));
    Optional<String> region = cloud.isPresent() ? Optional.empty() : spec.text("region");
    List<String> exists =
        fitting.stream()
            .filter(
                rule ->
                    cloud.isPresent() || spec.text("cloud").map(rule.cloud()::equals).orElse(true))
            .map(cloud.isPresent() ? PlacementRule::cloud : PlacementRule::region)
            .distinct()
            .toList();
    violations.add(
        cloud.isPresent() ? "/spec/cloud" : region.isPresent() ? "/spec/region" : "/spec",
        "no-placement",
        "no placement rule fits: " + tried,
        cloud.or(() -> region).orElse(""),
        exists,
        "ask the platform team for a placement rule");
  }

  /** The module's mapping for the place, if it can be used. */
  static Optional<Mapping> mapping(
      Module module, PlacementRule rule, boolean evenUnavailable, Violations violations) {
    Optional<Mapping> mapping = module.provisioner(rule.cloud());
    List<String> usable =
        module.provisioners().stream()
            .filter(each -> each.unavailable().isEmpty())
            .map(Mapping::provisioner)
            .toList();
    String fix = "ask the platform team for another module or placement rule";
    if (mapping.isEmpty()) {
      violations.add(
          "/spec/cloud",
          "cloud-not-offered",
          "the placement rule "
              + rule.name()
              + " puts it on "
              + rule.cloud()
              + ", where "
              + module.id()
              + " can not be made",
          "",
          usable,
          fix);
      return mapping;
    }
    Optional<String> unavailable = mapping.flatMap(Mapping::unavailable);
    if (unavailable.isPresent() && !evenUnavailable) {
      violations.add(
          "/spec/cloud",
          "provisioner-unavailable",
          "the placement rule "
              + rule.name()
              + " puts it on "
              + rule.cloud()
              + ", and "
              + unavailable.get(),
          "",
          usable,
          // What this machine alone lacks can be mended here, and the reason says how.
          mapping.flatMap(Mapping::descriptor).isPresent() ? "do that, or " + fix : fix);
      return Optional.empty();
    }
    return mapping;
  }
}
