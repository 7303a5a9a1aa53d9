package dev.automat.team;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The teams that the configuration names, and what it says of all others. */
record ConfiguredTeams(Map<String, TeamSpec> teams) implements Teams {

  @Override
  public Optional<TeamSpec> find(String id) {
    return named(id).or(this::anyOther);
  }

  Optional<TeamSpec> named(String id) {
    return id.equals(ANY) ? Optional.empty() : Optional.ofNullable(teams.get(id));
  }

  /** What holds for every team that is not named: nobody is in all of them. */
  Optional<TeamSpec> anyOther() {
    return Optional.ofNullable(teams.get(ANY)).map(TeamSpec::memberless);
  }

  @Override
  public Optional<TeamSpec> fallback() {
    return anyOther();
  }

  @Override
  public List<String> names() {
    return teams.keySet().stream().filter(id -> !id.equals(ANY)).sorted().toList();
  }
}
