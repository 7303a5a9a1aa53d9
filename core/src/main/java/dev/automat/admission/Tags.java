package dev.automat.admission;

import dev.automat.catalog.Module;
import dev.automat.team.TeamSpec;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of a plan: who pays, who answers, what for, and the labels as they are. */
final class Tags {

  static final String TEAM = "team";
  static final String ENVIRONMENT = "environment";
  static final String COST_CENTER = "cost-center";
  static final String OWNER = "owner";
  static final String PURPOSE = "purpose";
  static final String DATA_CLASSIFICATION = "data-classification";
  static final String MODULE = "module";
  static final String MANAGED_BY = "managed-by";

  private Tags() {}

  static SortedMap<String, String> of(
      AdmissionRequest request, Spec spec, TeamSpec team, Module module, String environment) {
    SortedMap<String, String> tags = new TreeMap<>(request.labels());
    tags.put(TEAM, request.team());
    tags.put(ENVIRONMENT, environment);
    tags.put(MODULE, module.name());
    tags.put(MANAGED_BY, "automat");
    owner(spec, team).ifPresent(owner -> tags.put(OWNER, owner));
    costCenter(spec, team).ifPresent(code -> tags.put(COST_CENTER, code));
    spec.text("purpose").ifPresent(purpose -> tags.put(PURPOSE, purpose));
    spec.text("dataClassification").ifPresent(data -> tags.put(DATA_CLASSIFICATION, data));
    return Collections.unmodifiableSortedMap(tags);
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
