package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.Documents;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The golden paths, two teams, two places: what admission is tested against. */
final class Requests {

  static final Catalog CATALOG = Catalog.load(Path.of("..", "modules"), FakePlugins.local());

  static final Teams TEAMS =
      Teams.configured(
          Map.of(
              "payments", TeamSpec.of(Optional.of("payments-team"), Optional.of("cc-1234")),
              "search", TeamSpec.of(Optional.empty(), Optional.empty())));

  static final List<PlacementRule> PLACEMENTS =
      List.of(
          new PlacementRule(
              "secret", Map.of("dataClassification", "restricted"), "aws", "vault", "eu-west-1"),
          new PlacementRule("default", Map.of(), "local", "default", "local"));

  static final Admission ADMISSION = new Admission(CATALOG, TEAMS, PLACEMENTS);

  private Requests() {}

  static JsonNode spec(String yaml) {
    return Documents.parse("spec", yaml).root();
  }

  static AdmissionRequest database(String yaml) {
    return new AdmissionRequest("payments", "Database", "orders", Map.of(), spec(yaml));
  }

  static Plan plan(AdmissionRequest request) {
    return switch (ADMISSION.admit(request)) {
      case Verdict.Admitted admitted -> admitted.plan();
      case Verdict.NeedsWaiver needs -> throw new AssertionError("denied: " + needs.denied());
      case Verdict.Refused refused -> throw new AssertionError("refused: " + refused.violations());
    };
  }

  static List<Violation> violations(AdmissionRequest request) {
    return switch (ADMISSION.admit(request)) {
      case Verdict.Admitted admitted -> throw new AssertionError("admitted: " + admitted.plan());
      case Verdict.NeedsWaiver needs -> needs.denied();
      case Verdict.Refused refused -> refused.violations();
    };
  }
}
