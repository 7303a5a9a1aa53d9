package dev.automat.admission;

import dev.automat.policy.RuleVariables;
import dev.automat.policy.Subject;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan;
import dev.automat.team.TeamSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What rules read of a request and of the plan that was made of it. */
final class Evidence {

  private final Map<String, Object> values = new HashMap<>();
  private final AdmissionRequest request;
  private final Plan plan;

  private Evidence(AdmissionRequest request, Plan plan) {
    this.request = request;
    this.plan = plan;
  }

  /**
   * The plan as rules see it.
   *
   * @param size that was chosen; empty for what has none
   * @param inputs the variables of the inputs, such as {@code inputs.storageGiB}
   */
  static Subject of(
      AdmissionRequest request,
      TeamSpec team,
      Plan plan,
      Optional<String> size,
      Map<String, Object> inputs) {
    Evidence evidence = new Evidence(request, plan);
    evidence.ofTeam(team);
    evidence.ofRequest(Spec.of(request.written()));
    evidence.ofPlan(size.orElse(""));
    inputs.forEach((name, value) -> evidence.values.put(RuleVariables.INPUTS + name, value));
    return evidence.subject();
  }

  private void ofTeam(TeamSpec team) {
    values.put("team.id", request.team());
    values.put("team.owner", team.owner().orElse(""));
    values.put("team.costCenter", team.costCenter().orElse(""));
    values.put("team.contacts", team.contacts());
  }

  private void ofRequest(Spec spec) {
    values.put("request.team", request.team());
    values.put("request.kind", request.kind());
    values.put("request.name", request.name());
    values.put("request.labels", request.labels());
    for (String field : RuleVariables.SPEC_TEXTS) {
      values.put("request." + field, spec.text(field).orElse(""));
    }
    values.put("request.deletionProtection", spec.truth("deletionProtection").orElse(false));
    values.put("plan.dataClassification", Placements.classification(spec));
  }

  private void ofPlan(String size) {
    values.put("environment", environment());
    values.put("plan.type", plan.type());
    values.put("plan.module", module());
    values.put("plan.version", plan.module().substring(plan.module().indexOf('@') + 1));
    values.put("plan.size", size);
    values.put("plan.placement.rule", plan.placement().rule());
    values.put("plan.placement.provisioner", plan.placement().provisioner());
    values.put("plan.placement.account", plan.placement().account());
    values.put("plan.placement.region", plan.placement().region());
    values.put("plan.tags", plan.tags());
    values.put("plan.links", plan.links());
    values.put("plan.lifetime", seconds(plan.lifetime()));
    values.put("plan.maxLifetime", seconds(plan.maxLifetime()));
    values.put("plan.ends", plan.expiresAt().isPresent() || isBounded(plan.lifetime()));
    values.put("plan.deletionProtection", plan.deletionProtection());
    values.put("plan.stateful", plan.stateful());
    plan.settings().forEach((name, value) -> values.put(RuleVariables.SETTINGS + name, value));
  }

  /** Nothing is longer than what has no end, so that no limit lets it through. */
  private static long seconds(String lifetime) {
    return Lifetime.parse(lifetime)
        .flatMap(Lifetime::duration)
        .map(Duration::toSeconds)
        .orElse(Long.MAX_VALUE);
  }

  private static boolean isBounded(String lifetime) {
    return seconds(lifetime) < Long.MAX_VALUE;
  }

  private String environment() {
    return Optional.ofNullable(plan.tags().get(Tags.ENVIRONMENT)).orElse("");
  }

  private String module() {
    return plan.module().substring(0, plan.module().indexOf('@'));
  }

  private Subject subject() {
    return new Subject(
        request.kind(),
        module(),
        environment(),
        plan.placement().provisioner(),
        request.team(),
        values);
  }
}
