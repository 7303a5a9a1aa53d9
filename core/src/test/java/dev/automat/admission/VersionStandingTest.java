package dev.automat.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.GoldenCopy;
import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.team.TeamSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version from its first warning to its end, and after it. */
class VersionStandingTest {

  private static final Instant BEFORE = Instant.parse("2027-01-30T23:59:59Z");
  private static final Instant AFTER = Instant.parse("2027-01-31T00:00:00Z");
  private static final String PINNED = "{environment: dev, moduleVersion: 1.0.0}";

  @TempDir Path directory;
  private GoldenCopy copy;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    copy = GoldenCopy.in(directory);
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.edit(
        "database/postgres/1.0.0.yaml",
        "status: stable",
        "status: {deprecated: {until: 2027-01-31, moveTo: postgres@1.1.0}}");
  }

  private Catalog catalog() {
    return Catalog.load(directory, FakePlugins.local());
  }

  private Plan plan(Catalog catalog, String spec) {
    Verdict verdict =
        new Admission(catalog, Requests.TEAMS, Requests.PLACEMENTS).admit(Requests.database(spec));
    assertTrue(verdict instanceof Verdict.Admitted, verdict::toString);
    return ((Verdict.Admitted) verdict).plan();
  }

  private List<String> check(Catalog catalog, Plan plan, Optional<Resource> current, Instant now) {
    return new LiveChecks(catalog, FakePlugins.local())
        .check(Requests.spec(PINNED), plan, current, now).stream()
            .map(Violation::toString)
            .toList();
  }

  private static Resource made(Plan plan) {
    return new Resource(
        "m4q7zt2hcx5kd3wbn6ra",
        new ResourceKey("payments", "Database", "orders"),
        1,
        Map.of(),
        Requests.spec(PINNED),
        plan,
        new Origin("ann", "test", Optional.empty()),
        "ann",
        new Times(
            BEFORE, BEFORE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Want.PRESENT,
        Phase.Ready,
        Status.initial("orders"),
        Work.none(),
        new Lease(0, BEFORE, BEFORE, false),
        false,
        Optional.empty(),
        0);
  }

  @Test
  void whoNamesNoVersionGetsTheNewestStable() {
    assertEquals("postgres@1.1.0", plan(catalog(), "{environment: dev}").module());
  }

  @Test
  void aDeprecatedVersionWarnsAndIsMadeUntilItsDay() {
    Catalog catalog = catalog();
    Plan plan = plan(catalog, PINNED);
    Violation warning = VersionStanding.of("Database", plan, catalog).warning().orElseThrow();

    assertEquals(
        "postgres@1.0.0 is deprecated; nothing new is made of it from 2027-01-31",
        warning.message());
    assertEquals("version-deprecated", warning.rule());
    assertEquals(List.of(), check(catalog, plan, Optional.empty(), BEFORE));
    List<String> refused = check(catalog, plan, Optional.empty(), AFTER);
    assertEquals(1, refused.size(), refused::toString);
    assertTrue(refused.getFirst().contains("version-ended"), refused::toString);
    assertTrue(refused.getFirst().contains("ask for postgres@1.1.0"), refused::toString);
  }

  @Test
  void whatExistsMayBeChangedAfterItsDay() {
    Catalog catalog = catalog();
    Plan plan = plan(catalog, PINNED);

    assertEquals(List.of(), check(catalog, plan, Optional.of(made(plan)), AFTER));
  }

  @Test
  void theConditionSaysWhatToMoveTo() {
    Catalog catalog = catalog();
    Resource resource = made(plan(catalog, PINNED));

    Condition before = condition(catalog, resource, BEFORE).orElseThrow();
    assertEquals("VersionDeprecated", before.reason());
    assertEquals(State.True, before.status());
    assertTrue(
        before.message().contains("to postgres@1.1.0 with automat upgrade"), before.message());
    Condition after = condition(catalog, resource, AFTER).orElseThrow();
    assertEquals("VersionEnded", after.reason());
    assertEquals(State.False, after.status());
  }

  @Test
  void whatTheCatalogueHasNoMoreStaysAndSaysSo() throws IOException {
    Resource resource = made(plan(catalog(), PINNED));
    copy.remove("database/postgres/1.0.0.yaml");

    Condition gone = condition(catalog(), resource, BEFORE).orElseThrow();

    assertEquals("VersionGone", gone.reason());
    assertEquals(State.False, gone.status());
    assertTrue(gone.message().contains("move it to postgres@1.1.0"), gone.message());
  }

  @Test
  void ofAStableVersionNothingIsSaid() {
    Catalog catalog = catalog();
    Plan plan = plan(catalog, "{environment: dev}");

    assertEquals(Optional.empty(), VersionStanding.of("Database", plan, catalog).warning());
    assertEquals(Optional.empty(), condition(catalog, made(plan), AFTER));
  }

  private static Optional<Condition> condition(Catalog catalog, Resource resource, Instant now) {
    TeamSpec team = Requests.TEAMS.find("payments").orElseThrow();
    return new Compliance(catalog).of(resource, team, List.of(), now);
  }
}
