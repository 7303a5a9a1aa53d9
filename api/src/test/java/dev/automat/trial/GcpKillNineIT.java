package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.aws.AwsFaults;
import dev.automat.testkit.aws.Fault;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.SqlConsole;
import dev.automat.testkit.gcp.SqlTimings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Law 2 on Cloud SQL: databases are asked for, changed and deleted while the fake throttles, fails
 * before and after the effect and cuts connections, and while the server dies by kill -9.
 */
class GcpKillNineIT {

  private static final Path PLUGINS =
      Workplace.repository().resolve("provisioners/gcp/target/plugins");

  private static final String PROJECT = "acme-trial";
  private static final String REGION = "us-central1";
  private static final String TEAM = "/v1/teams/crash/databases/";
  private static final List<String> NAMES = List.of("one", "two", "three", "four");
  private static final Set<String> GOING = Set.of("three", "four");

  /** One call in eight meets something. */
  private static final AwsFaults BAD_DAY =
      AwsFaults.NONE
          .with(Fault.THROTTLED, 0.03)
          .with(Fault.FAILS_BEFORE, 0.02)
          .with(Fault.FAILS_AFTER, 0.03)
          .with(Fault.DROPPED_BEFORE, 0.02)
          .with(Fault.DROPPED_AFTER, 0.03);

  @TempDir private Path directory;

  private final FakeCloudSql fake = FakeCloudSql.start(Clock.systemUTC(), 1);
  private final SqlConsole console = fake.console(PROJECT);

  @Test
  void losesNothingLeaksNothingAndMakesNothingTwice() throws Exception {
    // An instance takes 2.4 s to be made, and the name of one that is gone is kept.
    fake.pace(SqlTimings.REAL.perMille(5).keepingNames(Duration.ofDays(7)));
    Workplace place = Workplace.in(directory);
    ServerProcess server = launch(place);
    try (Talk talk = new Talk(server)) {
      fake.become(BAD_DAY);
      for (String name : NAMES) {
        acknowledged(talk, "PUT", name, body(10));
      }
      server = killed(server, place, talk, 900);
      server = killed(server, place, talk, 2_500);
      acknowledged(talk, "PUT", "one", body(25));
      for (String name : GOING) {
        acknowledged(talk, "DELETE", name, "");
      }
      server = killed(server, place, talk, 1_500);
      fake.become(AwsFaults.NONE);
      judge(talk);
    } finally {
      server.close();
      fake.close();
      assertEquals(List.of(), fake.ownFailures());
    }
    assertTrue(fake.faulty() > 0, "something went wrong on the way");
  }

  private static String body(int storage) {
    return "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"storageGiB\": %d}}}"
        .formatted(storage);
  }

  /** Asked again until it is answered, as a client does whose server restarts. */
  private static void acknowledged(Talk talk, String method, String name, String body) {
    Await.until(
        method + " " + name,
        () -> {
          try {
            return talk.send(method, TEAM + name, body).isGood();
          } catch (IOException down) {
            return false;
          }
        });
  }

  private ServerProcess killed(ServerProcess server, Workplace place, Talk talk, long afterMillis)
      throws Exception {
    LockSupport.parkNanos(Duration.ofMillis(afterMillis).toNanos());
    server.kill();
    assertEquals(137, server.awaitEnd(), "it was the kill that ended the server");
    ServerProcess next = launch(place);
    talk.moveTo(next);
    return next;
  }

  private void judge(Talk talk) {
    Impatience impatience = new Impatience(talk);
    for (String name : NAMES) {
      if (!GOING.contains(name)) {
        impatience.await(
            TEAM + name,
            "complete",
            answer -> answer.at("/status/phase").equals("Ready") && isComplete(answer.json()));
      }
    }
    Await.until(
        () -> "only what stands is left: " + console.instances(),
        () -> new TreeSet<>(console.instances()).equals(standing(talk).keySet()));
    standing(talk)
        .forEach(
            (name, uid) ->
                assertEquals(uid, label(name, "automat-uid"), name + " is labelled as its record"));
    assertEquals(
        25,
        console
            .instance(talk.get(TEAM + "one").at("/status/externalName"))
            .orElseThrow()
            .at("/settings/dataDiskSizeGb")
            .asInt());
    assertEquals(0, talk.get("/v1/leaks").json().path("items").size());
  }

  /** The database for applications is there, and so is the label that goes on after it. */
  private boolean isComplete(JsonNode document) {
    String name = document.at("/status/externalName").asString("");
    return console.databases(name).contains("app") && label(name, "team").equals("crash");
  }

  private String label(String instance, String label) {
    return console
        .instance(instance)
        .map(shown -> shown.path("settings").path("userLabels").path(label).asString(""))
        .orElse("");
  }

  private static Map<String, String> standing(Talk talk) {
    Map<String, String> standing = new HashMap<>();
    for (String name : NAMES) {
      if (!GOING.contains(name)) {
        JsonNode document = talk.get(TEAM + name).json();
        standing.put(
            document.at("/status/externalName").asString(),
            document.at("/metadata/uid").asString());
      }
    }
    return standing;
  }

  private ServerProcess launch(Workplace place) throws IOException {
    String digest = Files.readString(PLUGINS.resolve("gcp.sha256")).strip();
    Path file =
        place.configuration(
            "automat.yaml",
            """
            teams:
              '*': {owner: platform-team, costCenter: cc-4711}
            placements:
              - {name: gcp, cloud: gcp, account: trial, region: %s}
            plugins: {directory: '%s', pinned: {gcp: '%s'}}
            provisioners:
              gcp:
                endpoints: {sqlAdmin: '%s'}
                accounts:
                  trial:
                    project: %s
                    regions:
                      %s: {network: projects/acme-net/global/networks/shared}
            """
                .formatted(REGION, PLUGINS, digest, fake.endpoint(), PROJECT, REGION));
    return ServerProcess.launch(place, Map.of(), List.of(), List.of("--config", file.toString()));
  }
}
