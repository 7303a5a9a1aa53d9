package dev.automat.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Caller;
import dev.automat.identity.Identity;
import dev.automat.identity.Role;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.store.InMemoryStore;
import dev.automat.store.SampleWrites;
import dev.automat.store.Store;
import dev.automat.team.TeamKeeping.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may make of a team what, and what keeps it from its end. */
class TeamKeepingTest {

  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final Caller PLATFORM_ADMIN = Caller.local();
  private static final Caller TEAM_ADMIN =
      new Caller(
          new Identity("corp", "ann", "ann", Set.of(), Map.of(), Optional.empty()),
          Set.of(),
          Map.of("shop", Role.TEAM_ADMIN),
          Optional.empty());
  private static final Member ANN = Member.subject("corp:ann", Role.TEAM_ADMIN);
  private static final Member BEN = Member.subject("corp:ben", Role.MEMBER);
  private static final Member LEADS = Member.group("corp:leads", Role.TEAM_ADMIN);

  private final Store store = InMemoryStore.empty();
  private final TeamKeeping teams =
      keeping(Map.of("fixed", TeamSpec.of(Optional.of("owner"), Optional.of("cc-0"))));

  private TeamKeeping keeping(Map<String, TeamSpec> configured) {
    return new TeamKeeping(new TeamDirectory(configured, store.teams()), store.teams(), () -> NOW);
  }

  private static TeamSpec spec(String code, Member... members) {
    return new TeamSpec(
        Optional.empty(),
        Optional.of("owner"),
        Optional.of(code),
        List.of(),
        List.of(members),
        Optional.empty());
  }

  private Outcome put(String id, TeamSpec spec, Caller caller) {
    return teams.put(id, spec, Optional.empty(), caller);
  }

  private static Team stored(Outcome outcome) {
    return assertInstanceOf(Outcome.Stored.class, outcome).team();
  }

  @Test
  void aPlatformAdminMakesATeamAndTheSameAgainWritesNothing() {
    Outcome.Stored made =
        assertInstanceOf(Outcome.Stored.class, put("shop", spec("cc-1", ANN), PLATFORM_ADMIN));
    assertTrue(made.created());
    assertEquals("dev@local", made.team().made().orElseThrow().by());
    Outcome.Stored again =
        assertInstanceOf(Outcome.Stored.class, put("shop", spec("cc-1", ANN), TEAM_ADMIN));
    assertFalse(again.changed());
    assertEquals(1, again.team().generation());
  }

  @Test
  void whoRunsATeamCanNotMakeIt() {
    assertInstanceOf(Outcome.MayNotCreate.class, put("shop", spec("cc-1"), TEAM_ADMIN));
    assertEquals(List.of(), store.teams().all());
  }

  @Test
  void whoRunsATeamChangesItsMembersAndNotWhoPays() {
    put("shop", spec("cc-1", ANN), PLATFORM_ADMIN);
    assertEquals(2, stored(put("shop", spec("cc-1", ANN, BEN), TEAM_ADMIN)).generation());
    TeamSpec wanted =
        new TeamSpec(
            Optional.of("Shop"),
            Optional.of("ann"),
            Optional.of("cc-2"),
            List.of(),
            List.of(ANN),
            Optional.of(List.of("big")));
    Outcome.NotYours refused =
        assertInstanceOf(Outcome.NotYours.class, put("shop", wanted, TEAM_ADMIN));
    assertEquals(
        List.of("/spec/owner", "/spec/costCenter", "/spec/allowedPlacements"),
        refused.violations().stream().map(Violation::pointer).toList());
    assertEquals(3, stored(put("shop", wanted, PLATFORM_ADMIN)).generation());
  }

  @Test
  void whatIsChangedOnAnOldVersionIsStale() {
    put("shop", spec("cc-1", ANN), PLATFORM_ADMIN);
    Optional<String> first = Optional.of("shop-1");
    stored(teams.put("shop", spec("cc-1", ANN, BEN), first, TEAM_ADMIN));
    assertInstanceOf(Outcome.Stale.class, teams.put("shop", spec("cc-1", ANN), first, TEAM_ADMIN));
    assertInstanceOf(
        Outcome.Stale.class, teams.put("new", spec("cc"), Optional.of("*"), PLATFORM_ADMIN));
  }

  @Test
  void aTeamOfTheConfigurationIsChangedThere() {
    assertInstanceOf(Outcome.ManagedElsewhere.class, put("fixed", spec("cc-1"), PLATFORM_ADMIN));
    assertInstanceOf(Outcome.ManagedElsewhere.class, teams.delete("fixed", Optional.empty()));
  }

  @Test
  void aTeamThatOwnsSomethingCanNotEnd() {
    put("shop", spec("cc-1", ANN), PLATFORM_ADMIN);
    ResourceKey key = new ResourceKey("shop", "Database", "orders");
    SampleWrites.make(store, key);
    Outcome.Owns owns =
        assertInstanceOf(Outcome.Owns.class, teams.delete("shop", Optional.empty()));
    assertEquals(List.of(new Possession.Owned(key)), owns.possessions());
  }

  @Test
  void theIdOfATeamThatEndedIsNeverGivenAgain() {
    put("shop", spec("cc-1", ANN), PLATFORM_ADMIN);
    assertInstanceOf(Outcome.Ended.class, teams.delete("shop", Optional.empty()));
    assertInstanceOf(Outcome.Gone.class, teams.delete("shop", Optional.empty()));
    assertInstanceOf(Outcome.Gone.class, put("shop", spec("cc-1"), PLATFORM_ADMIN));
  }

  @Test
  void theLastAdministratorStaysAsLongAsTheTeamOwnsSomething() {
    put("shop", spec("cc-1", ANN, BEN), PLATFORM_ADMIN);
    SampleWrites.make(store, new ResourceKey("shop", "Database", "orders"));
    assertInstanceOf(Outcome.Owns.class, put("shop", spec("cc-1", BEN), TEAM_ADMIN));
    assertEquals(2, stored(put("shop", spec("cc-1", BEN, LEADS), TEAM_ADMIN)).generation());
  }

  @Test
  void theLastAdministratorGoesWhereNothingIsOwned() {
    put("shop", spec("cc-1", ANN, BEN), PLATFORM_ADMIN);
    assertEquals(2, stored(put("shop", spec("cc-1", BEN), TEAM_ADMIN)).generation());
  }

  @Test
  void whatCanNotBeAnIdMakesNoTeam() {
    Outcome.Refused refused =
        assertInstanceOf(Outcome.Refused.class, put("No_Team", spec("cc"), PLATFORM_ADMIN));
    assertEquals("/metadata/id", refused.violations().getFirst().pointer());
    assertInstanceOf(Outcome.Missing.class, teams.delete("nobody", Optional.empty()));
  }
}
