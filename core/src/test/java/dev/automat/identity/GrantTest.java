package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.expression.ExpressionException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

  private final Claims claims = new Claims(Map.of("department", ClaimType.STRING));

  private Map<String, Role> teams(String when, String team, Map<String, Object> said) {
    Map<String, Role> teams = new HashMap<>();
    Grant.compile(
            new GrantSettings(
                Optional.of(when).filter(text -> !text.isEmpty()), Optional.of(team), Role.MEMBER),
            claims)
        .addTo(teams, EnumSet.noneOf(Role.class), claims.read(said));
    return teams;
  }

  @Test
  void takesTheTeamFromAClaimOfAWorkloadToken() {
    Map<String, Object> github =
        Map.of(
            "repository_owner", "acme",
            "repository", "acme/payments",
            "ref", "refs/heads/main");

    assertEquals(
        Map.of("payments", Role.MEMBER),
        teams(
            "claims.repository_owner == 'acme' && claims.ref == 'refs/heads/main'",
            "${claims.repository.split('/')[1]}",
            github));
    assertEquals(Map.of(), teams("claims.repository_owner == 'evil'", "payments", github));
  }

  @Test
  void readsWhatKubernetesSaysOfAServiceAccount() {
    Map<String, Object> pod =
        Map.of(
            "sub",
            "system:serviceaccount:payments:ci",
            "kubernetes.io",
            Map.of("namespace", "payments", "serviceaccount", Map.of("name", "ci")));

    assertEquals(
        Map.of("payments", Role.MEMBER),
        teams(
            "claims.kubernetes_io.serviceaccount.name == 'ci'",
            "${claims.kubernetes_io.namespace}",
            pod));
    assertEquals(Map.of("payments", Role.MEMBER), teams("", "${claims.sub.split(':')[2]}", pod));
  }

  @Test
  void grantsNothingOverAClaimThatIsAbsentOrOfAnotherType() {
    assertEquals(Map.of(), teams("!(claims.email == 'x')", "payments", Map.of()));
    assertEquals(Map.of(), teams("'a' in claims.groups", "payments", Map.of("groups", "a")));
    assertEquals(Map.of(), teams("claims.sub != 'x'", "payments", Map.of("sub", List.of("y"))));
    assertEquals(Map.of(), teams("", "${claims.sub.split(':')[7]}", Map.of("sub", "a:b")));
  }

  @Test
  void grantsNothingInATeamThatCanBeNone() {
    assertEquals(Map.of(), teams("", "${claims.sub}", Map.of("sub", "../payments")));
    assertEquals(Map.of(), teams("", "${claims.sub}", Map.of("sub", "Payments")));
  }

  @Test
  void givesTheHighestOfSeveralRoles() {
    Map<String, Role> teams = new HashMap<>();
    Set<Role> platform = EnumSet.noneOf(Role.class);
    for (Role role : List.of(Role.TEAM_ADMIN, Role.VIEWER)) {
      Grant.compile(new GrantSettings(Optional.empty(), Optional.of("payments"), role), claims)
          .addTo(teams, platform, claims.read(Map.of()));
    }
    Grant.compile(
            new GrantSettings(
                Optional.of("claims.department == 'audit'"), Optional.empty(), Role.AUDITOR),
            claims)
        .addTo(teams, platform, claims.read(Map.of("department", "audit")));

    assertEquals(Map.of("payments", Role.TEAM_ADMIN), teams);
    assertEquals(Set.of(Role.AUDITOR), platform);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          claims.repositry == 'a'      | did you mean claims.repository?
          claims.groups == 'a'         | no matching overload
          claims.email_verified == '1' | no matching overload
          claims.sub                   | must be true or false
          claims.sub == 'a             | token recognition error
          """)
  void aMistypedClaimIsAnErrorAtTheStart(String when, String said) {
    ExpressionException wrong =
        assertThrows(ExpressionException.class, () -> teams(when, "payments", Map.of()));

    assertTrue(String.valueOf(wrong.getMessage()).contains(said), wrong::getMessage);
  }
}
