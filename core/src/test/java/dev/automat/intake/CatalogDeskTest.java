package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.ActiveCatalog;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleReport;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.CatalogFollower;
import dev.automat.catalog.CatalogRecords;
import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.GoldenCopy;
import dev.automat.catalog.Republished;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.intake.Answer.Accepted;
import dev.automat.intake.CatalogDesk.Move;
import dev.automat.intake.CatalogDesk.Outcome;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
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

/** The catalogue is changed while replicas work with it. */
@Timeout(180)
class CatalogDeskTest {

  private static final Catalog DIRECTORY =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local());
  private static final Teams TEAMS =
      Teams.configured(
          Map.of("payments", TeamSpec.of(Optional.of("payments-team"), Optional.of("cc-1234"))));
  private static final List<PlacementRule> PLACEMENTS =
      List.of(new PlacementRule("default", Map.of(), "local", "default", "local"));
  private static final String POSTGRES = "database/postgres/1.0.0.yaml";

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private final Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  private final Replica one = new Replica(FakePlugins.local());
  private final Replica other = new Replica(FakePlugins.local());
  @TempDir Path directory;
  private GoldenCopy copy;

  /** A process over the one store. */
  private final class Replica implements AutoCloseable {

    final ActiveCatalog active = new ActiveCatalog(DIRECTORY);
    final CatalogFollower follower;
    final CatalogDesk desk;
    final Intake intake;

    Replica(InstalledPlugins plugins) {
      follower = new CatalogFollower(active, DIRECTORY, store.catalogs(), plugins).start();
      desk =
          new CatalogDesk(
              store, active, DIRECTORY, follower, plugins, TEAMS, PLACEMENTS, () -> now);
      intake =
          new Intake(
              store,
              writer,
              new Admission(active, TEAMS, PLACEMENTS),
              new LiveChecks(active, plugins),
              new Incarnation(plugins, new SplittableRandom(1)),
              () -> now);
    }

    String version() {
      follower.refresh();
      return active.module("Database", "postgres", Optional.empty()).orElseThrow().version();
    }

    @Override
    public void close() {
      follower.close();
    }
  }

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    copy = GoldenCopy.in(directory);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    writer.close();
  }

  private static Move move() {
    return new Move(Optional.empty(), false, false, false, "corp:ann");
  }

  private String push() {
    return one.desk.push(Bundle.ofDirectory(directory).archive(), "corp:ann").digest();
  }

  private Outcome.Activated activated(Outcome outcome) {
    return assertInstanceOf(Outcome.Activated.class, outcome, outcome::toString);
  }

  private void secondVersion() throws IOException {
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.edit("database/postgres/1.1.0.yaml", "{connections: 20,", "{connections: 30,");
    copy.edit(
        POSTGRES, "status: stable", "status: {deprecated: {until: 2027-01-31, moveTo: postgres}}");
  }

  @Test
  void whatOneReplicaActivatesTheOthersFollow() throws IOException {
    secondVersion();
    String digest = push();
    assertEquals(digest, push(), "the same again is the same");
    assertEquals("1.0.0", one.version(), "a push changes nothing");

    Outcome.Activated activated = activated(one.desk.activate(digest, move()));

    assertEquals(1, activated.activation().revision());
    assertEquals("1.1.0", one.version());
    assertEquals("1.1.0", other.version());
    assertEquals(Optional.of(digest), other.follower.standing().digest());
    assertInstanceOf(Outcome.Unchanged.class, other.desk.activate(digest, move()));
  }

  @Test
  void aPublishedVersionStaysWhatItIsUnlessSomebodyInsists() throws IOException {
    secondVersion();
    activated(one.desk.activate(push(), move()));
    String published = digest("1.1.0");
    activated(one.desk.rollback(move()));
    copy.edit("database/postgres/1.1.0.yaml", "{connections: 30,", "{connections: 40,");
    String digest = push();

    Outcome.Changed changed =
        assertInstanceOf(Outcome.Changed.class, one.desk.activate(digest, move()));

    assertEquals("1.0.0", one.version(), "nothing is changed");
    Republished version = changed.versions().getFirst();
    assertEquals("Database postgres@1.1.0", version.version());
    assertEquals(Optional.of(published), version.published(), "as plans name it");
    assertNotEquals(published, version.now());
    assertEquals(1, changed.versions().size(), "a status may change: " + changed);

    activated(
        one.desk.activate(digest, new Move(Optional.empty(), false, true, false, "corp:ann")));
    assertEquals(version.now(), digest("1.1.0"));
  }

  private String digest(String version) {
    return one.active.module("Database", "postgres", Optional.of(version)).orElseThrow().digest();
  }

  @Test
  void whoIsAtWorkSeesOneCatalogueToTheEnd() throws Exception {
    secondVersion();
    String digest = push();

    String seen =
        one.active.during(
            () -> {
              String before = one.version();
              activated(other.desk.activate(digest, move()));
              return before + " " + one.version();
            });

    assertEquals("1.0.0 1.0.0", seen);
    assertEquals("1.1.0", one.version());
  }

  @Test
  void theAnswerSaysWhatIsAnotherAndWhatItTouches() throws IOException {
    Resource made = assertInstanceOf(Accepted.class, one.intake.put(Puts.put().build())).resource();
    secondVersion();
    String digest = push();

    Outcome.Possible possible =
        assertInstanceOf(
            Outcome.Possible.class,
            one.desk.activate(digest, new Move(Optional.empty(), false, false, true, "corp:ann")));
    List<String> lines =
        possible.effect().changelog().stream()
            .map(line -> line.subject() + " " + line.text())
            .toList();
    assertTrue(lines.contains("Database postgres@1.1.0 is new, stable"), lines::toString);
    assertTrue(
        lines.contains(
            "Database postgres@1.0.0 is deprecated until 2027-01-31, move to postgres now"),
        lines::toString);
    assertTrue(
        lines.contains("Database postgres who names no version gets 1.1.0 and not 1.0.0"),
        lines::toString);
    assertEquals(Map.of("changed", 1), possible.effect().impact().counts());
    assertEquals(1, store.events(made.uid(), 0, 10).size(), "only asked");

    assertEquals(1, activated(one.desk.activate(digest, move())).notices());
    Event event = store.events(made.uid(), 1, 10).getFirst();
    assertEquals("CatalogChanged", event.reason());
    assertTrue(
        event.message().contains("/settings/connectionLimit from 20 to 30"), event.message());
    assertEquals(made.plan(), store.byUid(made.uid()).orElseThrow().plan(), "it is frozen");
  }

  @Test
  void whatIsWrongMustBeAccepted() throws IOException {
    copy.edit("queue/fifo/1.0.0.yaml", "status: stable", "status: stabel");
    String digest = push();

    Outcome.LeftOut refused =
        assertInstanceOf(Outcome.LeftOut.class, one.desk.activate(digest, move()));
    assertEquals(1, refused.report().leftOut().size());
    assertEquals(0, store.catalogs().revision());

    activated(
        one.desk.activate(digest, new Move(Optional.empty(), true, false, false, "corp:ann")));
    assertEquals("1.0.0", other.version());
    assertEquals(1, other.follower.standing().taken(), "what was accepted there is accepted here");
  }

  @Test
  void aReplicaWhereItDoesNotLoadKeepsTheOneBefore() throws IOException {
    try (Replica without = new Replica(new InstalledPlugins(List.of()))) {
      secondVersion();
      activated(one.desk.activate(push(), move()));

      assertEquals("1.0.0", without.version());
      CatalogFollower.Standing standing = without.follower.standing();
      assertEquals(1, standing.wanted());
      assertEquals(0, standing.taken());
      assertTrue(
          standing.problem().orElseThrow().contains("Database postgres@1.1.0 on local"),
          standing::toString);
    }
  }

  private Activation activation(String digest) {
    return new Activation(
        1, Optional.of(digest), Optional.empty(), "corp:ann", now, BundleReport.NONE);
  }

  /** As a version of the program leaves it that took more than this one does. */
  private String unusable() {
    byte[] archive = {1, 2, 3};
    store
        .catalogs()
        .push(
            new CatalogRecords.Pushed("sha256:1", 3, "corp:ann", now, BundleReport.NONE), archive);
    return "sha256:1";
  }

  @Test
  void aStoredBundleThatIsNoneIsRefusedAndFailsNothing() {
    Outcome.Unusable unusable =
        assertInstanceOf(Outcome.Unusable.class, one.desk.activate(unusable(), move()));
    assertFalse(unusable.reason().isEmpty());
    assertEquals(0, store.catalogs().revision());
  }

  @Test
  void whatCanNotBeLoadedIsSaidAndTheOneBeforeStays() throws IOException {
    assertTrue(store.catalogs().activate(activation(unusable())));

    assertEquals("1.0.0", one.version());
    assertEquals(1, one.follower.behind());
    assertTrue(one.follower.standing().problem().isPresent());
    try (Replica later = new Replica(FakePlugins.local())) {
      assertEquals("1.0.0", later.version(), "a start goes on with the directory");
      assertEquals(1, later.follower.behind());
      assertEquals(Optional.empty(), later.follower.standing().digest());
      secondVersion();
      activated(later.desk.activate(push(), move()));
      assertEquals(0, later.follower.behind());
      assertEquals("1.1.0", later.version());
    }
  }

  @Test
  void aReplicaThatStartsTakesWhatIsActive() throws IOException {
    secondVersion();
    activated(one.desk.activate(push(), move()));

    try (Replica later = new Replica(FakePlugins.local())) {
      assertEquals(
          "1.1.0",
          later.active.module("Database", "postgres", Optional.empty()).orElseThrow().version());
    }
  }

  @Test
  void goesBackStepByStepAndThenToTheDirectory() throws IOException {
    secondVersion();
    String second = push();
    activated(one.desk.activate(second, move()));
    copy.version("database/postgres", "1.1.0", "1.2.0");
    activated(one.desk.activate(push(), move()));
    assertEquals("1.2.0", other.version());

    assertEquals(Optional.of(second), activated(other.desk.rollback(move())).activation().digest());
    assertEquals("1.1.0", one.version());
    assertEquals(Optional.empty(), activated(one.desk.rollback(move())).activation().digest());
    assertEquals("1.0.0", other.version());
    assertInstanceOf(Outcome.First.class, one.desk.rollback(move()));

    activated(one.desk.activate(second, move()));
    assertEquals(5, store.catalogs().revision());
    assertEquals(
        Optional.empty(),
        activated(one.desk.rollback(move())).activation().digest(),
        "before it there was the directory");
  }

  @Test
  void whoSaysFromWhereDoesNotMoveItFromElsewhere() throws IOException {
    secondVersion();
    String digest = push();
    Move from = new Move(Optional.of(7L), false, false, false, "corp:ann");

    assertEquals(new Outcome.Stale(0), one.desk.activate(digest, from));
    Outcome.Unknown unknown =
        assertInstanceOf(Outcome.Unknown.class, one.desk.activate("sha256:0", move()));
    assertEquals(List.of(digest), unknown.digests());
  }
}
