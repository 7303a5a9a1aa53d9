package dev.automat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.postgres.TestPostgres;
import dev.automat.testkit.server.MariaDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users in a real PostgreSQL, without TLS. */
class PostgresUsersIT extends DatabaseUsersContract {

  private TestPostgres server;

  @BeforeAll
  void start() throws SQLException {
    server = TestPostgres.start();
    asSuperuser(
        "CREATE ROLE " + MASTER + " LOGIN CREATEDB CREATEROLE PASSWORD '" + MASTER_PASSWORD + "'",
        "CREATE DATABASE " + DATABASE + " OWNER " + MASTER);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  SqlEngine engine() {
    return SqlEngine.POSTGRES;
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  DatabaseTls tls() {
    return new DatabaseTls.None();
  }

  @Override
  DatabaseUsers users(Login login, ResourceRef ref) {
    return new PostgresUsers(login, ref);
  }

  @Override
  String url() {
    return server.url(DATABASE);
  }

  @Override
  void lockOut(Grant grant) throws SQLException {
    asSuperuser("ALTER ROLE " + grant.id().userName(UID) + " NOLOGIN");
  }

  private void asSuperuser(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.url("postgres"), TestPostgres.USER, TestPostgres.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void actsAsTheOwnerAndNeverAsTheMaster() throws SQLException {
    Grant grant = grant("jjjjjj", 1, Access.READWRITE);
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      assertEquals(
          "f", one(session, "SELECT pg_has_role(session_user, '" + MASTER + "', 'MEMBER')"));
      assertEquals(UID + "_owner", one(session, "SELECT current_user"));
    }
  }

  @Test
  void leavesAloneWhatIsNotOurs() throws SQLException {
    Grant grant = grant("kkkkkk", 1, Access.READWRITE);
    String user = grant.id().userName(UID);
    asSuperuser(
        "CREATE ROLE \"" + user + "\" LOGIN",
        "COMMENT ON ROLE \"" + user + "\" IS '{\"automat-installation\":\"another\"}'");
    for (Runnable call :
        new Runnable[] {() -> users().bind(grant), () -> users().unbind(grant.id())}) {
      ProvisionerException refusal = assertThrows(ProvisionerException.class, call::run);
      assertEquals(ErrorCode.FOREIGN, refusal.code());
    }
    assertFalse(users().grants().contains(grant.id()));
    asSuperuser("DROP ROLE \"" + user + "\"");
  }

  @Test
  void theRolesOfAnotherInstallationStay() throws SQLException {
    String others = "c3q7zt2hcx5kd3wbn6rc_aaaaaa_1";
    asSuperuser(
        "CREATE ROLE " + others + " LOGIN PASSWORD 'canary-others'",
        "COMMENT ON ROLE " + others + " IS '{\"automat-installation\":\"another\"}'");
    users().grants();
    DriverManager.getConnection(url(), others, "canary-others").close();
    asSuperuser("DROP ROLE " + others);
  }

  /** Whom a person made by hand, and who is let in as everybody is. */
  @Test
  void whoWasNeverBoundIsShutOutTooAndComesBack() throws Exception {
    asSuperuser("CREATE ROLE visitor LOGIN PASSWORD 'canary-visitor'");
    users().bind(grant("llllll", 1, Access.READ));
    try (Connection visit = DriverManager.getConnection(url(), "visitor", "canary-visitor")) {
      Optional<String> left = users().shut();
      assertTrue(left.orElse("").contains("visitor"), "the master may not end it: " + left);
      assertInterruptEnds(() -> users().shut());
      assertThrows(
          SQLException.class,
          () -> DriverManager.getConnection(url(), "visitor", "canary-visitor").close());
      asSuperuser("GRANT pg_signal_backend TO " + MASTER);
      assertEquals(Optional.empty(), users().shut());
      assertFalse(does(visit, "SELECT 1"));
    } finally {
      asSuperuser("REVOKE pg_signal_backend FROM " + MASTER);
    }
    users().open();
    DriverManager.getConnection(url(), "visitor", "canary-visitor").close();
  }

  /** The server has no TLS: it is signed in to nobody. */
  @Test
  void whereAnAuthorityIsKnownNobodySignsInWithoutIt(@TempDir Path directory) throws IOException {
    Path authority = MariaDb.certificate(directory, "other");
    for (DatabaseTls tls :
        new DatabaseTls[] {new DatabaseTls.Unchecked(), new DatabaseTls.Named(authority)}) {
      Login checking =
          new Login(
              "instance",
              "127.0.0.1",
              port(),
              DATABASE,
              new Credentials(MASTER, MASTER_PASSWORD),
              tls,
              ADVICE);
      assertThrows(ProvisionerException.class, users(checking, ref(UID))::grants);
    }
  }
}
