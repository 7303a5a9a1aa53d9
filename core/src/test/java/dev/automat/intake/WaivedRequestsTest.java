package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Compliance;
import dev.automat.admission.Verdict;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.Documents;
import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.Act;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverRecords;
import dev.automat.policy.WaiverSpec;
import dev.automat.resource.Condition;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.store.InMemoryStore;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule is denied, waived, and no longer waived; and what is seen of it on what exists. */
class WaivedRequestsTest {

  private static final String RULES =
      """
      policies:
        - {rule: no-small, check: plan.size != 'small', match: {kinds: [Database]}, at: /spec/size, message: too small, fix: ask for medium, severity: deny, waivable: true}
        - {rule: not-pinned, check: request.moduleVersion == '', match: {kinds: [Database]}, at: /spec/moduleVersion, message: pinned, fix: leave it out, severity: deny}
      """;
  private static final TeamSpec TEAM = TeamSpec.of(Optional.of("ann"), Optional.of("cc-1"));

  @TempDir Path directory;

  private final WaiverRecords waivers = InMemoryStore.empty().waivers();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private Catalog catalog;
  private Admission admission;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    Path modules = Path.of("..", "modules");
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("policies")) {
          Path target = directory.resolve(modules.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    Files.createDirectories(directory.resolve("policies"));
    Files.writeString(directory.resolve("policies/size.yaml"), RULES);
    catalog = Catalog.load(directory, FakePlugins.local());
    admission =
        new Admission(
            catalog,
            Teams.configured(Map.of("payments", TEAM)),
            List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));
  }

  private static AdmissionRequest request(String name, String spec) {
    return new AdmissionRequest(
        "payments", "Database", name, Map.of(), Documents.parse("spec", spec).root());
  }

  private Verdict admit(AdmissionRequest request) {
    return new WaivedAdmission(admission, waivers, () -> now).admit(request);
  }

  @Test
  void rulesSpeakOfTheSpecAsItWasWrittenAndNotOfWhatWasPutIn() {
    AdmissionRequest written = request("orders", "{environment: dev, size: medium}");
    AdmissionRequest pinned =
        request("orders", "{environment: dev, size: medium, moduleVersion: 1.0.0}");
    assertInstanceOf(Verdict.Refused.class, admit(pinned));
    assertInstanceOf(
        Verdict.Admitted.class,
        admit(
            new AdmissionRequest(
                "payments", "Database", "orders", Map.of(), pinned.spec(), written.spec())),
        "as when a transfer is planned of the version that it has");
  }

  /** One that holds for a day, for the database orders. */
  private Waiver grant() {
    WaiverSpec spec =
        new WaiverSpec(
            List.of("no-small"),
            Optional.empty(),
            Optional.of("orders"),
            Optional.empty(),
            "a test",
            now.plus(Duration.ofDays(1)));
    Waiver asked =
        new Waiver(
            "w1",
            "payments",
            "small",
            spec,
            State.ASKED,
            "corp:ann",
            "corp:ann",
            now,
            Optional.empty(),
            Optional.empty());
    waivers.ask(asked, Optional.empty());
    Waiver granted =
        new Waiver(
            "w1",
            "payments",
            "small",
            spec,
            State.GRANTED,
            "corp:ann",
            "corp:ann",
            now,
            Optional.of(new Act(now, "corp:root", "")),
            Optional.empty());
    waivers.decide(granted, State.ASKED);
    return granted;
  }

  @Test
  void aGrantedWaiverLetsThroughWhatItNamesUntilItEnds() {
    AdmissionRequest orders = request("orders", "{environment: dev}");
    assertInstanceOf(Verdict.Refused.class, admit(orders));
    grant();

    Verdict.Admitted admitted = assertInstanceOf(Verdict.Admitted.class, admit(orders));
    Plan plan = ((Verdict.NeedsWaiver) admission.admit(orders)).plan();
    assertEquals(plan.digest(), admitted.plan().digest(), "the plan knows of no waivers");
    assertInstanceOf(Verdict.Refused.class, admit(request("others", "{environment: dev}")));
    now = now.plus(Duration.ofDays(1));
    assertInstanceOf(Verdict.Refused.class, admit(orders));
  }

  @Test
  void ofSeveralThingsThatAreWrongTheWaivedOneIsNotTold() {
    grant();

    Verdict.Refused refused =
        assertInstanceOf(
            Verdict.Refused.class, admit(request("orders", "{environment: dev, purpos: x}")));
    assertEquals(
        List.of("unknown-field"), refused.violations().stream().map(each -> each.rule()).toList());
  }

  @Test
  void whatLeansOnAWaiverSaysSoAndWhatHasLostItToo() {
    AdmissionRequest orders = request("orders", "{environment: dev}");
    Waiver granted = grant();
    Resource made = made(orders, ((Verdict.Admitted) admit(orders)).plan());

    Condition waived = compliance(made, List.of(granted)).orElseThrow();
    assertEquals(Condition.State.True, waived.status());
    assertEquals("Waived", waived.reason());
    assertEquals("no-small is waived by small until 2026-11-22T10:00:00Z", waived.message());

    now = now.plus(Duration.ofDays(2));
    Condition ended = compliance(made, List.of(granted)).orElseThrow();
    assertEquals(Condition.State.False, ended.status());
    assertEquals("WaiverEnded", ended.reason());
    assertEquals(
        "no-small: the waiver small ended at 2026-11-22T10:00:00Z; too small; before the next"
            + " change: ask for medium",
        ended.message());

    Condition failed = compliance(made, List.of()).orElseThrow();
    assertEquals("PolicyFailed", failed.reason());
    assertEquals("no-small: too small; before the next change: ask for medium", failed.message());
  }

  @Test
  void whatKeepsTheRulesOfTodayIsNotSpokenOf() {
    AdmissionRequest medium = request("orders", "{environment: dev, size: medium}");
    Resource made = made(medium, ((Verdict.Admitted) admit(medium)).plan());

    assertEquals(Optional.empty(), compliance(made, List.of()));
  }

  private Resource made(AdmissionRequest request, Plan plan) {
    return new Resource(
        "m4q7zt2hcx5kd3wbn6ra",
        new ResourceKey(request.team(), request.kind(), request.name()),
        1,
        Map.of(),
        request.spec(),
        Json.read(Json.write(plan), Plan.class),
        new Origin("ann", "test", Optional.empty()),
        "ann",
        new Times(now, now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Want.PRESENT,
        Phase.Ready,
        Status.initial("orders"),
        Work.none(),
        new Lease(0, now, now, false),
        false,
        Optional.empty(),
        0);
  }

  private Optional<Condition> compliance(Resource resource, List<Waiver> granted) {
    return new Compliance(catalog).of(resource, TEAM, granted, now);
  }
}
