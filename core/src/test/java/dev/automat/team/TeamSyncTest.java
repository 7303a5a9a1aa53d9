package dev.automat.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Caller;
import dev.automat.resource.ResourceKey;
import dev.automat.store.InMemoryStore;
import dev.automat.store.SampleWrites;
import dev.automat.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The teams of a file come, change and go with it; what owns something never goes by itself. */
class TeamSyncTest {

  private static final String ADMIN = "{subject: 'corp:ann', role: team-admin}";

  @TempDir private Path home;
  private final Store store = InMemoryStore.empty();
  private Instant now = Instant.parse("2026-11-21T09:30:00Z");
  private final TeamDirectory directory =
      new TeamDirectory(
          Map.of("fixed", TeamSpec.of(Optional.empty(), Optional.of("cc-0"))), store.teams());
  private Path file = Path.of("unset");
  private TeamSync sync = sync();

  @BeforeEach
  void begin() {
    file = home.resolve("teams.yaml");
    sync = sync();
  }

  private TeamSync sync() {
    TeamSource source = new TeamSource("idp", file, Duration.ofMinutes(1), "corp");
    return new TeamSync(source, Set.of("default"), directory, store.teams(), () -> now);
  }

  private static String team(String id, String code, String members) {
    return "---\nkind: Team\nmetadata: {id: %s}\nspec: {costCenter: %s, members: [%s]}\n"
        .formatted(id, code, members);
  }

  private void look(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sync.look();
  }

  private Team document(String id) {
    return directory.document(id).orElseThrow();
  }

  private String payer(String id) {
    return document(id).spec().costCenter().orElse("none");
  }

  @Test
  void teamsComeAndChangeWithTheFile() {
    look(team("shop", "cc-1", ADMIN) + team("ads", "cc-1", ADMIN));
    assertEquals("sync:idp", document("shop").managedBy());
    look(team("shop", "cc-2", ADMIN) + team("ads", "cc-1", ADMIN));
    assertEquals("cc-2", payer("shop"));
    assertEquals(2, document("shop").generation());
    assertEquals(1, document("ads").generation(), "the same again writes nothing");
  }

  @Test
  void aBrokenFileAndOneThatIsAwayChangeNothing() throws IOException {
    look(team("shop", "cc-1", ADMIN));
    look(team("shop", "cc-2", ADMIN) + "---\nkind: Team\nspec: [");
    assertEquals("cc-1", payer("shop"));
    look("");
    assertEquals(Optional.empty(), document("shop").orphanedSince());
    Files.delete(file);
    sync.look();
    assertEquals(Optional.empty(), document("shop").orphanedSince());
  }

  @Test
  void whatTheFileDoesNotNameAnyMoreIsAnOrphanAndNoneWhenItComesBack() {
    look(team("shop", "cc-1", ADMIN) + team("ads", "cc-1", ADMIN));
    look(team("ads", "cc-1", ADMIN));
    assertEquals(Optional.of(now), document("shop").orphanedSince());
    look(team("shop", "cc-1", ADMIN) + team("ads", "cc-1", ADMIN));
    assertEquals(Optional.empty(), document("shop").orphanedSince());
  }

  @Test
  void anOrphanThatOwnsNothingEndsAfterSevenDays() {
    look(team("shop", "cc-1", ADMIN) + team("ads", "cc-1", ADMIN));
    look(team("ads", "cc-1", ADMIN));
    now = now.plus(Duration.ofDays(7)).minusSeconds(1);
    sync.look();
    assertEquals(Optional.empty(), document("shop").deletedAt());
    now = now.plusSeconds(1);
    sync.look();
    assertEquals(Optional.of(now), document("shop").deletedAt());
  }

  @Test
  void anOrphanThatOwnsSomethingIsKept() {
    look(team("shop", "cc-1", ADMIN) + team("ads", "cc-1", ADMIN));
    SampleWrites.make(store, new ResourceKey("shop", "Database", "orders"));
    look(team("ads", "cc-1", ADMIN));
    now = now.plus(Duration.ofDays(100));
    sync.look();
    assertEquals(Optional.empty(), document("shop").deletedAt());
    assertTrue(document("shop").orphanedSince().isPresent());
  }

  @Test
  void aTeamThatLosesItsLastAdministratorAndOwnsSomethingIsAnOrphan() {
    look(team("shop", "cc-1", ADMIN));
    look(team("shop", "cc-1", ""));
    assertEquals(Optional.empty(), document("shop").orphanedSince(), "it owns nothing");
    SampleWrites.make(store, new ResourceKey("shop", "Database", "orders"));
    sync.look();
    assertEquals(Optional.of(now), document("shop").orphanedSince());
    look(team("shop", "cc-1", ADMIN));
    assertEquals(Optional.empty(), document("shop").orphanedSince());
  }

  @Test
  void whatOthersKeepAndWhatHasEndedIsLeftAlone() {
    TeamKeeping keeping = new TeamKeeping(directory, store.teams(), () -> now);
    TeamSpec own = TeamSpec.of(Optional.of("o"), Optional.of("cc-own"));
    keeping.put("own", own, Optional.empty(), Caller.local());
    keeping.put("past", own, Optional.empty(), Caller.local());
    keeping.delete("past", Optional.empty());
    look(team("own", "cc-1", "") + team("past", "cc-1", "") + team("fixed", "cc-1", ""));
    assertEquals("cc-own", payer("own"));
    assertTrue(document("past").isTombstone());
    assertEquals(Optional.empty(), directory.document("fixed"));
  }
}
