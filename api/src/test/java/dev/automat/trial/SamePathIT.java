package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.gcp.CacheConsole;
import dev.automat.testkit.gcp.CacheTimings;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.FakeMemorystore;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.SqlServers;
import dev.automat.testkit.gcp.SqlTimings;
import dev.automat.testkit.redis.TestRedis;
import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The same request with nothing but its cloud changed is vended on this machine, on the stand-in
 * for AWS and on the fakes of Google Cloud, and answers with the same document and the same keys;
 * so does a binding. Behind databases on AWS there is nothing to sign in to here, so that those are
 * bound in the tests of their plugin alone; queues on this machine bind nobody.
 */
final class SamePathIT {

  private static final String PROJECT = "acme-trial";
  private static final String GCP_REGION = "us-central1";
  private static final long BETWEEN_NANOS = 300_000_000L;
  private static final String TEAM = "/v1/teams/same/";
  private static final List<String> CLOUDS = List.of("local", "aws", "gcp");

  /**
   * What is asked for.
   *
   * @param where the outputs, and keys of the connection, that say where it is: those of every
   *     cloud
   */
  private record Kind(String plural, Set<String> where) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("databases", Set.of("host", "port", "database")),
          new Kind("caches", Set.of("host", "port")),
          new Kind("queues", Set.of("url", "endpoint", "region", "name")));

  /** What a document has only if there is something to say. */
  private static final Set<String> OPTIONAL =
      Set.of("/plan/notes", "/plan/links", "/plan/policy", "/plan/drift", "/status/parts");

  /**
   * An application that is bound.
   *
   * @param spec by cloud
   * @param keys those of its connection on every cloud
   */
  private record Bound(String plural, Map<String, String> spec, Set<String> keys) {}

  private static final Set<String> SECRET = Set.of("username", "password", "uri");
  private static final Set<String> TOLD = Set.of("type", "provider", "reachableFrom");

  private static final List<Bound> BOUND =
      List.of(
          new Bound("databases", Map.of("local", "", "gcp", ""), SECRET),
          new Bound("caches", Map.of("local", "", "aws", "", "gcp", ""), SECRET),
          new Bound(
              "queues",
              Map.of(
                  "aws", "arn:aws:iam::123456789012:role/shop",
                  "gcp", "serviceAccount:shop@acme-trial.iam.gserviceaccount.com"),
              Set.of("principal")));

  /** What a cloud's connection has besides, as docs/promises.md says of its outputs. */
  private static final Map<String, Set<String>> BESIDES =
      Map.of(
          "local caches", Set.of("prefix"),
          "gcp caches", Set.of("serverCa"),
          "gcp databases", Set.of("connectionName", "engineVersion"));

  private static final List<String> TALKATIVE = List.of("-Dautomat.log.level=TRACE");

  @TempDir private Path directory;

  /** What stands in no file and no line of the log. */
  private final CanarySearch secrets = new CanarySearch();

  @Test
  void onlyTheCloudChanges() throws Exception {
    Clock clock = Clock.systemUTC();
    try (AwsGround aws = AwsGround.prepare(1);
        SqlServers servers = new SqlServers(Files.createDirectories(directory.resolve("sql")));
        FakeCloudSql sql = FakeCloudSql.start(clock, 1, servers);
        FakeMemorystore redis = FakeMemorystore.start(clock, 1);
        FakePubSub mail = FakePubSub.start(clock, 1)) {
      sql.pace(SqlTimings.REAL.perMille(2));
      redis.pace(CacheTimings.REAL.perMille(2));
      Workplace place = Workplace.in(directory);
      Path file = place.configuration("automat.yaml", configuration(aws, sql, redis, mail));
      try (ServerProcess server =
              ServerProcess.launch(
                  place, AwsGround.CREDENTIALS, TALKATIVE, List.of("--config", file.toString()));
          Talk talk = new Talk(server)) {
        KINDS.forEach(kind -> ask(talk, kind));
        KINDS.forEach(kind -> compare(talk, kind));
        BOUND.forEach(bound -> bind(talk, bound));
        BOUND.forEach(bound -> compareBound(talk, bound));
        theOneSecretIsGivenAndFollowed(talk, redis.console(PROJECT, GCP_REGION));
      }
      assertEquals(Map.of(), secrets.inFiles(place.data()));
      assertEquals(Set.of(), secrets.in(Files.readAllBytes(place.log())));
    }
  }

  private static void ask(Talk talk, Kind kind) {
    for (String cloud : CLOUDS) {
      Answer answer =
          talk.ask(
              "PUT",
              path(kind, cloud),
              "{\"spec\": {\"environment\": \"dev\", \"cloud\": \"%s\"}}".formatted(cloud));
      assertEquals(202, answer.status(), answer::toString);
      assertEquals(cloud, answer.at("/plan/placement/provisioner"), answer::toString);
    }
  }

  private static void compare(Talk talk, Kind kind) {
    Map<String, Set<String>> shapes = new TreeMap<>();
    Set<String> plans = new TreeSet<>();
    for (String cloud : CLOUDS) {
      String path = path(kind, cloud);
      JsonNode document = new Impatience(talk).awaitReady(path).json();
      shapes.put(cloud, shape(document));
      plans.add(document.at("/plan/inputs") + " " + document.at("/plan/lifetime"));
      assertHas(kind, cloud, document.at("/status/outputs"));
      assertHas(kind, cloud, talk.get(path + "/connection").json());
    }
    Set<String> first = shapes.get(CLOUDS.getFirst());
    shapes.forEach((cloud, shape) -> assertEquals(first, shape, kind.plural + " on " + cloud));
    assertEquals(1, plans.size(), () -> "the same inputs and lifetime: " + plans);
  }

  private static void assertHas(Kind kind, String cloud, JsonNode node) {
    for (String key : kind.where) {
      assertTrue(node.hasNonNull(key), () -> kind.plural + " on " + cloud + ": " + key);
    }
  }

  private static void bind(Talk talk, Bound bound) {
    bound.spec.forEach(
        (cloud, principal) -> {
          String named = principal.isEmpty() ? "" : "\"principal\": \"%s\"".formatted(principal);
          Answer answer =
              talk.ask("PUT", binding(bound, cloud), "{\"spec\": {%s}}".formatted(named));
          assertEquals(202, answer.status(), answer::toString);
        });
  }

  private static void compareBound(Talk talk, Bound bound) {
    Kind kind =
        KINDS.stream().filter(each -> each.plural.equals(bound.plural)).findFirst().orElseThrow();
    Set<String> wanted = new TreeSet<>(kind.where);
    wanted.addAll(bound.keys);
    wanted.addAll(TOLD);
    for (String cloud : bound.spec.keySet()) {
      awaitBinding(talk, bound.plural, cloud, answer -> answer.at("/status/phase").equals("Ready"));
      JsonNode connection = talk.get(binding(bound, cloud) + "/connection").json();
      Set<String> keys = new TreeSet<>();
      connection.properties().forEach(each -> keys.add(each.getKey()));
      assertTrue(
          keys.containsAll(wanted), () -> bound.plural + " on " + cloud + " lack some: " + keys);
      if (bound.keys == SECRET) {
        keys.removeAll(wanted);
        keys.removeAll(BESIDES.getOrDefault(cloud + " " + bound.plural, Set.of()));
        assertEquals(Set.of(), keys, bound.plural + " on " + cloud + " have more than that");
      }
    }
  }

  private static void awaitBinding(
      Talk talk, String plural, String cloud, Predicate<Answer> condition) {
    String resource = TEAM + plural + "/on-" + cloud;
    Await.until(
        Impatience.LIMIT,
        () -> "" + talk.get(resource + "/bindings/shop") + talk.get(resource + "/events"),
        () -> {
          if (condition.test(talk.get(resource + "/bindings/shop"))) {
            return true;
          }
          talk.ask("POST", resource + ":reconcile", "");
          LockSupport.parkNanos(BETWEEN_NANOS);
          return false;
        });
  }

  private static String binding(Bound bound, String cloud) {
    return TEAM + bound.plural + "/on-" + cloud + "/bindings/shop";
  }

  /** What differs, and is told in docs/promises.md: all have one secret, and Google makes it. */
  private void theOneSecretIsGivenAndFollowed(Talk talk, CacheConsole console) {
    String cache = TEAM + "caches/on-gcp";
    String binding = cache + "/bindings/shop";
    String name = console.instances().getFirst();
    String before = console.authString(name);
    assertEquals(before, password(talk, binding));
    assertFalse(talk.get(cache + "/connection").toString().contains(before), "whoever is bound");
    assertEquals(409, talk.ask("POST", binding + ":rotate", "").status());
    assertTrue(talk.get(binding).at("/status/notice").contains("--no-enable-auth"));

    console.changeAuthString(name);
    String after = console.authString(name);
    awaitBinding(talk, "caches", "gcp", _ -> password(talk, binding).equals(after));

    Answer leaving = talk.ask("DELETE", binding, "");
    assertTrue(leaving.at("/status/notice").contains("takes it from nobody"), leaving::toString);
    awaitBinding(talk, "caches", "gcp", answer -> answer.status() == 404);
    String events = talk.get(cache + "/events").toString();
    assertTrue(events.contains("SecretChanged") && events.contains("BindingWithdrawn"), events);
    secrets.add("AUTH string", before).add("AUTH string that was changed", after);
  }

  private static String password(Talk talk, String binding) {
    return talk.get(binding + "/connection").at("/password");
  }

  /** The fields of the document, and of its parts, but those that are there only now and then. */
  private static Set<String> shape(JsonNode document) {
    Set<String> shape = new TreeSet<>();
    for (Map.Entry<String, JsonNode> part : document.properties()) {
      shape.add("/" + part.getKey());
      part.getValue()
          .properties()
          .forEach(field -> shape.add("/" + part.getKey() + "/" + field.getKey()));
    }
    shape.removeAll(OPTIONAL);
    return shape;
  }

  private static String path(Kind kind, String cloud) {
    return TEAM + kind.plural + "/on-" + cloud;
  }

  private String configuration(
      AwsGround aws, FakeCloudSql sql, FakeMemorystore redis, FakePubSub mail) throws IOException {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    for (String plugin : List.of("aws", "gcp")) {
      copy(Workplace.repository().resolve("provisioners/" + plugin + "/target/plugins"), plugins);
    }
    return """
    teams:
      '*': {owner: platform-team, costCenter: cc-4711}
    placements:
      - {name: here, cloud: local, account: default, region: local}
      - {name: aws, cloud: aws, account: trial, region: %s}
      - {name: gcp, cloud: gcp, account: trial, region: %s}
    plugins: {directory: '%s', pinned: {aws: '%s', gcp: '%s'}}
    provisioners:
      local: {redis: {program: '%s'}}
      gcp:
        endpoints: {sqlAdmin: '%s', redis: '%s', pubsub: '%s'}
        accounts:
          trial:
            project: %s
            projectNumber: '%s'
            regions:
              %s: {network: projects/acme-net/global/networks/shared}
    %s\
    """
        .formatted(
            AwsGround.REGION,
            GCP_REGION,
            plugins,
            digest(plugins, "aws"),
            digest(plugins, "gcp"),
            TestRedis.program(directory),
            sql.endpoint(),
            redis.wire().endpoint(),
            mail.wire().endpoint(),
            PROJECT,
            FakePubSub.PROJECT_NUMBER,
            GCP_REGION,
            aws.section().indent(2));
  }

  private static String digest(Path plugins, String name) throws IOException {
    return Files.readString(plugins.resolve(name + ".sha256")).strip();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
