package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.admission.SettingChange;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.GoldenCopy;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.intake.Answer.Accepted;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Possible;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.Answer.Refused;
import dev.automat.intake.Answer.Unchanged;
import dev.automat.intake.UpgradeRequest.Target;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New plans of what exists, over a real store and a catalogue that goes on. */
@Timeout(180)
class UpgradesTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.local();
  private static final ResourceKey KEY = new ResourceKey("payments", "Database", "orders");
  private static final Origin ANN = new Origin("corp:ann", "test", Optional.empty());
  private static final String FIRST = "database/postgres/1.0.0.yaml";
  private static final String SECOND = "database/postgres/1.1.0.yaml";

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private final Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  @TempDir Path directory;
  private GoldenCopy copy;
  private boolean revoked;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    copy = GoldenCopy.in(directory);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  /** What works with the catalogue as it stands now. */
  private record House(Intake intake, Upgrades upgrades) {}

  private House house(String owner) {
    Catalog catalog = Catalog.load(directory, PLUGINS);
    assertEquals(List.of(), catalog.rejected());
    Admission admission =
        new Admission(
            catalog,
            Teams.configured(
                Map.of("payments", TeamSpec.of(Optional.of(owner), Optional.of("cc-1234")))),
            List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));
    LiveChecks checks = new LiveChecks(catalog, PLUGINS);
    Replanning replanning =
        new Replanning(revoked ? new Lenient(admission) : admission, checks, () -> now);
    return new House(
        new Intake(
            store,
            writer,
            admission,
            checks,
            new Incarnation(PLUGINS, new SplittableRandom(1)),
            () -> now),
        new Upgrades(store, writer, replanning, catalog, PLUGINS, () -> now));
  }

  private Resource made(Puts put) {
    return assertInstanceOf(Accepted.class, house("payments-team").intake().put(put.build()))
        .resource();
  }

  private static UpgradeRequest request(Target target) {
    return new UpgradeRequest(KEY, ANN, target, Optional.empty(), false, Optional.empty());
  }

  private UpgradeAnswer upgrade(Target target) {
    return house("payments-team").upgrades().carryOut(request(target));
  }

  private void secondVersion(String status) throws IOException {
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.edit(SECOND, "status: stable", "status: " + status);
    copy.edit(SECOND, "{connections: 20,", "{connections: 30,");
  }

  @Test
  void goesToTheNewestStableAndLeavesTheSpecAsItWasWritten() throws IOException {
    Resource made = made(Puts.put().managedBy("terraform:shop"));
    secondVersion("stable");

    UpgradeAnswer would = house("payments-team").upgrades().validate(request(new Target.Next()));
    Possible possible = assertInstanceOf(Possible.class, would.answer());
    assertEquals("postgres@1.1.0", possible.plan().module());
    assertEquals("postgres@1.0.0", would.difference().from());
    SettingChange change = would.difference().settings().getFirst();
    assertEquals("connectionLimit", change.setting());
    assertEquals(SettingChange.Effect.IN_PLACE, change.effect());
    assertEquals(1, would.difference().settings().size());
    assertEquals(Optional.of(made), store.current(KEY), "only asked");

    Resource upgraded =
        assertInstanceOf(Accepted.class, upgrade(new Target.Next()).answer()).resource();
    assertEquals(possible.plan(), upgraded.plan());
    assertEquals(made.spec(), upgraded.spec());
    assertEquals(2, upgraded.generation());
    assertEquals(made.times().expires(), upgraded.times().expires());
    assertEquals(Optional.of("terraform:shop"), upgraded.origin().managedBy());
    Event event = store.events(made.uid(), 1, 1).getFirst();
    assertEquals(
        "corp:ann moved it from postgres@1.0.0 to postgres@1.1.0; generation 2", event.message());

    assertInstanceOf(Unchanged.class, upgrade(new Target.Next()).answer(), "a repeat");
  }

  @Test
  void aDeprecatedVersionSaysWhereItGoes() throws IOException {
    made(Puts.put());
    secondVersion("stable");
    copy.version("database/postgres", "1.1.0", "1.2.0");
    copy.edit(FIRST, "status: stable", "status: {deprecated: {moveTo: postgres@1.1.0}}");

    Resource upgraded =
        assertInstanceOf(Accepted.class, upgrade(new Target.Next()).answer()).resource();
    assertEquals("postgres@1.1.0", upgraded.plan().module());
    assertEquals(
        "1.1.0",
        upgraded.spec().path("moduleVersion").asString(),
        "it is not what a request without a version gets, so it is written down");
  }

  @Test
  void anotherModuleIsNoUpgrade() throws IOException {
    made(Puts.put());
    copy.edit(FIRST, "status: stable", "status: {deprecated: {moveTo: mysql}}");

    Refused refused = assertInstanceOf(Refused.class, upgrade(new Target.Next()).answer());
    assertEquals("/spec/module", refused.violations().getFirst().pointer());
    assertTrue(refused.violations().getFirst().fix().contains("make a new one of mysql"));
  }

  @Test
  void aVersionInADefinitionThatSomebodyKeepsIsChangedThere() throws IOException {
    made(
        Puts.put("{environment: dev, module: postgres, moduleVersion: 1.0.0}")
            .managedBy("terraform:shop"));
    secondVersion("stable");

    Clash clash = assertInstanceOf(Clash.class, upgrade(new Target.Next()).answer());
    assertEquals(Reason.MANAGED_ELSEWHERE, clash.reason());
    assertTrue(clash.fix().contains("change spec.moduleVersion there"), clash.fix());

    UpgradeRequest takeOver =
        new UpgradeRequest(KEY, ANN, new Target.Next(), Optional.empty(), true, Optional.empty());
    Resource upgraded =
        assertInstanceOf(
                Accepted.class, house("payments-team").upgrades().carryOut(takeOver).answer())
            .resource();
    assertEquals("1.1.0", upgraded.spec().path("moduleVersion").asString());
  }

  @Test
  void previewIsHadByItsVersionAlone() throws IOException {
    made(Puts.put());
    secondVersion("preview");

    assertInstanceOf(Unchanged.class, upgrade(new Target.Next()).answer());
    Resource upgraded =
        assertInstanceOf(Accepted.class, upgrade(new Target.Version("1.1.0")).answer()).resource();
    assertEquals("postgres@1.1.0", upgraded.plan().module());
    assertEquals("1.1.0", upgraded.spec().path("moduleVersion").asString());
  }

  @Test
  void whatWouldReplaceDataIsRefusedWithTheWayOut() throws IOException {
    Resource made = made(Puts.put());
    secondVersion("stable");
    copy.edit(SECOND, "default: \"18\"", "default: \"17\"");

    Refused refused = assertInstanceOf(Refused.class, upgrade(new Target.Next()).answer());
    Violation violation = refused.violations().getFirst();
    assertEquals("/spec/inputs/engineVersion", violation.pointer());
    assertTrue(violation.fix().contains("stay with postgres@1.0.0"), violation.fix());
    assertEquals(Optional.of(made), store.current(KEY));
  }

  @Test
  void aVersionThatIsNotThereIsRefusedByName() {
    made(Puts.put());

    Refused refused =
        assertInstanceOf(Refused.class, upgrade(new Target.Version("9.0.0")).answer());
    assertEquals("unknown-version", refused.violations().getFirst().rule());
    assertEquals(List.of("1.0.0"), refused.violations().getFirst().exists());
  }

  @Test
  void replanningTakesOverWhatBecameOfTheTeamAndNoOtherVersion() throws IOException {
    made(Puts.put());
    secondVersion("stable");

    assertInstanceOf(Unchanged.class, upgrade(new Target.Same()).answer());
    Resource replanned =
        assertInstanceOf(
                Accepted.class,
                house("another-team").upgrades().carryOut(request(new Target.Same())).answer())
            .resource();
    assertEquals("another-team", replanned.plan().tags().get("owner"));
    assertEquals("postgres@1.0.0", replanned.plan().module());
    assertFalse(replanned.spec().has("moduleVersion"));
    assertEquals("Replanned", store.events(replanned.uid(), 1, 1).getFirst().reason());
  }

  @Test
  void aWaiverThatIsRevokedMeanwhileLetsNothingThrough() throws IOException {
    Resource made = made(Puts.put());
    secondVersion("stable");
    revoked = true;

    Refused refused = assertInstanceOf(Refused.class, upgrade(new Target.Next()).answer());
    assertEquals(List.of(Lenient.DENIED), refused.violations());
    assertEquals(Optional.of(made), store.current(KEY));
  }

  @Test
  void whatIsOnANewerPreviewIsNotPutBack() throws IOException {
    made(Puts.put());
    secondVersion("preview");
    upgrade(new Target.Version("1.1.0"));

    assertInstanceOf(Unchanged.class, upgrade(new Target.Next()).answer());
    assertEquals("postgres@1.1.0", store.current(KEY).orElseThrow().plan().module());
    Resource back =
        assertInstanceOf(Accepted.class, upgrade(new Target.Version("1.0.0")).answer()).resource();
    assertEquals("postgres@1.0.0", back.plan().module(), "by name it is");
  }

  @Test
  void preconditionsHold() throws IOException {
    Resource made = made(Puts.put());
    secondVersion("stable");
    Upgrades upgrades = house("payments-team").upgrades();

    UpgradeRequest stale =
        new UpgradeRequest(
            KEY, ANN, new Target.Next(), Optional.of(made.uid() + "-7"), false, Optional.empty());
    assertEquals(
        Reason.STALE, assertInstanceOf(Clash.class, upgrades.carryOut(stale).answer()).reason());
    UpgradeRequest other =
        new UpgradeRequest(
            KEY, ANN, new Target.Next(), Optional.empty(), false, Optional.of("sha256:0"));
    assertInstanceOf(Answer.PlanMismatch.class, upgrades.carryOut(other).answer());
    ResourceKey nowhere = new ResourceKey("payments", "Database", "nowhere");
    UpgradeRequest missing =
        new UpgradeRequest(
            nowhere, ANN, new Target.Next(), Optional.empty(), false, Optional.empty());
    assertEquals(
        Reason.NOT_FOUND,
        assertInstanceOf(Clash.class, upgrades.carryOut(missing).answer()).reason());
  }
}
