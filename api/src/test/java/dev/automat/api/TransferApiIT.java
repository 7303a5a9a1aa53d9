package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.Main;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.trial.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A resource goes from team to team over HTTP: gil gives, rae receives, eve has no part in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferApiIT {

  private static final String TO_RECEIVING = "{\"to\": \"receiving\"}";

  /** Of all queues. */
  private static final String SECRET = "canary-of-all";

  private TeamServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new TeamServer(home, new ToyCloud(Optional.of(new Credentials("all", SECRET))));
    server.make("giving", "gil", "bob");
    server.make("receiving", "rae", "bob");
    server.make("elsewhere", "eve");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void theLogHoldsNoStackTrace() {
    assertEquals(List.of(), server.running().stackTraces());
  }

  private static String path(String team, String name) {
    return "/v1/teams/" + team + "/databases/" + name;
  }

  private static String offers(String team) {
    return "/v1/teams/" + team + "/transfers";
  }

  private Ask.Told make(String name) {
    Ask.Told made =
        server
            .as("gil", "PUT", path("giving", name))
            .header("Prefer", "wait=30")
            .json("{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"3d\"}}")
            .send();
    assertEquals(201, made.status(), made.toString());
    return made;
  }

  private String offer(String name) {
    Ask.Told offered =
        server.as("gil", "POST", path("giving", name) + ":transfer").json(TO_RECEIVING).send();
    assertEquals(201, offered.status(), offered.toString());
    return offered.at("/uid");
  }

  private static void assertProblem(int status, String code, Ask.Told told) {
    assertEquals(status, told.status(), told.toString());
    assertEquals(code, told.at("/code"), told.toString());
  }

  @Test
  void bothTeamsAgreeAndTheResourceIsRetagged() {
    Ask.Told made = make("agreed");
    String uid = offer("agreed");
    for (String side : List.of("giving", "receiving")) {
      String seer = side.equals("giving") ? "gil" : "rae";
      Ask.Told listed = server.as(seer, "GET", offers(side)).send();
      assertTrue(listed.text().contains(uid), listed.toString());
    }

    Ask.Told moved = server.as("rae", "POST", offers("receiving") + "/" + uid + ":accept").send();

    assertEquals(202, moved.status(), moved.toString());
    assertEquals(path("receiving", "agreed"), moved.header("Location"));
    assertEquals(made.at("/metadata/uid"), moved.at("/metadata/uid"));
    assertEquals(made.at("/metadata/expiresAt"), moved.at("/metadata/expiresAt"));
    assertEquals(made.at("/status/externalName"), moved.at("/status/externalName"));
    assertEquals("cc-receiving", moved.at("/plan/tags/cost-center"));
    String name = moved.at("/status/externalName");
    Map<String, Desired> cloud = server.running().cloud().standing;
    Await.until("the engine retags it", () -> tag(cloud.get(name), "team").equals("receiving"));
    assertEquals("receiving-owner", tag(cloud.get(name), "owner"));

    assertProblem(404, "not-found", server.as("gil", "GET", path("giving", "agreed")).send());
    assertProblem(404, "not-found", server.as("gil", "GET", path("receiving", "agreed")).send());
    assertProblem(
        404,
        "not-found",
        server.as("gil", "GET", "/v1/resources/" + made.at("/metadata/uid")).send());
    assertEquals(200, server.as("rae", "GET", path("receiving", "agreed")).send().status());
    String timeline =
        server.as("rae", "GET", path("receiving", "agreed") + "/events").send().text();
    assertTrue(timeline.contains("corp:gil offered it"), timeline);
    assertTrue(timeline.contains("corp:rae accepted it"), timeline);
    assertEquals(
        "accepted",
        server
            .as("gil", "GET", offers("giving"))
            .send()
            .json()
            .path("items")
            .valueStream()
            .filter(offer -> offer.path("uid").asString("").equals(uid))
            .findFirst()
            .orElseThrow()
            .path("state")
            .asString(""));
  }

  /** What the giving team has read of bindings ends. */
  @Test
  void bindingsGetNewSecretsWithTheTransfer() {
    make("bound");
    String before = path("giving", "bound") + "/bindings/";
    for (String each : List.of("shop|0s", "report|1h")) {
      String[] consumer = each.split("\\|", -1);
      Ask.Told bound =
          server
              .as("gil", "PUT", before + consumer[0])
              .header("Prefer", "wait=30")
              .json("{\"spec\": {\"overlap\": \"" + consumer[1] + "\"}}")
              .send();
      assertEquals(201, bound.status(), bound.toString());
    }
    Ask.Told read = server.as("gil", "GET", before + "shop/connection").send();
    assertTrue(server.running().cloud().users.containsKey(read.at("/username")));

    String uid = offer("bound");
    Ask.Told moved = server.as("rae", "POST", offers("receiving") + "/" + uid + ":accept").send();

    assertEquals(202, moved.status(), moved.toString());
    assertEquals("[\"report\",\"shop\"]", moved.json().path("rotating").toString());
    assertEquals("[]", moved.json().path("unchanged").toString());
    Ask.Told sentBack =
        server.as("rae", "PUT", path("receiving", "bound")).json(moved.text()).send();
    assertEquals(200, sentBack.status(), "an answer can be sent back as it is: " + sentBack);
    Await.until(
        "what the giver read is revoked",
        () -> !server.running().cloud().users.containsKey(read.at("/username")));
    String after = path("receiving", "bound") + "/bindings/";
    // Each binding is a step of its own.
    Await.until(
        "the other one has a new secret",
        () ->
            server.as("rae", "GET", after + "report").send().json().at("/status/version").asInt()
                == 2);
    Ask.Told report = server.as("rae", "GET", after + "report").send();
    assertEquals(1, report.json().at("/status/previousVersion").asInt(), report.toString());
    assertFalse(report.at("/status/previousValidUntil").isEmpty(), report.toString());
    assertProblem(404, "not-found", server.as("gil", "GET", after + "shop/connection").send());
    assertProblem(404, "not-found", server.as("gil", "GET", before + "shop/connection").send());
    String timeline = server.as("rae", "GET", path("receiving", "bound") + "/events").send().text();
    assertTrue(
        timeline.contains(
            "a new secret of shop is made, because the team giving may have read the one before;"
                + " the old one stays valid for 0s"),
        timeline);
    assertFalse(
        server.as("rae", "GET", path("receiving", "bound")).send().json().has("rotating"),
        "only the answer to the transfer says so");
  }

  /** Automat can not change it, and whoever was bound has read it: a person has to. */
  @Test
  void aSecretThatTheCloudMadeStaysWithATransferWhichTellsHowItIsChanged() {
    String before = "/v1/teams/giving/queues/shared";
    String binding = "/bindings/shop";
    Ask.Told made =
        server
            .as("gil", "PUT", before)
            .header("Prefer", "wait=30")
            .json("{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"3d\"}}")
            .send();
    assertEquals(201, made.status(), made.toString());
    Ask.Told bound =
        server.as("gil", "PUT", before + binding).header("Prefer", "wait=30").json("{}").send();
    assertEquals(201, bound.status(), bound.toString());
    Ask.Told offered = server.as("gil", "POST", before + ":transfer").json(TO_RECEIVING).send();

    Ask.Told moved =
        server.as("rae", "POST", offers("receiving") + "/" + offered.at("/uid") + ":accept").send();

    assertEquals(202, moved.status(), moved.toString());
    assertEquals("[\"shop\"]", moved.json().path("unchanged").toString());
    assertEquals("[]", moved.json().path("rotating").toString());
    String after = "/v1/teams/receiving/queues/shared";
    Ask.Told sentBack = server.as("rae", "PUT", after).json(moved.text()).send();
    assertEquals(200, sentBack.status(), "an answer can be sent back as it is: " + sentBack);
    String timeline = server.as("rae", "GET", after + "/events").send().text();
    assertTrue(
        timeline.contains(
            "the secret that the cloud made for all (shop) stays as it is, though the team giving"
                + " may have read it. To change it, "
                + ToyCloud.HOW),
        timeline);
    Ask.Told now = server.as("rae", "GET", after + binding).send();
    assertEquals(1, now.json().at("/status/version").asInt(), now.toString());
    assertTrue(now.at("/status/notice").contains("To change it, " + ToyCloud.HOW), now.toString());
    Ask.Told read = server.as("rae", "GET", after + binding + "/connection").send();
    assertEquals(SECRET, read.at("/password"));
    assertFalse((moved.text() + timeline + now.text()).contains(SECRET));
  }

  private static String tag(Desired desired, String name) {
    return desired.tags().getOrDefault(name, "");
  }

  @Test
  void whoHasNoPartInItLearnsNothing() {
    make("private");
    String uid = offer("private");
    Ask.Told seen = server.as("eve", "GET", offers("elsewhere")).send();
    assertFalse(seen.text().contains(uid), seen.toString());
    assertProblem(404, "not-found", server.as("eve", "GET", offers("giving")).send());
    assertProblem(
        404,
        "not-found",
        server.as("eve", "POST", offers("elsewhere") + "/" + uid + ":accept").send());
    assertProblem(
        404,
        "not-found",
        server.as("eve", "POST", offers("receiving") + "/" + uid + ":accept").send());
    assertProblem(
        404,
        "not-found",
        server
            .as("eve", "POST", path("giving", "private") + ":transfer")
            .json(TO_RECEIVING)
            .send());
    assertProblem(
        404,
        "not-found",
        server.as("gil", "POST", offers("giving") + "/" + uid + ":accept").send());
  }

  @Test
  void anOfferDoesNotTellWhetherTheOtherTeamExists() {
    make("blind");
    Ask.Told ghost =
        server
            .as("gil", "POST", path("giving", "blind") + ":transfer")
            .json("{\"to\": \"ghosts\"}")
            .send();
    assertEquals(201, ghost.status(), ghost.toString());
    Ask.Told other =
        server.as("gil", "POST", path("giving", "blind") + ":transfer").json(TO_RECEIVING).send();
    assertProblem(409, "already-offered", other);
    Ask.Told admin =
        server
            .as("root", "POST", path("giving", "blind") + ":transfer")
            .json("{\"to\": \"recieving\"}")
            .send();
    assertProblem(422, "refused", admin);
    assertEquals("receiving", admin.at("/violations/0/nearest"));
  }

  @Test
  void anOfferIsDeclinedOrWithdrawn() {
    make("unwanted");
    String first = offer("unwanted");
    Ask.Told declined =
        server.as("rae", "POST", offers("receiving") + "/" + first + ":decline").send();
    assertEquals("declined", declined.at("/state"), declined.toString());
    String second = offer("unwanted");
    Ask.Told withdrawn =
        server.as("gil", "POST", offers("giving") + "/" + second + ":withdraw").send();
    assertEquals("withdrawn", withdrawn.at("/state"), withdrawn.toString());
    assertProblem(
        404,
        "not-found",
        server.as("rae", "POST", offers("receiving") + "/" + second + ":accept").send());
    assertEquals(200, server.as("gil", "GET", path("giving", "unwanted")).send().status());
  }

  @Test
  void whoMayDoBothDoesItAtOnce() {
    make("quick");
    String body = "{\"to\": \"receiving\", \"accept\": true}";
    String transfer = path("giving", "quick") + ":transfer";
    assertProblem(404, "not-found", server.as("gil", "POST", transfer).json(body).send());
    Ask.Told moved = server.as("bob", "POST", transfer).json(body).send();
    assertEquals(202, moved.status(), moved.toString());
    assertEquals("receiving", moved.at("/metadata/team"));
  }

  @Test
  void aNameThatIsTakenIsSaidAndLeavesTheOfferStanding() {
    make("twice");
    server
        .as("rae", "PUT", path("receiving", "twice"))
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .send();
    String uid = offer("twice");
    Ask.Told taken = server.as("rae", "POST", offers("receiving") + "/" + uid + ":accept").send();
    assertProblem(409, "name-taken", taken);
    assertEquals(200, server.as("gil", "GET", path("giving", "twice")).send().status());
    assertProblem(409, "team-owns", server.as("rae", "DELETE", "/v1/teams/receiving").send());
  }

  @Test
  void theStreamOfTheGivingTeamEndsWithTheMove() throws IOException, InterruptedException {
    make("watched");
    String uid = offer("watched");
    HttpRequest watch =
        HttpRequest.newBuilder(server.running().uri(path("giving", "watched") + "/events"))
            .header("Accept", "text/event-stream")
            .header("Test-Caller", "gil")
            .build();
    try (Stream<String> lines =
        server.running().http().send(watch, HttpResponse.BodyHandlers.ofLines()).body()) {
      Iterator<String> iterator = lines.iterator();
      assertTrue(iterator.hasNext(), "it is open");
      server.as("rae", "POST", offers("receiving") + "/" + uid + ":accept").send();
      String last = "";
      while (iterator.hasNext() && !last.equals("event: end")) {
        last = iterator.next();
      }
      assertEquals("event: end", last);
    }
  }

  @Test
  void aBodyWithoutATeamIsRefusedWithItsPlace() {
    make("nowhere");
    Ask.Told told =
        server
            .as("gil", "POST", path("giving", "nowhere") + ":transfer")
            .json("{\"team\": \"x\"}")
            .send();
    assertProblem(422, "refused", told);
    assertTrue(told.text().contains("\"pointer\":\"/to\""), told.toString());
  }

  @Test
  void theCommandLineOffersListsAndAccepts() {
    make("typed");
    String said = command("transfer", "offer", "giving", "database", "typed", "--to", "receiving");
    String uid = said.replaceAll("(?s).*offer ([a-z2-7]{20}) .*", "$1");
    assertTrue(command("transfer", "list", "receiving").contains(uid), said);
    assertTrue(command("transfer", "accept", "receiving", uid).contains("accept"));
    assertEquals(200, server.as("rae", "GET", path("receiving", "typed")).send().status());
  }

  private String command(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", server.running().uri("").toString()));
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    assertEquals(0, exitCode, err::toString);
    return out.toString();
  }
}
