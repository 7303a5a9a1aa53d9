package dev.automat.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.document.DocumentException;
import dev.automat.identity.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read from an export, and what is refused with its place. */
class TeamFileTest {

  private static final String BACKSTAGE =
      """
      apiVersion: backstage.io/v1alpha1
      kind: Group
      metadata:
        name: Payments
        annotations: {automat.dev/cost-center: cc-1, automat.dev/admins: 'user:default/ann'}
      spec:
        type: team
        profile: {displayName: Payments, email: payments@example}
        children: []
        members: [ann, ghost]
      ---
      apiVersion: backstage.io/v1alpha1
      kind: Group
      metadata: {name: all-of-it}
      spec: {type: business-unit, children: [payments]}
      ---
      apiVersion: backstage.io/v1alpha1
      kind: User
      metadata: {name: ann}
      spec: {profile: {email: ann@example}, memberOf: [payments]}
      ---
      apiVersion: backstage.io/v1alpha1
      kind: User
      metadata: {name: ben}
      spec: {profile: {email: ben@example}, memberOf: ['group:default/payments']}
      """;

  private static Map<String, TeamSpec> read(String text) {
    return TeamFile.read("teams.yaml", text, "corp", Set.of("default"));
  }

  private static String refusal(String text) {
    return assertThrows(DocumentException.class, () -> read(text)).complaints().toString();
  }

  @Test
  void aGroupOfBackstageIsATeamWithWhomEitherSideNames() {
    Map<String, TeamSpec> teams = read(BACKSTAGE);
    assertEquals(Set.of("payments"), teams.keySet(), "a business unit is no team");
    assertEquals(
        new TeamSpec(
            Optional.of("Payments"),
            Optional.of("payments@example"),
            Optional.of("cc-1"),
            List.of("payments@example"),
            List.of(
                Member.subject("corp:ann@example", Role.TEAM_ADMIN),
                Member.subject("corp:ghost", Role.MEMBER),
                Member.subject("corp:ben@example", Role.MEMBER)),
            Optional.empty()),
        teams.get("payments"));
  }

  @Test
  void aDocumentOfATeamIsReadAsItIsWritten() {
    TeamSpec spec =
        read("{kind: Team, metadata: {id: shop}, spec: {owner: o, allowedPlacements: [default]}}")
            .get("shop");
    assertEquals(Optional.of("o"), spec.owner());
    assertEquals(Optional.of(List.of("default")), spec.allowedPlacements());
  }

  @Test
  void aMistakeIsNamedWithLineAndColumn() {
    assertTrue(refusal("kind: Team\nspec: [\n").contains("teams.yaml:3:1"));
    String wrong = refusal("kind: Team\nmetadata: {id: shop}\nspec:\n  owner: 7\n");
    assertTrue(wrong.contains("teams.yaml:4:10: /spec/owner"), wrong);
    String id = refusal("kind: Team\nmetadata: {id: No Shop}\nspec: {}\n");
    assertTrue(id.contains("teams.yaml:2:16: /metadata/id"), id);
    assertTrue(refusal("kind: Recipe\n").contains("neither a Team nor an entity"));
  }

  @Test
  void aNameOfBackstageThatCanBeNoIdIsSaidWithTheWayOut() {
    String text = BACKSTAGE.replace("name: Payments", "name: pay_ments");
    assertTrue(refusal(text).contains("automat.dev/team"));
    String named = text.replace("{automat.dev/cost", "{automat.dev/team: pay, automat.dev/cost");
    assertEquals(Set.of("pay"), read(named).keySet());
  }

  @Test
  void anExportThatBrokeOffAndTheSameIdTwiceAreRefused() {
    assertTrue(refusal("").contains("names no team"));
    String team = "{kind: Team, metadata: {id: shop}, spec: {}}";
    assertTrue(refusal("---\n" + team + "\n---\n" + team + "\n").contains("another team"));
  }

  @Test
  void peopleOfBackstageNeedAnIssuer() {
    DocumentException refusal =
        assertThrows(
            DocumentException.class, () -> TeamFile.read("t.yaml", BACKSTAGE, "", Set.of()));
    assertTrue(refusal.getMessage().contains("teamSync.issuer"), refusal.getMessage());
  }
}
