package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.Documents;
import dev.automat.policy.Subject;
import dev.automat.resource.Plan;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.RuleVerdict.Outcome;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules that come with Automat and that no module of it breaks: a plan that keeps them, with
 * one value changed, does not.
 */
class StarterRulesBreakTest {

  private static final Catalog CATALOG =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local());

  private static final TeamSpec TEAM = TeamSpec.of(Optional.of("ann"), Optional.of("cc-1"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          databases-are-private-and-encrypted  | Database | prod    | plan.settings.publiclyAccessible     | true
          databases-are-private-and-encrypted  | Database | prod    | plan.settings.storageEncrypted       | false
          caches-are-encrypted                 | Cache    | prod    | plan.settings.atRestEncryption       | false
          caches-are-encrypted                 | Cache    | prod    | plan.settings.transitEncryptionMode  | preferred
          queues-are-encrypted                 | Queue    | dev     | plan.settings.encrypted              | false
          queues-are-encrypted                 | Queue    | dev     | plan.settings.denyPlaintextTransport | false
          restricted-data-has-a-key-of-its-own | Database | prod    | plan.settings.customerKey            | false
          restricted-data-has-a-key-of-its-own | Cache    | prod    | plan.settings.customerKey            | false
          previews-end-by-themselves           | Database | preview | plan.ends                            | false
          previews-end-by-themselves           | Database | preview | plan.maxLifetime                     | 1209601
          prod-has-a-runbook                   | Database | prod    | plan.links                           | {}
          """)
  void oneValueBreaksTheRule(
      String rule, String kind, String environment, String variable, String yaml) {
    Subject kept = subject(kind, environment);
    assertEquals(Outcome.PASS, outcome(rule, kept));
    Object changed = valueOf(yaml, kept.values().get(variable));

    Map<String, Object> values = new HashMap<>(kept.values());
    values.put(variable, changed);

    assertEquals(
        Outcome.FAIL,
        outcome(
            rule,
            new Subject(
                kept.kind(),
                kept.module(),
                kept.environment(),
                kept.cloud(),
                kept.team(),
                values)));
  }

  /** In the type of the value that it takes the place of. */
  private static Object valueOf(String text, Object old) {
    return switch (old) {
      case Boolean _ -> Boolean.valueOf(text);
      case Long _ -> Long.valueOf(text);
      case Map<?, ?> _ -> Map.of();
      default -> text;
    };
  }

  private static Outcome outcome(String rule, Subject subject) {
    return CATALOG.policies().judge(subject).report().orElseThrow().verdicts().stream()
        .filter(verdict -> verdict.rule().equals(rule))
        .map(RuleVerdict::outcome)
        .findFirst()
        .orElseThrow();
  }

  private static Subject subject(String kind, String environment) {
    // A preview may hold no restricted data.
    String classification = environment.equals("prod") ? "restricted" : "internal";
    AdmissionRequest request =
        new AdmissionRequest(
            "payments",
            kind,
            "orders",
            Map.of(),
            Documents.parse(
                    "spec",
                    "{environment: "
                        + environment
                        + ", dataClassification: "
                        + classification
                        + "}")
                .root());
    return Evidence.of(request, TEAM, plan(request), Optional.of("medium"), Map.of());
  }

  private static Plan plan(AdmissionRequest request) {
    PlacementRule place = new PlacementRule("everywhere", Map.of(), "aws", "main", "eu-central-1");
    Admission.Rules rules =
        new Admission.Rules(
            CATALOG,
            CATALOG.policies(),
            Teams.configured(Map.of("payments", TEAM)),
            new Placements(List.of(place)),
            true);
    return ((Verdict.Admitted) new Pass(rules, request).run()).plan();
  }
}
