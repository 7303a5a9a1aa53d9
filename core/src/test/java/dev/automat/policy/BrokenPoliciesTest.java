package dev.automat.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Verdict;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.Documents;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.RuleVerdict.Outcome;
import dev.automat.resource.Violation;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of rules that are wrong, and of requests that they could have refused. */
class BrokenPoliciesTest {

  static final String RULES =
      """
      policies:
        - rule: small-disks
          match: {kinds: [Database], environments: [staging, prod], clouds: [aws], modules: [postgres]}
          check: plan.inputs.storageGiB <= 100 && plan.settings.multiAz
          at: /spec/inputs/storageGiB
          message: "${plan.inputs.storageGiB} GiB are many"
          fix: ask for less
          severity: deny
          waivable: true
        - rule: has-owner
          check: team.owner != ''
          at: /spec/owner
          message: nobody answers
          fix: name somebody
          severity: warn
      tests:
        - {name: small, kind: Database, on: aws, given: {environment: staging}, expect: {small-disks: fail}}
      """;

  @TempDir Path directory;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    Path modules = Path.of("..", "modules");
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = directory.resolve(modules.relativize(file).toString());
        Files.createDirectories(target.resolve(".."));
        if (!file.toString().contains("policies")) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  private Catalog load(String rules) throws IOException {
    Files.createDirectories(directory.resolve("policies"));
    Files.writeString(directory.resolve("policies/all.yaml"), rules);
    return Catalog.load(directory, FakePlugins.local());
  }

  static Verdict ask(Catalog catalog, String kind, String spec) {
    Teams teams =
        Teams.configured(Map.of("payments", TeamSpec.of(Optional.of("ann"), Optional.of("cc-1"))));
    List<PlacementRule> placements =
        List.of(new PlacementRule("default", Map.of(), "local", "default", "local"));
    return new Admission(catalog, teams, placements)
        .admit(
            new AdmissionRequest(
                "payments", kind, "orders", Map.of(), Documents.parse("spec", spec).root()));
  }

  @Test
  void theUnbrokenOnesAreUsable() throws IOException {
    Catalog catalog = load(RULES);

    assertEquals(List.of(), catalog.rejected());
    assertEquals(2, catalog.policies().rules().size());
    assertEquals(List.of(), catalog.policies().guards());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `severity: warn`      | `severity: warm`        | `15:15: /policies/1/severity: must be one of deny, warn, audit, not warm: did you mean "warn"?`
          `rule: has-owner`     | `rule: HasOwner`        | `10:11: /policies/1/rule: must look like prod-is-protected, not like the text "HasOwner": write small letters, digits and single hyphens`
          `rule: has-owner`     | `rule: small-disks`     | `10:11: /policies/1/rule: the rule small-disks stands twice: rename one`
          `rule: has-owner`     | `rule: owner-required`  | `10:11: /policies/1/rule: Automat itself has a rule owner-required: rename this one`
          `rule: has-owner`     | `rule: prod-is-highly-available` | `10:11: /policies/1/rule: a module has a guardrail prod-is-highly-available: rename this one`
          `kinds: [Database]`   | `kinds: [Databse]`      | `3:21: /policies/0/match/kinds/0: there is no kind Databse: did you mean Database?`
          `clouds: [aws]`       | `clouds: [asw]`         | `3:72: /policies/0/match/clouds/0: there is no provisioner asw: did you mean aws?`
          `modules: [postgres]` | `modules: [postgre]`    | `3:88: /policies/0/match/modules/0: there is no module postgre: did you mean postgres?`
          `staging, prod]`      | `stagin, prod]`         | `3:47: /policies/0/match/environments/0: there is no environment stagin: did you mean staging?`
          `team.owner != ''`    | `team.ower != ''`       | `11:12: /policies/1/check: there is no team.ower: did you mean team.owner?`
          `team.owner != ''`    | `team.owner != 1`       | `11:12: /policies/1/check: found no matching overload for '_!=_' applied to '(string, int)'`
          `team.owner != ''`    | `team.owner`            | `11:12: /policies/1/check: must be true or false, and gives text`
          `<= 100 &&`           | `<= '100' &&`           | `4:12: /policies/0/check: found no matching overload for '_<=_' applied to '(int, string)'`
          `plan.settings.multiAz` | `plan.settings.multiAZ` | `4:12: /policies/0/check: there is no plan.settings.multiAZ: did you mean plan.settings.multiAz?`
          `${plan.inputs.storageGiB}` | `${plan.inputs.storage}` | `6:14: /policies/0/message: there is no plan.inputs.storage: did you mean`
          `at: /spec/owner`     | `at: /spec/ower`        | `12:9: /policies/1/at: there is no field of spec ower: did you mean owner?`
          `{small-disks: fail}` | `{small-disk: fail}`    | `17:96: /tests/0/expect/small-disk: there is no rule here small-disk: did you mean small-disks?`
          """)
  void areLeftOutWithPlaceAndReason(String find, String replace, String reason) throws IOException {
    assertTrue(RULES.contains(find), "the table is wrong: " + find);

    Catalog catalog = load(RULES.replace(find, replace));

    assertEquals(0, catalog.policies().rules().size());
    List<String> reasons = catalog.rejected().getFirst().reasons();
    String place = directory.getFileName() + "/policies/all.yaml:";
    assertEquals(1, reasons.size(), () -> String.join("\n", reasons));
    assertTrue(
        reasons.stream().anyMatch(each -> each.startsWith(place + reason)),
        () -> String.join("\n", reasons));
  }

  @Test
  void aWrongFileRefusesWhatItsRulesCouldHaveRefusedAndNoMore() throws IOException {
    Catalog catalog = load(RULES.replace("clouds: [aws], ", "").replace("fix: ask", "fxi: ask"));

    Verdict.Refused refused =
        (Verdict.Refused) ask(catalog, "Database", "{environment: staging, module: postgres}");
    Violation violation = refused.violations().getFirst();
    assertEquals("policy-unreadable", violation.rule());
    assertTrue(violation.message().contains("policies/all.yaml:7:"), violation::message);
    assertFalse(violation.waivable());
    assertTrue(ask(catalog, "Database", "{environment: dev}") instanceof Verdict.Admitted);
    assertTrue(ask(catalog, "Queue", "{environment: staging}") instanceof Verdict.Admitted);
  }

  @Test
  void aRuleWhoseMatchIsWrongCouldHaveMeantAnything() throws IOException {
    Catalog catalog = load(RULES.replace("kinds: [Database]", "kinds: [Databse]"));

    assertTrue(ask(catalog, "Queue", "{environment: dev}") instanceof Verdict.Refused);
  }

  @Test
  void aFileThatIsNoYamlRefusesEverything() throws IOException {
    Catalog catalog = load("policies: [");

    assertTrue(ask(catalog, "Queue", "{environment: dev}") instanceof Verdict.Refused);
  }

  @Test
  void whatOnlyWarnsMayBeMissed() throws IOException {
    Catalog catalog =
        load(RULES.replace("severity: deny", "severity: audit").replace("fix:", "fx:"));

    assertTrue(ask(catalog, "Database", "{environment: staging}") instanceof Verdict.Admitted);
  }

  @Test
  void aRuleThatCanNotBeAskedDeniesAndOneThatWarnsIsANote() throws IOException {
    String division =
        """
        policies:
          - {rule: divides, check: "1 / (plan.inputs.delaySeconds) == 1", match: {kinds: [Queue]}, at: /spec, message: m, fix: f, severity: deny}
          - {rule: looks-up, check: "plan.tags['nobody'] == 'x'", at: /spec, message: m, fix: f, severity: warn}
        """;
    Verdict.Refused refused = (Verdict.Refused) ask(load(division), "Queue", "{environment: dev}");
    assertEquals("divides", refused.violations().getFirst().rule());
    assertTrue(
        refused.violations().getFirst().message().contains("can not be said"),
        refused.violations()::toString);

    Verdict.Admitted admitted =
        (Verdict.Admitted)
            ask(
                load(division.replace("severity: deny", "severity: audit")),
                "Queue",
                "{environment: dev}");
    assertEquals(
        List.of(Outcome.ERROR, Outcome.ERROR),
        admitted.plan().policy().orElseThrow().verdicts().stream()
            .map(RuleVerdict::outcome)
            .toList());
    assertEquals(
        List.of("/policy/verdicts/0", "/policy/verdicts/1"),
        admitted.plan().notes().stream()
            .map(note -> note.at())
            .filter(at -> at.startsWith("/policy"))
            .toList());
  }

  @Test
  void aSettingWithoutAValueIsAtFaultUnlessTheRuleSaysThatItMayBeMissing() throws IOException {
    String rule =
        """
        policies:
          - {rule: encrypted, check: plan.settings.storageEncrypted, match: {kinds: [Database]}, at: /spec, message: m, fix: f, severity: deny}
        """;
    Verdict.Refused refused = (Verdict.Refused) ask(load(rule), "Database", "{environment: dev}");
    assertTrue(
        refused.violations().getFirst().message().contains("has no value here"),
        refused.violations()::toString);
    Catalog given = load(rule.replace("kinds:", "given: [plan.settings.storageEncrypted], kinds:"));
    assertTrue(ask(given, "Database", "{environment: dev}") instanceof Verdict.Admitted);
  }

  @Test
  void onlyWhatCanAllBeWaivedNeedsAWaiver() throws IOException {
    String rules =
        """
        policies:
          - {rule: one, check: "false", at: /spec/size, message: "no ${plan.size}", fix: f, severity: deny, waivable: true}
          - {rule: other, check: "environment != 'staging'", at: /spec, message: m, fix: f, severity: deny, docs: 'https://example/rules'}
        """;
    Catalog catalog = load(rules);

    Verdict.NeedsWaiver needs =
        (Verdict.NeedsWaiver) ask(catalog, "Database", "{environment: dev}");
    assertEquals("no small", needs.denied().getFirst().message());
    assertEquals("f, or ask for a waiver of it", needs.denied().getFirst().fix());
    Verdict.Refused refused = (Verdict.Refused) ask(catalog, "Database", "{environment: staging}");
    assertEquals(
        List.of("one", "other"), refused.violations().stream().map(Violation::rule).toList());
    assertEquals(Optional.of("https://example/rules"), refused.violations().get(1).docs());
  }

  @Test
  void theDigestIsOfTheRulesThatSpeakOfIt() throws IOException {
    String rules =
        """
        policies:
          - {rule: one, check: "true", match: {kinds: [Queue]}, at: /spec, message: m, fix: f, severity: deny}
          - {rule: other, check: "true", match: {kinds: [Database]}, at: /spec, message: m, fix: f, severity: deny}
        """;
    String before = queueDigest(load(rules));

    assertEquals(before, queueDigest(load(rules.replace("rule: other,", "rule: another,"))));
    assertFalse(
        before.equals(
            queueDigest(
                load(
                    rules.replace(
                        "{rule: one, check: \"true\"", "{rule: one, check: \"1 == 1\"")))));
  }

  private static String queueDigest(Catalog catalog) {
    return ((Verdict.Admitted) ask(catalog, "Queue", "{environment: dev}")).plan().digest();
  }
}
