package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.policy.Policies;
import dev.automat.resource.Placement;
import dev.automat.resource.Resource;
import dev.automat.team.Teams;
import java.util.List;
import java.util.function.Supplier;

/** Request → plan. Pure, and safe for many threads. */
public final class Admission implements Admitting {

  private final Supplier<Rules> rules;

  /** With the teams that the configuration names. */
  public Admission(Catalog catalog, Configuration configuration) {
    this(catalog, Teams.configured(configuration.teams()), configuration.placements());
  }

  /**
   * With these teams and placement rules. The same catalogue and teams give the same plan; each
   * request is held against one state of the catalogue.
   */
  public Admission(Catalog catalog, Teams teams, List<PlacementRule> placements) {
    Placements places = new Placements(placements);
    this.rules =
        () -> {
          Catalog now = catalog.snapshot();
          return new Rules(now, now.policies(), teams, places, false);
        };
  }

  Admission(Rules rules) {
    this.rules = () -> rules;
  }

  /** The plan, or every violation at once. */
  @Override
  public Verdict admit(AdmissionRequest request) {
    return new Pass(rules.get(), request).run();
  }

  @Override
  public Verdict readmit(AdmissionRequest request, Resource resource) {
    Rules today = rules.get().at(resource.plan().placement());
    return VersionStanding.of(resource, today.catalog()).status().isPresent()
        ? new Pass(today, request).run()
        : today
            .teams()
            .find(request.team())
            .map(team -> new Compliance(today.catalog()).readmitted(resource, team))
            .orElseGet(() -> new Pass(today, request).run());
  }

  /**
   * What a request is held against.
   *
   * @param policies the rules of the platform
   * @param evenUnavailable whether mappings to plugins that are not installed are taken as usable:
   *     their expressions can be tried, their settings not checked
   */
  record Rules(
      Catalog catalog,
      Policies policies,
      Teams teams,
      Placements placements,
      boolean evenUnavailable) {

    /** The same, for what can be in one place alone. */
    Rules at(Placement place) {
      return new Rules(catalog, policies, teams, Placements.at(place), evenUnavailable);
    }
  }
}
