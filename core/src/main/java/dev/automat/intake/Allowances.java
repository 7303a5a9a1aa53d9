package dev.automat.intake;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.cost.Budget;
import dev.automat.cost.Limits;
import dev.automat.cost.Reservation;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Plan;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which limits a request meets. */
public final class Allowances {

  private final Teams teams;
  private final Catalog catalog;

  /**
   * @param teams and their limits
   * @param catalog knows the plurals that quotas go by
   */
  public Allowances(Teams teams, Catalog catalog) {
    this.teams = teams;
    this.catalog = catalog;
  }

  /** Quotas of kinds that there are not, with what was probably meant. */
  public List<String> mistaken() {
    List<String> plurals = catalog.kinds().stream().map(Kind::plural).sorted().toList();
    return Stream.concat(teams.names().stream(), Stream.of(Teams.ANY))
        .flatMap(
            team ->
                (team.equals(Teams.ANY) ? teams.fallback() : teams.find(team))
                    .stream()
                        .flatMap(spec -> spec.limits().quota().keySet().stream())
                        .filter(plural -> !plurals.contains(plural))
                        .map(plural -> mistake(team, plural, plurals)))
        .toList();
  }

  private static String mistake(String team, String plural, List<String> plurals) {
    return "the team "
        + team
        + " has a quota of "
        + plural
        + ", and no kind has that plural: "
        + NearestSpelling.of(plural, plurals)
            .map(near -> "did you mean " + near + "?")
            .orElse("there is " + String.join(", ", plurals));
  }

  /** The limits of a team: its own, and for the rest those of every team. */
  Limits of(String team) {
    Limits any = teams.fallback().map(TeamSpec::limits).orElse(Limits.NONE);
    return teams.find(team).map(TeamSpec::limits).orElse(Limits.NONE).orElse(any);
  }

  /** The room that it needs; empty if nothing limits it, which costs nothing to write. */
  Optional<Reservation> of(String team, String kind, JsonNode spec, Plan plan) {
    Limits limits = of(team);
    String plural = catalog.kind(kind).map(Kind::plural).orElse(kind);
    String environment = spec.path("environment").asString("");
    Optional<Integer> quota = Optional.ofNullable(limits.quota().get(plural));
    Optional<Budget> budget = Optional.ofNullable(limits.budgets().get(environment));
    return quota.isEmpty() && budget.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reservation(team, kind, plural, environment, quota, budget, plan.cost()));
  }
}
