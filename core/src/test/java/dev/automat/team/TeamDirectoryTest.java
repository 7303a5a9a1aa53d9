package dev.automat.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Identity;
import dev.automat.identity.Role;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who is found where, and who is what in which team. */
class TeamDirectoryTest {

  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  private final Store store = InMemoryStore.empty();

  private static TeamSpec paidBy(String code, Member... members) {
    return new TeamSpec(
        Optional.empty(),
        Optional.of("owner"),
        Optional.of(code),
        List.of(),
        List.of(members),
        Optional.empty());
  }

  private void stored(String id, TeamSpec spec) {
    Team.Made made = new Team.Made(NOW, "dev@local");
    assertTrue(store.teams().create(Team.made(id, spec, Team.API, made)));
  }

  private TeamDirectory directory(Map<String, TeamSpec> configured) {
    return new TeamDirectory(configured, store.teams());
  }

  private static String payer(Teams teams, String id) {
    return teams.find(id).flatMap(TeamSpec::costCenter).orElse("none");
  }

  private static Identity identity(String subject, String display, String... groups) {
    return new Identity("corp", subject, display, Set.of(groups), Map.of(), Optional.empty());
  }

  @Test
  void theConfigurationWinsOverDocumentsAndDocumentsOverWhatHoldsForAll() {
    stored("shop", paidBy("document"));
    stored("search", paidBy("document"));
    TeamDirectory teams =
        directory(Map.of("shop", paidBy("configuration"), Teams.ANY, paidBy("any")));
    assertEquals("configuration", payer(teams, "shop"));
    assertEquals("document", payer(teams, "search"));
    assertEquals("any", payer(teams, "other"));
    assertEquals(List.of("search", "shop"), teams.names());
  }

  @Test
  void aTeamThatNobodyNamesExistsOnlyWhereAllDo() {
    assertEquals(Optional.empty(), directory(Map.of("shop", paidBy("x"))).find("other"));
    assertEquals(
        Optional.empty(),
        directory(Map.of(Teams.ANY, paidBy("x"))).find(Teams.ANY).flatMap(TeamSpec::displayName));
  }

  @Test
  void aTombstoneIsNoTeamEvenWhereAllExist() {
    stored("shop", paidBy("document"));
    store.teams().end("shop", 1, NOW);
    TeamDirectory teams = directory(Map.of(Teams.ANY, paidBy("any")));
    assertEquals(Optional.empty(), teams.find("shop"));
    assertTrue(teams.team("shop").orElseThrow().isTombstone());
    assertEquals(List.of(), teams.names());
  }

  @Test
  void aMemberHasARoleBySubjectByNameAndByGroupAndTheHighestCounts() {
    stored(
        "shop",
        paidBy(
            "x",
            Member.subject("corp:0042", Role.VIEWER),
            Member.subject("corp:ann@example", Role.MEMBER),
            Member.group("corp:leads", Role.TEAM_ADMIN)));
    stored("ads", paidBy("x", Member.group("corp:staff", Role.VIEWER)));
    TeamDirectory teams = directory(Map.of());
    assertEquals(Map.of("shop", Role.VIEWER), teams.of(identity("0042", "bob@example")));
    assertEquals(Map.of("shop", Role.MEMBER), teams.of(identity("0042", "ann@example")));
    assertEquals(
        Map.of("shop", Role.TEAM_ADMIN, "ads", Role.VIEWER),
        teams.of(identity("0042", "ann@example", "leads", "staff", "others")));
    assertEquals(List.of("the group corp:leads"), teams.admins("shop"));
  }

  @Test
  void anotherIssuerAndAGroupOfTheNameOfASubjectGiveNoRole() {
    stored("shop", paidBy("x", Member.subject("corp:ann", Role.MEMBER)));
    TeamDirectory teams = directory(Map.of());
    Identity elsewhere =
        new Identity("other", "ann", "ann", Set.of("ann"), Map.of(), Optional.empty());
    assertEquals(Map.of(), teams.of(elsewhere));
    assertEquals(Map.of(), teams.of(identity("bob", "bob", "ann")), "a group is no subject");
  }

  @Test
  void nobodyIsAMemberOfEveryTeam() {
    TeamSpec any = paidBy("x", Member.subject("corp:ann", Role.TEAM_ADMIN));
    TeamDirectory teams = directory(Map.of(Teams.ANY, any));
    assertEquals(Map.of(), teams.of(identity("ann", "ann")));
    assertEquals(List.of(), teams.admins("other"));
  }

  @Test
  void membersOfAHiddenDocumentHaveNoRole() {
    stored("shop", paidBy("x", Member.subject("corp:ann", Role.TEAM_ADMIN)));
    TeamDirectory teams = directory(Map.of("shop", paidBy("configuration")));
    assertEquals(Map.of(), teams.of(identity("ann", "ann")));
  }

  @Test
  void whatAnotherReplicaChangesIsSeenAfterItsInterval() {
    assertEquals(Duration.ofSeconds(1), TeamDirectory.INTERVAL);
    stored("shop", paidBy("first"));
    try (TeamDirectory teams = directory(Map.of()).watch()) {
      assertEquals("first", payer(teams, "shop"));
      store.teams().change("shop", 1, paidBy("second"));
      long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (payer(teams, "shop").equals("first") && System.nanoTime() < limit) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      assertEquals("second", payer(teams, "shop"));
    }
  }
}
