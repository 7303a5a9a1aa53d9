package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallerTest {

  private static final Identity ALICE =
      new Identity("people", "u-1", "alice", Set.of("eng"), Map.of(), Optional.empty());

  private static Caller with(Map<String, Role> teams, Role... platform) {
    return new Caller(ALICE, Set.of(platform), teams, Optional.empty());
  }

  @Test
  void aRoleHoldsInItsTeamAlone() {
    Caller member = with(Map.of("payments", Role.MEMBER));

    assertTrue(member.may(Permission.RESOURCE_WRITE, "payments"));
    assertFalse(member.may(Permission.RESOURCE_WRITE, "search"));
    assertFalse(member.may(Permission.RESOURCE_WRITE));
    assertFalse(member.sees("search"));
    assertEquals(new Reach.In(Set.of("payments")), member.reach(Permission.RESOURCE_READ));
    assertEquals(new Reach.In(Set.of()), member.reach(Permission.TEAM_WRITE));
  }

  @Test
  void secretsBelongToTheirTeam() {
    Caller admin = with(Map.of(), Role.PLATFORM_ADMIN);
    Caller auditor = with(Map.of(), Role.AUDITOR);

    assertTrue(admin.may(Permission.RESOURCE_WRITE, "payments"));
    assertFalse(admin.may(Permission.CONNECTION_READ, "payments"));
    assertTrue(auditor.may(Permission.RESOURCE_READ, "payments"));
    assertFalse(auditor.may(Permission.CONNECTION_READ, "payments"));
    assertTrue(
        with(Map.of("payments", Role.MEMBER), Role.PLATFORM_ADMIN)
            .may(Permission.CONNECTION_READ, "payments"));
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void anAuditorChangesNothing(Permission permission) {
    assertEquals(
        permission.text().endsWith(".read") && permission != Permission.CONNECTION_READ,
        permission != Permission.NONE && Role.AUDITOR.may(permission));
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void whoSaidNothingMayNothing(Permission permission) {
    assertEquals(permission == Permission.NONE, Caller.nobody().may(permission));
    assertEquals(permission == Permission.NONE, Caller.nobody().may(permission, "payments"));
  }

  @Test
  void aHigherRoleHasAllOfALowerOne() {
    for (Permission permission : Permission.values()) {
      assertTrue(!Role.VIEWER.may(permission) || Role.MEMBER.may(permission), permission.text());
      assertTrue(
          !Role.MEMBER.may(permission) || Role.TEAM_ADMIN.may(permission), permission.text());
    }
  }

  @Test
  void everyTextLeadsBack() {
    Arrays.stream(Permission.values())
        .forEach(each -> assertEquals(Optional.of(each), Permission.of(each.text())));
    Arrays.stream(Role.values())
        .forEach(each -> assertEquals(Optional.of(each), Role.of(each.text())));
    assertEquals(Optional.empty(), Role.of("owner"));
  }

  @Test
  void isCalledByIssuerAndName() {
    assertEquals("dev@local", Caller.local().actor());
    assertEquals("people:alice", with(Map.of()).actor());
    assertEquals("people:u-1", ALICE.principal());
  }
}
