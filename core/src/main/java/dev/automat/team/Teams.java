package dev.automat.team;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to say of teams now, by their ids. */
public interface Teams {

  /** In the configuration, stands for every team that is not named anywhere. */
  String ANY = "*";

  /** What is said of a team; empty if it does not exist. */
  Optional<TeamSpec> find(String id);

  /** What the configuration says of every team that is not named; its limits hold for all. */
  Optional<TeamSpec> fallback();

  /** The ids of those that are named somewhere, in their order. */
  List<String> names();

  /** Those of the configuration, and no others. */
  static Teams configured(Map<String, TeamSpec> teams) {
    return configured(teams, Map.of());
  }

  /** Those of the configuration, and for what it does not name these documents. */
  static Teams configured(Map<String, TeamSpec> teams, Map<String, TeamSpec> documents) {
    Map<String, TeamSpec> all = new HashMap<>(documents);
    all.putAll(teams);
    return new ConfiguredTeams(Map.copyOf(all));
  }
}
