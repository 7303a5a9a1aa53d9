package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.policy.Judgement;
import dev.automat.policy.PolicyTest;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.Violation;
import dev.automat.team.Teams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs the tests that stand beside rules: each through the whole admission, placed on the
 * provisioner that the test names. Plugins need not be installed.
 */
public final class PolicyTests {

  private static final String TEAM = "policy-test";

  private final Catalog catalog;

  public PolicyTests(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The results, file by file.
   *
   * @param file only the tests of this one, as {@link PolicyTest#file} calls it
   */
  public List<Result> run(Optional<String> file) {
    return catalog.policies().tests().stream()
        .filter(test -> file.isEmpty() || file.get().equals(test.file()))
        .map(this::run)
        .toList();
  }

  private Result run(PolicyTest test) {
    Pass pass = pass(test);
    Verdict verdict = pass.run();
    Map<String, RuleVerdict> said = said(pass.judgement());
    List<String> differences = new ArrayList<>();
    test.expect()
        .forEach(
            (rule, expected) -> {
              Optional<RuleVerdict> found = Optional.ofNullable(said.get(rule));
              String outcome = found.map(each -> each.outcome().text()).orElse("none");
              if (!outcome.equals(expected)) {
                differences.add(
                    rule
                        + ": expected "
                        + expected
                        + ", was "
                        + outcome
                        + found.flatMap(RuleVerdict::message).map(text -> ": " + text).orElse(""));
              }
            });
    if (said.isEmpty() && verdict instanceof Verdict.Refused(List<Violation> violations)) {
      violations.forEach(
          each -> differences.add("was refused: " + each.rule() + ": " + each.message()));
    }
    return new Result(test.file(), test.name(), differences.isEmpty(), differences);
  }

  private static Map<String, RuleVerdict> said(Judgement judgement) {
    return judgement.report().stream()
        .flatMap(report -> report.verdicts().stream())
        .collect(Collectors.toMap(RuleVerdict::rule, verdict -> verdict));
  }

  private Pass pass(PolicyTest test) {
    PlacementRule place =
        new PlacementRule(TEAM, Map.of(), test.on(), "policy-test", test.region());
    return new Pass(
        new Admission.Rules(
            catalog,
            catalog.policies(),
            Teams.configured(Map.of(TEAM, test.team())),
            new Placements(List.of(place)),
            true),
        new AdmissionRequest(TEAM, test.kind(), test.resource(), test.labels(), test.given()));
  }

  /**
   * What became of a test.
   *
   * @param differences what was not as expected, one line each
   */
  public record Result(String file, String name, boolean passed, List<String> differences) {}
}
