package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.postgres.EmbeddedServer;
import dev.automat.provisioner.local.postgres.Endpoint;
import dev.automat.secret.SecretBox;
import dev.automat.testkit.postgres.PostgresPrograms;
import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose store is a PostgreSQL that somebody else runs, and which also holds databases. */
class PostgresBackedServerIT {

  private static final String PASSWORD = "canary-of-the-store-4714";
  private static final Kept ORDERS = new Kept("databases", "orders");

  @TempDir private Path directory;
  private Workplace place;
  private EmbeddedServer postgres;
  private Path configuration;

  @BeforeEach
  void startPostgres() throws Exception {
    place = Workplace.in(directory);
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    postgres = new EmbeddedServer(directory.resolve("postgres"), 0);
    Endpoint endpoint = postgres.endpoint();
    try (Connection admin =
            DriverManager.getConnection(
                "jdbc:postgresql://" + endpoint + "/postgres",
                endpoint.username(),
                endpoint.password());
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE store LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute("CREATE DATABASE store OWNER store");
    }
    configuration =
        place.configuration(
            "automat.yaml",
            """
            engine: {lease: 75s}
            store: {url: 'jdbc:postgresql://%s/store', username: store}
            provisioners:
              local:
                postgres: {url: 'postgresql://%s/postgres', username: %s, password: %s}
            """
                .formatted(endpoint, endpoint, endpoint.username(), endpoint.password()));
  }

  @AfterEach
  void stopPostgres() {
    postgres.close();
  }

  private ServerProcess launch(Path... keyFile) {
    Map<String, String> environment =
        keyFile.length == 0
            ? Map.of("AUTOMAT_STORE_PASSWORD", PASSWORD)
            : Map.of(
                "AUTOMAT_STORE_PASSWORD",
                PASSWORD,
                "AUTOMAT_SECRETS_KEY_FILE",
                keyFile[0].toString());
    return ServerProcess.launch(
        place, environment, List.of(), List.of("--config", configuration.toString()));
  }

  /** What a server said that did not start. */
  private String refusal(Path... keyFile) throws InterruptedException {
    ServerProcess server = launch(keyFile);
    assertNotEquals(0, server.awaitEnd());
    String said = server.said();
    assertTrue(server.url().isEmpty(), said);
    assertFalse(said.contains(PASSWORD), said);
    assertFalse(said.contains("\tat "), said);
    return said;
  }

  @Test
  void doesNotStartWithoutAKeyFile() throws Exception {
    String unconfigured = refusal();
    assertTrue(unconfigured.contains("secrets.keyFile"), unconfigured);
    Path missing = directory.resolve("missing.json");
    String unread = refusal(missing);
    assertTrue(unread.contains(missing.toString()), unread);
    assertFalse(Files.exists(missing), "a key is not made in passing");
  }

  @Test
  void keepsWhatItWasToldAndDoesNotStartWithTheKeyOfAnotherStore() throws Exception {
    Path keys = directory.resolve("keys.json");
    Path others = directory.resolve("others.json");
    String key = SecretBox.open(keys, true).primaryKeyId();
    String otherKey = SecretBox.open(others, true).primaryKeyId();
    List<String> before = new ArrayList<>();
    try (ServerProcess server = launch(keys);
        Talk talk = new Talk(server)) {
      assertTrue(talk.ask("PUT", ORDERS.path(), ORDERS.body(0), "Prefer", "wait=60").isGood());
      before.addAll(identity(talk));
      write(Login.awaitReady(talk, ORDERS));
      server.kill();
    }

    String wrongKey = refusal(others);
    assertTrue(wrongKey.contains("key " + key + ","), wrongKey);
    assertTrue(wrongKey.contains(otherKey), wrongKey);
    assertTrue(wrongKey.contains(others.toString()), wrongKey);

    try (ServerProcess server = launch(keys);
        Talk talk = new Talk(server)) {
      assertEquals(before, identity(talk));
      assertTrue(talk.ask("PUT", ORDERS.path(), ORDERS.body(1), "Prefer", "wait=60").isGood());
      requireWritten(Login.awaitReady(talk, ORDERS));
    }
    requireNothingBesideTheStore();
  }

  /** What must be the same after a restart. */
  private static List<String> identity(Talk talk) {
    Answer document = talk.get(ORDERS.path());
    return List.of(
        document.at("/metadata/uid"),
        document.at("/plan/digest"),
        document.at("/status/externalName"),
        Login.awaitReady(talk, ORDERS).text());
  }

  private static void write(Answer connection) throws Exception {
    try (Connection session = Login.open(connection);
        Statement statement = session.createStatement()) {
      statement.execute("CREATE TABLE keepsake AS SELECT 4711 AS number");
    }
  }

  private static void requireWritten(Answer connection) throws Exception {
    try (Connection session = Login.open(connection);
        Statement statement = session.createStatement();
        var rows = statement.executeQuery("SELECT number FROM keepsake")) {
      assertTrue(rows.next());
      assertEquals(4711, rows.getInt(1));
    }
  }

  private void requireNothingBesideTheStore() throws IOException {
    assertFalse(Files.exists(place.data().resolve("automat.mv.db")));
    assertFalse(Files.exists(place.data().resolve("keys.json")));
    assertFalse(Files.readString(place.log()).contains(PASSWORD));
  }
}
