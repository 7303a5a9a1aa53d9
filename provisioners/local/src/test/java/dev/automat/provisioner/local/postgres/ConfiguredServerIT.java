package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.postgres.PostgresPrograms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that somebody else runs, and an administrator who is no superuser. */
class ConfiguredServerIT {

  private static final String ADMIN_PASSWORD = "admin-canary";

  private static Path directory;
  private static EmbeddedServer somebodys;

  /** How long a session is given to answer, in seconds. */
  private static final int ANSWER = 30;

  private final ResourceRef ref = Wanted.ref("local/postgres", "orders", Opened.INSTALLATION);
  private final Desired wanted = Wanted.database(ref, Map.of("connectionLimit", 7L));

  @BeforeAll
  static void start(@TempDir Path temporary) throws SQLException {
    directory = temporary;
    PostgresPrograms.forProvisionerLocal(temporary.resolve("postgres"));
    somebodys = new EmbeddedServer(temporary.resolve("postgres"), 0);
    sql("CREATE ROLE lesser LOGIN CREATEDB CREATEROLE PASSWORD '" + ADMIN_PASSWORD + "'");
    sql("GRANT CONNECT ON DATABASE postgres TO lesser");
    sql("CREATE ROLE powerless LOGIN PASSWORD '" + ADMIN_PASSWORD + "'");
    sql("GRANT CONNECT ON DATABASE postgres TO powerless");
  }

  @AfterAll
  static void stop() {
    somebodys.close();
  }

  @Test
  void anAdministratorWithoutSuperuserRightsCanDoAllOfIt() throws SQLException {
    try (Opened opened = as("lesser")) {
      ResourceType type = opened.postgres();
      Present made = assertInstanceOf(Outcome.Finished.class, type.create(wanted)).observed();
      assertEquals(wanted.tags(), made.tags());
      assertEquals(made, type.observe(ref));
      Desired changed = Wanted.database(ref, Map.of("connectionLimit", 8L));
      Outcome.Finished updated =
          assertInstanceOf(Outcome.Finished.class, type.update(changed, made));
      assertEquals(8L, updated.observed().settings().get("connectionLimit"));
      assertInstanceOf(Outcome.Finished.class, type.create(wanted));
      try (Connection session =
          DriverManager.getConnection(
              "jdbc:postgresql://%s/%s".formatted(somebodys.endpoint(), ref.externalName()),
              ref.externalName(),
              Wanted.PASSWORD)) {
        assertTrue(session.isValid(ANSWER));
        type.delete(ref);
        assertFalse(session.isValid(ANSWER));
      }
      assertInstanceOf(Absent.class, type.observe(ref));
    }
  }

  @Test
  void anAdministratorWithoutRightsIsDenied() {
    try (Opened opened = as("powerless")) {
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> opened.postgres().create(wanted));
      assertEquals(ErrorCode.DENIED, refused.code(), refused.getMessage());
      assertTrue(refused.nextStep().contains("CREATEDB"));
    }
  }

  @Test
  void aWrongPasswordIsDeniedAndNotRepeatedInTheMessage() {
    try (PostgresType type = impatient(somebodys.endpoint().toString(), "wrong-canary")) {
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> type.observe(ref));
      assertEquals(ErrorCode.DENIED, refused.code(), refused.getMessage());
      assertFalse(refused.toString().contains("canary"));
    }
  }

  @Test
  void thePasswordCanComeFromAFile(@TempDir Path secrets) throws IOException {
    Path file = Files.writeString(secrets.resolve("admin"), ADMIN_PASSWORD + "\n");
    try (Opened opened = open("lesser", Map.of("passwordFile", file.toString()))) {
      assertInstanceOf(Absent.class, opened.postgres().observe(ref));
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      free = socket.getLocalPort();
    }
    try (PostgresType type = impatient("127.0.0.1:" + free, ADMIN_PASSWORD)) {
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> type.observe(ref));
      assertEquals(ErrorCode.UNREACHABLE, refused.code(), refused.getMessage());
      assertTrue(refused.nextStep().contains("provisioners.local.postgres.url"));
      assertThrows(ProvisionerException.class, () -> type.list(ref.scope(), Optional.empty()));
    }
  }

  @Test
  void closingDoesNotStopSomebodyElsesServer() throws SQLException {
    as("lesser").close();
    sql("SELECT 1");
  }

  /** Gives up after a second, not after the plugin's five. */
  private static PostgresType impatient(String address, String password) {
    String url = "postgresql://" + address + "/postgres";
    return new PostgresType(ConfiguredServer.of(url, "lesser", password), Duration.ofSeconds(1));
  }

  private static Opened as(String administrator) {
    return open(administrator, Map.of("password", ADMIN_PASSWORD));
  }

  private static Opened open(String administrator, Map<String, Object> password) {
    Map<String, Object> postgres = new java.util.HashMap<>(password);
    postgres.put("url", "postgresql://" + somebodys.endpoint() + "/postgres");
    postgres.put("username", administrator);
    return Opened.in(directory.resolve("other"), Map.of("postgres", postgres));
  }

  private static void sql(String sql) throws SQLException {
    try (Connection connection = AdminLogin.source(somebodys.endpoint()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
