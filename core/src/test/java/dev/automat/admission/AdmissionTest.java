package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class AdmissionTest {

  private static final Path MODULES = Path.of("..", "modules");

  @Test
  void makesThePlanOfTheExample() {
    Plan plan =
        Requests.plan(
            Requests.database(
                """
                {module: postgres, environment: dev, size: small, purpose: integration-test, lifetime: 14d}\
                """));

    ObjectNode shown = (ObjectNode) Json.tree(plan);
    String digest = shown.remove("digest").asString();
    String module = shown.remove("moduleDigest").asString();
    assertEquals(Json.digest(withModuleDigest(shown, module)), digest);
    assertEquals(
        Json.read(
            """
            {"module": "postgres@1.0.0", "type": "local/postgres",
             "placement": {"rule": "default", "provisioner": "local", "account": "default", "region": "local"},
             "inputs": {"engineVersion": "18", "storageGiB": 10, "highAvailability": false},
             "origins": {"/inputs/engineVersion": "module default", "/inputs/storageGiB": "size small", "/inputs/highAvailability": "module default"},
             "settings": {"engineVersion": "18", "connectionLimit": 20},
             "drift": {},
             "tags": {"team": "payments", "environment": "dev", "cost-center": "cc-1234", "owner": "payments-team", "purpose": "integration-test", "service": "orders", "data-classification": "internal", "module": "postgres", "module-version": "1.0.0", "managed-by": "automat"},
             "lifetime": "14d", "maxLifetime": "30d", "deletionProtection": false, "onMissing": "recreate", "stateful": true,
             "notes": [{"at": "/inputs/highAvailability", "message": "local/postgres has one zone"},
                       {"at": "/inputs/storageGiB", "message": "local/postgres shares the disk of its server"}],
             "cost": {"currency": "USD", "monthly": "0.00", "complete": true,
                      "lines": [{"item": "this machine", "quantity": "1", "unit": "month", "unitPrice": "0", "monthly": "0.00",
                                 "assumption": "it is paid for whether this runs on it or not"}],
                      "prices": {"effective": "2026-11-29"}}}
            """,
            Object.class),
        Json.read(
            Json.write(shown.deepCopy().without(List.of("moduleDigest", "policy"))), Object.class));
  }

  private static ObjectNode withModuleDigest(ObjectNode plan, String digest) {
    return plan.deepCopy().put("moduleDigest", digest);
  }

  @Test
  void mergesSchemaThenSizeThenEnvironmentThenRequest() {
    Plan plan =
        Requests.plan(Requests.database("{environment: prod, inputs: {engineVersion: '17'}}"));

    assertEquals(
        Map.of("engineVersion", "17", "storageGiB", 50L, "highAvailability", true), plan.inputs());
    assertEquals(
        Map.of(
            "/inputs/engineVersion", "request",
            "/inputs/storageGiB", "size medium",
            "/inputs/highAvailability", "environment prod"),
        plan.origins());
    assertEquals("none", plan.lifetime());
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPoint() {
    Plan plan = Requests.plan(Requests.database("{environment: dev, inputs: {storageGiB: 25.0}}"));

    assertEquals(25L, plan.inputs().get("storageGiB"));
    assertEquals(
        plan, Requests.plan(Requests.database("{environment: dev, inputs: {storageGiB: 25}}")));
  }

  @Test
  void labelsAndReservedFieldsBecomeTags() {
    Plan plan =
        Requests.plan(
            new AdmissionRequest(
                "payments",
                "Database",
                "orders",
                Map.of("tier", "gold"),
                Requests.spec(
                    """
                    {environment: dev, owner: ann, costCenter: cc-9, dataClassification: confidential, deletionProtection: true}\
                    """)));

    assertEquals("gold", plan.tags().get("tier"));
    assertEquals("ann", plan.tags().get("owner"));
    assertEquals("cc-9", plan.tags().get("cost-center"));
    assertEquals("confidential", plan.tags().get("data-classification"));
    assertTrue(plan.deletionProtection());
  }

  @Test
  void anEndMayBeNamedInPlaceOfALifetime() {
    Plan plan =
        Requests.plan(
            Requests.database("{environment: dev, expiresAt: '2026-12-01T12:00:00+02:00'}"));

    assertEquals(Optional.of("2026-12-01T10:00:00Z"), plan.expiresAt());
    assertEquals("none", plan.lifetime());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{}`                                     | `environment-required /spec/environment must say which stage -> use one of dev, preview, staging, prod`
          `[]`                                     | `wrong-type /spec must be a map, not a list -> write a map there`
          `{environment: dve}`                     | `unknown-environment /spec/environment there is no environment dve -> did you mean "dev"?`
          `{environment: 3}`                       | `wrong-type /spec/environment must be text, not the number 3 -> quote it: "3"`
          `{environment: dev, module: postgers}`   | `unknown-module /spec/module there is no module postgers of kind Database -> did you mean "postgres"?`
          `{environment: dev, module: oracle, size: small, lifetime: 60d}` | `unknown-module /spec/module there is no module oracle of kind Database -> use one of mysql, postgres`
          `{environment: dev, moduleVersion: 9.0.0}` | `unknown-version /spec/moduleVersion there is no usable version 9.0.0 of postgres -> use 1.0.0`
          `{environment: dev, size: smal}`         | `unknown-size /spec/size there is no size smal of postgres@1.0.0 -> did you mean "small"?`
          `{environment: dev, size: large}`        | `size-not-offered /spec/size the size large is not on offer in dev -> use one of small, medium`
          `{environment: dev, lifetime: 31d}`      | `max-lifetime /spec/lifetime 31d is longer than 30d, the longest in dev -> use 30d or less; it can be extended later`
          `{environment: dev, lifetime: none}`     | `max-lifetime /spec/lifetime none is longer than 30d, the longest in dev -> use 30d or less; it can be extended later`
          `{environment: dev, lifetime: 2 weeks}`  | `invalid-lifetime /spec/lifetime "2 weeks" is no lifetime -> did you mean "2w"? write a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none`
          `{environment: dev, lifetime: 14}`       | `wrong-type /spec/lifetime the number 14 has no unit -> did you mean "14d"? write a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none`
          `{environment: dev, lifetime: "14"}`     | `invalid-lifetime /spec/lifetime "14" is no lifetime -> did you mean "14d"? write a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none`
          `{environment: dev, lifetime: 99999999d}`| `invalid-lifetime /spec/lifetime "99999999d" is no lifetime -> write a number up to 99999 with h, d or w, such as 36h, 14d or 2w, or none`
          `{environment: dev, lifetime: true}`     | `wrong-type /spec/lifetime must be text, not true -> quote it: "true"`
          `{environment: prod, expiresAt: '+12026-12-01T12:00:00Z'}` | `invalid-lifetime /spec/expiresAt +12026-12-01T12:00:00Z is after the year 9999 -> write an earlier one such as 2026-12-31T12:00:00Z, or use lifetime: none for no end`
          `{environment: dev, expiresAt: tomorrow}`| `invalid-lifetime /spec/expiresAt "tomorrow" is no instant -> write one such as 2026-12-31T12:00:00Z, or use lifetime`
          `{environment: dev, lifetime: 1d, expiresAt: '2026-12-01T12:00:00Z'}` | `lifetime-and-expires-at /spec/expiresAt lifetime and expiresAt can not both be set -> remove one`
          `{environment: dev, sise: small}`        | `unknown-field /spec/sise there is no field "sise" here -> did you mean "size"?`
          `{environment: dev, storageGiB: 5}`      | `unknown-field /spec/storageGiB storageGiB is an input of the module -> move it to spec.inputs.storageGiB`
          `{environment: dev, deletionProtection: "yes"}` | `wrong-type /spec/deletionProtection must be true or false, not the text "yes" -> write true or false there`
          `{environment: dev, dataClassification: secret}` | `invalid-value /spec/dataClassification must be one of public, internal, confidential, restricted, not secret -> use one of public, internal, confidential, restricted`
          `{environment: dev, purpose: "a\\nb"}`   | `invalid-value /spec/purpose must be one line of text without control characters -> remove them`
          `{environment: dev, inputs: []}`         | `wrong-type /spec/inputs must be a map, not a list -> write a map there`
          `{environment: dev, inputs: {storageGiB: 501}}` | `invalid-input /spec/inputs/storageGiB must be 500 or less -> change it to be 500 or less`
          `{environment: dev, inputs: {storageGiB: null}}` | `wrong-type /spec/inputs/storageGiB must be a whole number, not null -> write a whole number there`
          `{environment: dev, inputs: {storageGib: 5}}` | `unknown-field /spec/inputs/storageGib there is no field "storageGib" here -> did you mean "storageGiB"?`
          `{environment: dev, cloud: gcp}`         | `no-placement /spec/cloud no placement rule fits: secret is for dataClassification restricted; default is in the cloud local -> use local`
          `{environment: dev, region: mars}`       | `no-placement /spec/region no placement rule fits: secret is for dataClassification restricted; default is in the region local -> use local`
          `{environment: dev, dataClassification: restricted}` | `provisioner-unavailable /spec/cloud the placement rule secret puts it on aws, and the plugin aws is not installed -> use local`
          `{environment: prod, inputs: {highAvailability: false}}` | `prod-is-highly-available /spec/inputs/highAvailability prod databases run in two zones -> remove the field, or set it to true`
          """)
  void refusesWithPointerRuleAndNextStep(String spec, String expected) {
    assertEquals(expected, said(Requests.violations(Requests.database(spec))));
  }

  @Test
  void saysOfAnExpressionThatFailedThatItFailedAndNothingElse(@TempDir Path directory)
      throws IOException {
    Path module = Path.of("database", "postgres", "1.0.0.yaml");
    String text = Files.readString(MODULES.resolve(module));
    String sound = "connectionLimit: \"${size.connections}\"";
    assertTrue(text.contains(sound));
    Files.createDirectories(directory.resolve(module).getParent());
    Files.copy(MODULES.resolve("database/kind.yaml"), directory.resolve("database/kind.yaml"));
    Files.writeString(
        directory.resolve(module),
        text.replace(sound, "connectionLimit: \"${1 / (size.connections - size.connections)}\""));
    Catalog catalog = Catalog.load(directory, FakePlugins.local());
    assertEquals(List.of(), catalog.rejected());
    Verdict verdict =
        new Admission(catalog, Requests.TEAMS, Requests.PLACEMENTS)
            .admit(Requests.database("{environment: dev, size: small}"));
    List<Violation> violations = assertInstanceOf(Verdict.Refused.class, verdict).violations();
    assertEquals(List.of("expression-failed"), violations.stream().map(Violation::rule).toList());
  }

  @Test
  void saysEverythingAtOnce() {
    AdmissionRequest request =
        new AdmissionRequest(
            "Pay",
            "Database",
            "-orders",
            Map.of("team", "x"),
            Requests.spec(
                """
                {environment: dev, size: huge, lifetime: 60d, purpos: x, cloud: moon, inputs: {engineVersion: "9"}}\
                """));

    assertEquals(
        List.of(
            "invalid-name /metadata/team",
            "invalid-name /metadata/name",
            "invalid-label /metadata/labels/team",
            "unknown-team /metadata/team",
            "unknown-field /spec/purpos",
            "no-placement /spec/cloud",
            "max-lifetime /spec/lifetime",
            "unknown-size /spec/size",
            "invalid-input /spec/inputs/engineVersion"),
        Requests.violations(request).stream()
            .map(each -> each.rule() + " " + each.pointer())
            .toList());
  }

  @Test
  void namesWhatExistsAndTheNearest() {
    Violation violation =
        Requests.violations(Requests.database("{environment: dev, size: smal}")).getFirst();

    assertEquals(List.of("small", "medium"), violation.exists());
    assertEquals(Optional.of("small"), violation.nearest());
  }

  @Test
  void refusesUnknownKindsAndTeams() {
    assertEquals(
        "unknown-kind /kind there is no kind Databse -> did you mean \"Database\"?",
        said(Requests.violations(request("payments", "Databse", "{environment: dev}"))));
    assertEquals(
        "unknown-team /metadata/team there is no team paymens -> did you mean \"payments\"?",
        said(Requests.violations(request("paymens", "Database", "{environment: dev}"))));
  }

  @Test
  void theStarStandsForEveryTeam() {
    Admission open =
        new Admission(
            Requests.CATALOG,
            Teams.configured(Map.of("*", TeamSpec.of(Optional.empty(), Optional.empty()))),
            Requests.PLACEMENTS);

    assertInstanceOf(
        Verdict.Admitted.class, open.admit(request("anyone", "Database", "{environment: dev}")));
  }

  @Test
  void prodAndWhatHasNoEndNeedAnOwner() {
    String owner = "name one in spec.owner, or have the platform team name one for the team";
    assertEquals(
        "owner-required /spec/owner what is in prod needs an owner -> " + owner,
        said(Requests.violations(request("search", "Database", "{environment: prod}"))));
    assertEquals(
        "owner-required /spec/owner what has no end needs an owner -> " + owner,
        said(
            Requests.violations(
                request("search", "Database", "{environment: staging, lifetime: none}"))));
    assertEquals(
        "ann",
        Requests.plan(request("search", "Database", "{environment: prod, owner: ann}"))
            .tags()
            .get("owner"));
  }

  @Test
  void theFirstRuleThatMatchesPlaces() {
    Admission admission =
        new Admission(
            Requests.CATALOG,
            Requests.TEAMS,
            List.of(
                rule("other-team", Map.of("team", "search"), "a"),
                rule("prod", Map.of("environment", "prod", "kind", "Database"), "b"),
                rule("rest", Map.of(), "c")));

    Verdict.Admitted prod =
        assertInstanceOf(
            Verdict.Admitted.class,
            admission.admit(Requests.database("{environment: prod, owner: ann}")));
    assertEquals("prod", prod.plan().placement().rule());
    Verdict.Admitted dev =
        assertInstanceOf(
            Verdict.Admitted.class, admission.admit(Requests.database("{environment: dev}")));
    assertEquals("rest", dev.plan().placement().rule());
    Verdict.Admitted filtered =
        assertInstanceOf(
            Verdict.Admitted.class,
            admission.admit(Requests.database("{environment: prod, region: c}")));
    assertEquals("rest", filtered.plan().placement().rule());
  }

  private static Admission allowing(String... placements) {
    TeamSpec payments =
        new TeamSpec(
            Optional.empty(),
            Optional.of("ann"),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.of(List.of(placements)));
    return new Admission(
        Requests.CATALOG,
        Teams.configured(Map.of("payments", payments)),
        List.of(rule("prod", Map.of("environment", "prod"), "b"), rule("rest", Map.of(), "c")));
  }

  @Test
  void aTeamIsPlacedByTheFirstRuleThatItMayUse() {
    Verdict.Admitted prod =
        assertInstanceOf(
            Verdict.Admitted.class,
            allowing("rest").admit(Requests.database("{environment: prod}")));
    assertEquals("rest", prod.plan().placement().rule());
  }

  @Test
  void aTeamThatMayUseNoFittingRuleIsToldWhichItTriedAndWhoCanWidenThem() {
    Verdict.Refused refused =
        assertInstanceOf(
            Verdict.Refused.class, allowing("prod").admit(Requests.database("{environment: dev}")));
    Violation violation = refused.violations().getFirst();
    assertEquals("placement-not-allowed", violation.rule());
    assertEquals(
        "the team payments may not use the placement rule rest, only prod", violation.message());
    assertTrue(violation.fix().contains("ask a platform-admin"), violation.fix());
  }

  @Test
  void aModuleThatCanNotBeMadeThereIsRefused() {
    Admission admission =
        new Admission(
            Requests.CATALOG,
            Requests.TEAMS,
            List.of(new PlacementRule("g", Map.of(), "azure", "a", "r")));

    Verdict.Refused refused =
        assertInstanceOf(
            Verdict.Refused.class, admission.admit(Requests.database("{environment: dev}")));
    assertEquals(
        "cloud-not-offered /spec/cloud the placement rule g puts it on azure, where postgres@1.0.0"
            + " can not be made -> use local",
        said(refused.violations()));
  }

  @ParameterizedTest
  @CsvSource({"Tier,x", "automat-x,x", "owner,x", "a/b,x", "'',x", "ok,a\\b", "ok,'a,b!'"})
  void refusesLabelsThatAreNoTags(String key, String value) {
    AdmissionRequest request =
        new AdmissionRequest(
            "payments",
            "Database",
            "orders",
            Map.of(key, value),
            Requests.spec("{environment: dev}"));

    assertEquals("invalid-label", Requests.violations(request).getFirst().rule());
  }

  @Test
  void refusesTooManyLabels() {
    Map<String, String> labels =
        IntStream.range(0, 21).boxed().collect(Collectors.toMap(i -> "l" + i, i -> "x"));
    AdmissionRequest request =
        new AdmissionRequest(
            "payments", "Database", "orders", labels, Requests.spec("{environment: dev}"));

    assertEquals("/metadata/labels", Requests.violations(request).getFirst().pointer());
  }

  @Test
  void refusesNumbersOfAnySize() {
    ObjectNode spec = (ObjectNode) Requests.spec("{environment: dev, inputs: {}}");
    ((ObjectNode) spec.get("inputs")).put("storageGiB", new BigInteger("9".repeat(30)));

    assertEquals(
        "invalid-input /spec/inputs/storageGiB must be 500 or less -> change it to be 500 or less",
        said(
            Requests.violations(
                new AdmissionRequest("payments", "Database", "orders", Map.of(), spec))));
  }

  private static PlacementRule rule(String name, Map<String, String> match, String region) {
    return new PlacementRule(name, match, "local", "default", region);
  }

  private static AdmissionRequest request(String team, String kind, String spec) {
    return new AdmissionRequest(team, kind, "orders", Map.of(), Requests.spec(spec));
  }

  private static String said(List<Violation> violations) {
    return violations.stream()
        .map(
            each -> each.rule() + " " + each.pointer() + " " + each.message() + " -> " + each.fix())
        .collect(Collectors.joining("; "));
  }
}
