package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.config.ConfigurationLoader;
import dev.automat.config.GivenSetting;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.provisioner.local.postgres.EmbeddedServer;
import dev.automat.provisioner.local.postgres.Endpoint;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Credentials;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import dev.automat.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Plants secrets, lets a server do all that it can with the most talkative log, and then looks for
 * them everywhere.
 */
class SecretCanaryIT {

  private static final String ADMINISTRATOR = "canary-of-the-administrator-4711";
  private static final String ENVIRONMENT = "canary-in-the-environment-4712";
  private static final String CONFIGURED = "canary of the \"configured\" server/4713+ü";
  private static final List<String> TALKATIVE = List.of("-Dautomat.log.level=TRACE");
  private static final int KEY_BYTES = 32;

  private final CanarySearch search = new CanarySearch();

  @Test
  void secretsOfAnEmbeddedServerAreInTheirTwoFilesAndNowhereElse(@TempDir Path directory)
      throws Exception {
    Workplace place = Workplace.in(directory);
    LocalServers servers = LocalServers.of(place);
    plantAdministrator(servers);
    List<String> answers = new ArrayList<>();
    try {
      try (ServerProcess server = launch(place);
          Talk talk = new Talk(server)) {
        Exercise exercise = new Exercise(talk);
        exercise.lives();
        exercise.drift(servers);
        String password = exercise.connection(Exercise.STAYS).at("/password");
        List<String> ofBindings = exercise.bindings();
        exercise.mistakes();
        exercise.misplaced(password);
        exercise.reads();
        answers.addAll(exercise.answers());
        addSecrets(place, password);
        assertEquals(
            Set.of("shown password"), search.in(exercise.connection(Exercise.STAYS).text()));
        assertEquals(3, Set.copyOf(ofBindings).size(), "each has another");
        for (int i = 0; i < ofBindings.size(); i++) {
          search.add("password " + i + " of a binding", ofBindings.get(i));
        }
        requireNoneInProcesses(server, servers);
      }
      answers.add(answerToAnUnreadableSecret(place));
    } finally {
      servers.killPostgres();
    }
    assertEquals(
        Set.of("keys.json", "provisioners/local/postgres/admin-password"),
        search.inFiles(place.data()).keySet());
    requireOwnerOnly(place.data().resolve("keys.json"));
    requireOwnerOnly(servers.directory().resolve("postgres").resolve("admin-password"));
    requireNone("log", Files.readString(place.log()));
    answers.forEach(answer -> requireNone("answer", answer));
  }

  private static ServerProcess launch(Workplace place) {
    return ServerProcess.launch(
        place, Map.of("AUTOMAT_STORE_PASSWORD", ENVIRONMENT), TALKATIVE, List.of());
  }

  private void plantAdministrator(LocalServers servers) throws IOException {
    Path file = servers.directory().resolve("postgres").resolve("admin-password");
    Files.createDirectories(file.getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, ADMINISTRATOR);
    search.add("administrator", ADMINISTRATOR).add("environment", ENVIRONMENT);
  }

  /** The application's, of which there are more than were shown, and the key. */
  private void addSecrets(Workplace place, String shown) throws IOException {
    search.add("shown password", shown);
    JsonNode keys = Json.read(Files.readString(place.data().resolve("keys.json")), JsonNode.class);
    byte[] key = Base64.getDecoder().decode(keys.at("/key/0/keyData/value").asString());
    search.add("key", Arrays.copyOfRange(key, key.length - KEY_BYTES, key.length));
  }

  /** Adds the passwords that nobody was shown, and returns the uid of the one that was. */
  private String addStored(Workplace place) {
    SecretBox box = SecretBox.open(place.data().resolve("keys.json"), false);
    Map<String, String> uids = new TreeMap<>();
    try (Store store = open(place)) {
      ResourceFilter all =
          new ResourceFilter(
              Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
      for (Resource resource : store.list(all, Optional.empty(), 100)) {
        uids.put(resource.key().name(), resource.uid());
        store
            .secret(resource.uid(), "credentials")
            .map(box::unseal)
            .map(Credentials::password)
            .ifPresent(password -> search.add("password of " + resource.key().name(), password));
      }
    }
    assertEquals(Set.of("fails", "goes", "queue", "stays"), uids.keySet());
    return uids.get("stays");
  }

  private static Store open(Workplace place) {
    GivenSetting data = new GivenSetting("dataDir", place.data().toString(), "test");
    return Stores.open(
        new ConfigurationLoader(InstalledPlugins.onClassPath(), place.root(), Map.of())
            .load(Optional.empty(), List.of(data)));
  }

  /** The server's own mistake: 500, and a stack trace in the log. */
  private String answerToAnUnreadableSecret(Workplace place) throws Exception {
    String uid = addStored(place);
    try (Connection h2 =
            DriverManager.getConnection(
                "jdbc:h2:file:"
                    + place.data().resolve("automat")
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "sa",
                "");
        Statement statement = h2.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "UPDATE secret SET envelope = envelope || CAST(X'00' AS VARBINARY) WHERE uid = '"
                  + uid
                  + "' AND field = 'credentials'"));
    }
    try (ServerProcess server = launch(place);
        Talk talk = new Talk(server)) {
      Exercise exercise = new Exercise(talk);
      assertEquals(500, exercise.heard("GET", Exercise.STAYS + "/connection", "").status());
      return exercise.answers().getFirst();
    }
  }

  @Test
  void theConfiguredAdministratorsPasswordIsNowhere(@TempDir Path directory) throws Exception {
    Workplace place = Workplace.in(directory);
    search.add("configured", CONFIGURED);
    List<String> answers = new ArrayList<>();
    EmbeddedServer postgres = new EmbeddedServer(directory.resolve("elsewhere"), 0);
    try {
      Endpoint endpoint = postgres.endpoint();
      setPassword(endpoint, CONFIGURED);
      try (ServerProcess server = launch(place, endpoint, CONFIGURED);
          Talk talk = new Talk(server)) {
        Exercise exercise = new Exercise(talk);
        exercise.lives();
        setPassword(endpoint, "something-else");
        postgres.suspect();
        answers.add(awaitTrouble(exercise, "refused"));
        postgres.close();
        answers.add(awaitTrouble(exercise, "unreachable"));
        exercise.reads();
        answers.addAll(exercise.answers());
        requireNoneIn(ProcessHandle.of(server.pid()).orElseThrow(), Set.of());
      }
    } finally {
      postgres.close();
    }
    assertEquals(Map.of(), search.inFiles(place.data()));
    requireNone("log", Files.readString(place.log()));
    answers.forEach(answer -> requireNone("answer", answer));
  }

  private static void setPassword(Endpoint endpoint, String password) throws Exception {
    try (Connection admin =
            DriverManager.getConnection(
                "jdbc:postgresql://" + endpoint + "/postgres",
                endpoint.username(),
                endpoint.password());
        Statement statement = admin.createStatement()) {
      statement.execute(
          "DO $$ BEGIN CREATE ROLE platform SUPERUSER LOGIN;"
              + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
      statement.execute("ALTER ROLE platform PASSWORD '" + password + "'");
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'platform'");
    }
  }

  private static ServerProcess launch(Workplace place, Endpoint endpoint, String password)
      throws IOException {
    Path configuration =
        place.configuration(
            "automat.yaml",
            """
            provisioners:
              local:
                postgres:
                  url: postgresql://%s/postgres
                  username: platform
                  password: %s
            """
                .formatted(endpoint, Json.write(Json.tree(password))));
    return ServerProcess.launch(
        place, Map.of(), TALKATIVE, List.of("--config", configuration.toString()));
  }

  /** A new database that can not be made; what is said of it. */
  private static String awaitTrouble(Exercise exercise, String name) {
    String path = Exercise.TEAM + "databases/" + name;
    exercise.heard("PUT", path, "{\"spec\": {\"environment\": \"dev\"}}");
    Await.until(
        "there is trouble with " + name,
        () -> exercise.heard("GET", path, "").json().at("/status/attempts").asInt() > 0);
    return exercise.heard("GET", path + "/events", "").text();
  }

  private void requireNoneInProcesses(ServerProcess server, LocalServers servers)
      throws IOException {
    requireNoneIn(ProcessHandle.of(server.pid()).orElseThrow(), Set.of("environment"));
    ProcessHandle postmaster = servers.postmaster().orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    assertTrue(all.size() > 3, "PostgreSQL has several processes");
    for (ProcessHandle process : all) {
      requireNoneIn(process, Set.of());
    }
  }

  /** What other users of the machine may see of a process, and what its children inherit. */
  private void requireNoneIn(ProcessHandle process, Set<String> given) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    byte[] words;
    byte[] environment;
    try {
      words = Files.readAllBytes(proc.resolve("cmdline"));
      environment = Files.readAllBytes(proc.resolve("environ"));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
      // PostgreSQL has processes that come and go.
      return;
    }
    assertEquals(Set.of(), search.in(words));
    assertEquals(given, search.in(environment), () -> process.info().toString());
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  private void requireNone(String where, String text) {
    assertEquals(Set.of(), search.in(text), () -> where + ": " + lines(text));
  }

  /** Only those that it is about. */
  private List<String> lines(String text) {
    return text.lines().filter(line -> !search.in(line).isEmpty()).limit(20).toList();
  }
}
