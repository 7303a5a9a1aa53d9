package dev.automat.admission;

import dev.automat.catalog.Mapping;
import dev.automat.catalog.Module;
import dev.automat.catalog.TagForm;
import dev.automat.expression.ExpressionException;
import dev.automat.expression.Variables;
import dev.automat.team.TeamSpec;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tags of a plan: who pays, who answers, what for, those of the module, and the labels; all of
 * them legal on the cloud where it is made. Where they do not fit, the request is refused: no tag
 * is left out in silence, since a bill without its cost tags is nobody's.
 *
 * @param form what the cloud takes
 * @param violations take what is wrong with them
 */
record Tags(
    AdmissionRequest request, Spec spec, TeamSpec team, TagForm form, Violations violations) {

  static final String TEAM = "team";
  static final String ENVIRONMENT = "environment";
  static final String COST_CENTER = "cost-center";
  static final String OWNER = "owner";
  static final String PURPOSE = "purpose";
  static final String DATA_CLASSIFICATION = "data-classification";
  static final String MODULE = "module";
  static final String MODULE_VERSION = "module-version";
  static final String MANAGED_BY = "managed-by";

  /** What it belongs to: the label of that name, else the resource's own name. */
  static final String SERVICE = "service";

  /** What bills are grouped by. */
  static final Set<String> COST = Set.of(TEAM, ENVIRONMENT, COST_CENTER, OWNER, SERVICE);

  /** The engine adds uid, installation and date of expiry. */
  private static final int OF_THE_ENGINE = 3;

  /** All tags of the plan. */
  SortedMap<String, String> of(
      Module module, Mapping mapping, String environment, Variables variables) {
    SortedMap<String, String> tags = new TreeMap<>();
    ours(module, environment)
        .forEach((key, value) -> tags.put(form.key(key), form.value(cost(key, value))));
    Map<String, String> ofModule = ofModule(mapping, variables);
    ofModule.forEach((key, value) -> addOfModule(key, value, tags));
    request.labels().entrySet().stream()
        .filter(label -> !label.getKey().equals(SERVICE))
        .sorted(Map.Entry.comparingByKey())
        .forEach(label -> addLabel(label.getKey(), label.getValue(), ofModule.keySet(), tags));
    checkCount(tags.size() + OF_THE_ENGINE);
    return Collections.unmodifiableSortedMap(tags);
  }

  private Map<String, String> ours(Module module, String environment) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(TEAM, request.team());
    tags.put(ENVIRONMENT, environment);
    tags.put(SERVICE, Optional.ofNullable(request.labels().get(SERVICE)).orElse(request.name()));
    tags.put(MODULE, module.name());
    tags.put(MODULE_VERSION, module.version());
    tags.put(MANAGED_BY, "automat");
    tags.put(DATA_CLASSIFICATION, Placements.classification(spec));
    owner(spec, team).ifPresent(owner -> tags.put(OWNER, owner));
    costCenter(spec, team).ifPresent(code -> tags.put(COST_CENTER, code));
    spec.text("purpose").ifPresent(purpose -> tags.put(PURPOSE, purpose));
    return tags;
  }

  private Map<String, String> ofModule(Mapping mapping, Variables variables) {
    try {
      return mapping.tags(variables);
    } catch (ExpressionException e) {
      violations.add(
          "/spec",
          "expression-failed",
          "a tag of " + mapping.type() + ": " + e.getMessage(),
          "tell the authors of the module");
      return Map.of();
    }
  }

  private void addOfModule(String key, String value, SortedMap<String, String> tags) {
    Optional<String> taken = taken(key, tags.keySet());
    taken.ifPresent(
        other ->
            violations.add(
                "/spec",
                "tag-collision",
                "the tag " + key + " of the module would be one with the tag " + other,
                "tell the authors of the module"));
    if (taken.isEmpty()) {
      tags.put(form.key(key), form.value(value));
    }
  }

  /** What two labels become, or a label and a tag of ours, was looked at before: {@link Labels}. */
  private void addLabel(
      String key, String value, Set<String> ofModule, SortedMap<String, String> tags) {
    taken(key, ofModule)
        .ifPresent(
            other ->
                violations.add(
                    Labels.pointer(key),
                    "tag-collision",
                    "the module sets the tag " + other + " itself",
                    "rename the label"));
    if (taken(key, tags.keySet()).isEmpty()) {
      tags.put(form.key(key), form.value(value));
    }
  }

  private Optional<String> taken(String key, Set<String> keys) {
    return keys.stream()
        .filter(other -> form.identity(other).equals(form.identity(key)))
        .findFirst();
  }

  /** Labels give way first, then those of the module; those of the platform never do. */
  private void checkCount(int count) {
    int over = count - form.rules().maxTags();
    if (over > 0) {
      boolean enough = request.labels().size() >= over;
      violations.add(
          enough ? "/metadata/labels" : "/spec",
          "too-many-tags",
          "there would be "
              + count
              + " tags with those of the platform and of the module, and this cloud takes "
              + form.rules().maxTags(),
          enough ? "remove " + over + " labels" : "tell the authors of the module");
    }
  }

  /** As it stands in the tag: what bills are grouped by reads the same on every cloud. */
  static String cost(String key, String value) {
    return COST.contains(key) ? TagForm.COST.key(value) : value;
  }

  /** Who answers for it: named in the spec, or for the team. */
  static Optional<String> owner(Spec spec, TeamSpec team) {
    return spec.text("owner").or(team::owner);
  }

  /** Who pays for it: named in the spec, or for the team. */
  static Optional<String> costCenter(Spec spec, TeamSpec team) {
    return spec.text("costCenter").or(team::costCenter);
  }
}
