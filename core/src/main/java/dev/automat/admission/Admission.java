package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.Configuration.Team;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Request → plan. Pure, and safe for many threads. */
public final class Admission {

  private final Rules rules;

  public Admission(Catalog catalog, Configuration configuration) {
    this(catalog, configuration.teams(), configuration.placements());
  }

  /** With these teams and placement rules. */
  public Admission(Catalog catalog, Map<String, Team> teams, List<PlacementRule> placements) {
    this(new Rules(catalog, Map.copyOf(teams), new Placements(placements), false));
  }

  Admission(Rules rules) {
    this.rules = rules;
  }

  /** The plan, or every violation at once. */
  public Verdict admit(AdmissionRequest request) {
    return new Pass(rules, request).run();
  }

  /**
   * What a request is held against.
   *
   * @param evenUnavailable whether mappings to plugins that are not installed are taken as usable:
   *     their expressions can be tried, their settings not checked
   */
  record Rules(
      Catalog catalog, Map<String, Team> teams, Placements placements, boolean evenUnavailable) {

    Optional<Team> team(String id) {
      return Optional.ofNullable(teams.get(id))
          .or(() -> Optional.ofNullable(teams.get(Configuration.ANY_TEAM)));
    }

    List<String> teamNames() {
      return teams.keySet().stream()
          .filter(name -> !name.equals(Configuration.ANY_TEAM))
          .sorted()
          .toList();
    }
  }
}
