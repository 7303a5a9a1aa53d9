package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.trial.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Teams over HTTP, by callers of different roles. Each test has a team of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeamApiIT {

  private static final String DEV = "{\"spec\": {\"environment\": \"dev\"}}";

  private TeamServer server;
  private Path file;

  @BeforeAll
  void start(@TempDir Path home) throws IOException {
    file = Files.writeString(home.resolve("teams.yaml"), synced("synced", "cc-1"));
    server =
        new TeamServer(
            home,
            new GivenSetting("teamSync.file", file.toString(), "test"),
            new GivenSetting("teamSync.every", "1s", "test"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void theLogHoldsNoStackTrace() {
    assertEquals(List.of(), server.running().stackTraces());
  }

  private static String synced(String id, String code) {
    return """
    apiVersion: automat.dev/v1
    kind: Team
    metadata: {id: %s}
    spec: {owner: export, costCenter: %s, members: [{subject: 'corp:sam', role: team-admin}]}
    """
        .formatted(id, code);
  }

  private static String spec(String code, String members) {
    return "{\"spec\": {\"owner\": \"o\", \"costCenter\": \"%s\", \"members\": [%s]}}"
        .formatted(code, members);
  }

  private static String member(String name, String role) {
    return "{\"subject\": \"corp:%s\", \"role\": \"%s\"}".formatted(name, role);
  }

  private Ask.Told put(String caller, String team, String body) {
    return server.as(caller, "PUT", "/v1/teams/" + team).json(body).send();
  }

  private static void assertProblem(int status, String code, Ask.Told told) {
    assertEquals(status, told.status(), told.toString());
    assertEquals(code, told.at("/code"), told.toString());
  }

  @Test
  void aTeamIsMadeOnceAndChangedByItsVersion() {
    String ann = spec("cc-1", member("ann", "team-admin"));
    Ask.Told made = put("root", "life", ann);
    assertEquals(201, made.status(), made.toString());
    assertEquals("/v1/teams/life", made.header("Location"));
    assertEquals("\"life-1\"", made.header("ETag"));
    assertEquals("corp:root", made.at("/metadata/createdBy"));
    assertEquals("api", made.at("/metadata/managedBy"));
    Ask.Told again = put("root", "life", ann);
    assertEquals(200, again.status());
    assertEquals("\"life-1\"", again.header("ETag"));
    Ask.Told sentBack = put("root", "life", again.text());
    assertEquals(200, sentBack.status(), "what GET shows can be sent back");
    String both = spec("cc-1", member("ann", "team-admin") + "," + member("ben", "viewer"));
    Ask.Told changed =
        server
            .as("ann", "PUT", "/v1/teams/life")
            .header("If-Match", "\"life-1\"")
            .json(both)
            .send();
    assertEquals("\"life-2\"", changed.header("ETag"), changed.toString());
    assertProblem(
        412,
        "stale",
        server
            .as("ann", "PUT", "/v1/teams/life")
            .header("If-Match", "\"life-1\"")
            .json(ann)
            .send());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Ask.Told told =
        put(
            "root",
            "wrong",
            """
            {"kind": "Team", "metadata": {"id": "other"},
             "spec": {"costCenter": "cc", "contact": "x", "allowedPlacements": ["defalt"],
                      "members": [{"role": "member"}, {"subject": "ann", "role": "boss"}]}}
            """);
    assertProblem(422, "refused", told);
    String text = told.text();
    for (String pointer :
        List.of(
            "/metadata/id",
            "/spec/owner",
            "/spec/contact",
            "/spec/allowedPlacements/0",
            "/spec/members/0",
            "/spec/members/1/subject",
            "/spec/members/1/role")) {
      assertTrue(text.contains("\"pointer\":\"" + pointer + "\""), pointer + " in " + text);
    }
    assertTrue(text.contains("did you mean \\\"default\\\"?"), text);
  }

  @Test
  void whoHasNoRoleLearnsNothingOfATeam() {
    server.make("hidden", "ann");
    String body = spec("cc-hidden", "");
    for (String path : List.of("", "/transfers")) {
      Ask.Told there = server.as("eve", "GET", "/v1/teams/hidden" + path).send();
      Ask.Told never = server.as("eve", "GET", "/v1/teams/nowhere" + path).send();
      assertProblem(404, "not-found", there);
      assertEquals(there.at("/detail").replace("hidden", "nowhere"), never.at("/detail"));
      assertEquals(there.at("/fix"), never.at("/fix"));
    }
    assertProblem(404, "not-found", put("eve", "hidden", body));
    assertProblem(404, "not-found", put("eve", "nowhere", body));
    assertProblem(404, "not-found", server.as("eve", "DELETE", "/v1/teams/hidden").send());
    Ask.Told list = server.as("eve", "GET", "/v1/teams").send();
    assertEquals(0, list.json().path("items").size(), list.toString());
  }

  @Test
  void oneSeesTheTeamsThatOneIsInAndAPlatformAdminSeesAll() {
    server.make("seen", "vic");
    Ask.Told own = server.as("vic", "GET", "/v1/teams").send();
    assertEquals("seen", own.at("/items/0/metadata/id"));
    assertEquals(1, own.json().path("items").size());
    String all = server.as("root", "GET", "/v1/teams").send().text();
    assertTrue(all.contains("\"seen\"") && all.contains("\"payments\""), all);
  }

  @Test
  void aViewerLooksAndATeamAdminChangesAllButWhoPays() {
    put(
        "root",
        "roles",
        spec("cc-1", member("ann", "team-admin") + "," + member("vera", "viewer")));
    assertEquals(200, server.as("vera", "GET", "/v1/teams/roles").send().status());
    Ask.Told viewer = put("vera", "roles", spec("cc-1", member("vera", "team-admin")));
    assertProblem(403, "forbidden", viewer);
    assertTrue(viewer.at("/fix").contains("corp:ann"), viewer.toString());
    Ask.Told payer = put("ann", "roles", spec("cc-2", member("ann", "team-admin")));
    assertProblem(403, "forbidden", payer);
    assertEquals("/spec/costCenter", payer.at("/violations/0/pointer"));
    assertEquals("platform-admin-only", payer.at("/violations/0/rule"));
    assertEquals(200, put("root", "roles", spec("cc-2", member("ann", "team-admin"))).status());
    assertProblem(404, "not-found", server.as("vera", "GET", "/v1/teams/roles").send());
  }

  @Test
  void whoRunsATeamMakesNoOther() {
    server.make("mine", "ann");
    assertProblem(404, "not-found", put("ann", "another", spec("cc", "")));
  }

  @Test
  void aTeamOfTheConfigurationIsShownAndChangedThere() {
    Ask.Told shown = server.as("pat", "GET", "/v1/teams/payments").send();
    assertEquals("configuration", shown.at("/metadata/managedBy"));
    assertEquals("", shown.header("ETag"));
    Ask.Told refused = put("pat", "payments", spec("cc-1234", ""));
    assertProblem(409, "managed-elsewhere", refused);
    assertTrue(refused.at("/fix").contains("teams.payments"), refused.toString());
    assertProblem(
        409, "managed-elsewhere", server.as("pat", "DELETE", "/v1/teams/payments").send());
  }

  @Test
  void aTeamEndsWhenItOwnsNothingAndItsIdIsNeverUsedAgain() {
    server.make("leaving", "lea");
    String queue = "/v1/teams/leaving/queues/mails";
    Ask.Told made = server.as("lea", "PUT", queue).header("Prefer", "wait=30").json(DEV).send();
    assertEquals(201, made.status(), made.toString());
    Ask.Told owns = server.as("lea", "DELETE", "/v1/teams/leaving").send();
    assertProblem(409, "team-owns", owns);
    assertEquals("Queue mails", owns.at("/violations/0/message"));
    assertTrue(owns.at("/violations/0/fix").contains(queue), owns.toString());
    Ask.Told last = put("lea", "leaving", leaving(member("lea", "member")));
    assertProblem(409, "team-owns", last);
    assertEquals(
        200,
        put("lea", "leaving", leaving("{\"group\": \"corp:leas\", \"role\": \"team-admin\"}"))
            .status(),
        "a group runs it");
    server.as("lea", "DELETE", queue).header("Prefer", "wait=30").send();
    Ask.Told ended = server.as("lea", "DELETE", "/v1/teams/leaving").send();
    assertEquals(200, ended.status(), ended.toString());
    assertFalse(ended.at("/metadata/deletedAt").isEmpty());
    assertProblem(409, "team-gone", put("root", "leaving", leaving("")));
    assertProblem(410, "gone", server.as("root", "GET", "/v1/teams/leaving").send());
    Ask.Told late = server.as("root", "PUT", queue).json(DEV).send();
    assertProblem(422, "refused", late);
    assertEquals("unknown-team", late.at("/violations/0/rule"));
  }

  private static String leaving(String members) {
    return "{\"spec\": {\"owner\": \"leaving-owner\", \"costCenter\": \"cc-leaving\", \"members\":"
        + " ["
        + members
        + "]}}";
  }

  @Test
  void aTeamUsesThePlacementsThatItIsAllowed() {
    put(
        "root",
        "barred",
        """
        {"spec": {"owner": "o", "costCenter": "cc", "allowedPlacements": ["vault"],
                  "members": [{"subject": "corp:bea", "role": "member"}]}}
        """);
    Ask.Told refused = server.as("bea", "PUT", "/v1/teams/barred/queues/mails").json(DEV).send();
    assertProblem(422, "refused", refused);
    assertEquals("placement-not-allowed", refused.at("/violations/0/rule"));
    assertTrue(refused.at("/violations/0/message").contains("default"), refused.toString());
    assertTrue(refused.at("/violations/0/fix").contains("platform-admin"), refused.toString());
  }

  @Test
  void anotherCostCentreIsShownAndChangesNoPlan() {
    server.make("billed", "bo");
    String queue = "/v1/teams/billed/queues/mails";
    Ask.Told made = server.as("bo", "PUT", queue).header("Prefer", "wait=30").json(DEV).send();
    put(
        "root",
        "billed",
        """
        {"spec": {"owner": "billed-owner", "costCenter": "cc-new", "members": [{"subject": "corp:bo", "role": "team-admin"}]}}
        """);
    Ask.Told now = server.as("bo", "GET", queue).send();
    assertEquals(made.at("/plan/digest"), now.at("/plan/digest"));
    assertTrue(now.text().contains("\"TeamChanged\""), now.toString());
    assertTrue(now.text().contains("cc-billed, and its team says cc-new"), now.toString());
    Ask.Told changed =
        server
            .as("bo", "PUT", queue)
            .header("Prefer", "wait=30")
            .json(
                "{\"metadata\": {\"labels\": {\"a\": \"b\"}}, \"spec\": {\"environment\":"
                    + " \"dev\"}}")
            .send();
    assertEquals("cc-new", changed.at("/plan/tags/cost-center"), changed.toString());
    assertFalse(changed.text().contains("TeamChanged"), changed.toString());
  }

  @Test
  void aSyncedFileMakesAndChangesTeamsAndOrphansWhatItDoesNotName() throws IOException {
    assertEquals("cc-1", server.as("sam", "GET", "/v1/teams/synced").send().at("/spec/costCenter"));
    assertProblem(
        409, "managed-elsewhere", put("sam", "synced", spec("cc-1", member("sam", "team-admin"))));
    Files.writeString(file, synced("synced", "cc-2"));
    Await.until("the change is seen", () -> shown("/spec/costCenter").equals("cc-2"));
    Files.writeString(file, "kind: Team\nspec: {owner: [\n");
    Await.until(
        "the log names line and column",
        () ->
            server.running().log().stream()
                .anyMatch(
                    line -> line.getFormattedMessage().matches(".*teams\\.yaml:\\d+:\\d+: .*")));
    assertEquals("cc-2", shown("/spec/costCenter"), "nothing was changed");
    Files.writeString(file, synced("another", "cc-1"));
    Await.until("it is an orphan", () -> !shown("/metadata/orphanedSince").isEmpty());
    Files.writeString(file, synced("synced", "cc-2"));
    Await.until("it is none any more", () -> shown("/metadata/orphanedSince").isEmpty());
  }

  private String shown(String pointer) {
    return server.as("root", "GET", "/v1/teams/synced").send().at(pointer);
  }

  @Test
  void theCommandLineMakesShowsAndEndsTeams(@TempDir Path home) throws IOException {
    Path document =
        Files.writeString(
            home.resolve("team.yaml"),
            """
            kind: Team
            metadata: {id: typed}
            spec: {owner: o, costCenter: cc-typed}
            """);
    assertTrue(command("team", "apply", "-f", document.toString()).contains("typed: made"));
    assertTrue(command("team", "apply", "-f", document.toString()).contains("typed: stands so"));
    assertTrue(command("team", "get").contains("cc-typed"));
    assertTrue(command("team", "get", "typed").contains("costCenter: cc-typed"));
    assertTrue(command("team", "delete", "typed").contains("typed: ended"));
  }

  @Test
  void offlineATeamsDocumentGivesTheDigestOfTheServer(@TempDir Path home) throws IOException {
    server.make("offline", "olga");
    Path request =
        Files.writeString(
            home.resolve("queue.yaml"),
            """
            kind: Queue
            metadata: {team: offline, name: mails}
            spec: {environment: dev}
            """);
    Path modules = RunningServer.configurationFile().resolveSibling("modules");
    Path configuration =
        Files.writeString(
            home.resolve("automat.yaml"),
            TeamServer.CONFIGURATION + "catalogDir: " + modules + "\n");
    Path document = home.resolve("team.yaml");
    Files.writeString(document, command("team", "get", "offline"));
    String digest =
        server
            .as("olga", "PUT", "/v1/teams/offline/queues/mails?validateOnly=true")
            .json(DEV)
            .send()
            .at("/plan/digest");

    String[] plan = {"plan", request.toString(), "--config", configuration.toString()};
    String[] withTeam = Arrays.copyOf(plan, plan.length + 2);
    withTeam[plan.length] = "--team-file";
    withTeam[plan.length + 1] = document.toString();
    assertTrue(run(0, withTeam).contains(digest), digest);
    assertEquals("", run(1, plan), "there is no such team here");
  }

  private String command(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--server";
    all[words.length + 1] = server.running().uri("").toString();
    return run(0, all);
  }

  private static String run(int expected, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    assertEquals(expected, exitCode, err::toString);
    return out.toString();
  }
}
