package dev.automat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.server.MariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users in a MySQL database. The server is a stand-in, and it is MariaDB, which is not MySQL: the
 * statements are those that both know. What only MySQL has was not tried: {@code
 * caching_sha2_password}, its refusal to drop an account that is a DEFINER (MariaDB drops it, and
 * what it made breaks), dynamic privileges, and RDS's own {@code rds_kill}, which the stand-in
 * imitates.
 */
class MysqlUsersIT extends DatabaseUsersContract {

  /** As on RDS, whose master may not KILL. */
  private static final String KILL = "CALL mysql.rds_kill(%d)";

  private MariaDb server;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    folder = directory;
    server = MariaDb.start(directory);
    server.makeInstance(MASTER, MASTER_PASSWORD, DATABASE);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  SqlEngine engine() {
    return SqlEngine.MYSQL;
  }

  @Override
  int port() {
    return server.port();
  }

  @Override
  DatabaseTls tls() {
    return new DatabaseTls.Unchecked();
  }

  @Override
  DatabaseUsers users(Login login, ResourceRef ref) {
    return new MysqlUsers(login, ref, KILL);
  }

  @Override
  String url() {
    return server.url(DATABASE);
  }

  @Override
  void lockOut(Grant grant) throws SQLException {
    server.execute("ALTER USER '" + grant.id().userName(UID) + "'@'%' ACCOUNT LOCK");
  }

  private long accounts(Grant grant) throws SQLException {
    try (Connection master =
        DriverManager.getConnection(server.url(DATABASE), MASTER, MASTER_PASSWORD)) {
      return Long.parseLong(
          one(
              master,
              "SELECT count(*) FROM mysql.user WHERE User = '" + grant.id().userName(UID) + "'"));
    }
  }

  /** In MySQL these work with the rights of the account that made them. */
  @Test
  void viewsRoutinesAndTriggersOfADepartedUserWorkOn() throws SQLException {
    Grant old = grant("gmgmgm", 1, Access.READWRITE);
    Grant next = grant("gmgmgm", 2, Access.READWRITE);
    users().bind(old);
    try (Connection session = signIn(old)) {
      for (String sql :
          new String[] {
            "CREATE TABLE stock (id int)",
            "CREATE TABLE stock_log (id int)",
            "CREATE VIEW stocked AS SELECT id FROM stock",
            "CREATE PROCEDURE restock(IN n int) INSERT INTO stock VALUES (n)",
            "CREATE FUNCTION stock_size() RETURNS int READS SQL DATA RETURN (SELECT count(*) FROM"
                + " stock)",
            "CREATE TRIGGER stock_written AFTER INSERT ON stock FOR EACH ROW INSERT INTO stock_log"
                + " VALUES (NEW.id)"
          }) {
        assertTrue(does(session, sql), sql);
      }
      users().bind(next);
      users().unbind(old.id());
      assertFalse(does(session, "SELECT 1"), "its session is ended");
    }
    assertThrows(SQLException.class, () -> signIn(old).close(), "it is locked");
    assertFalse(users().grants().contains(old.id()), "it is none any more");
    assertEquals(1, accounts(old), "and stays, for what it made");
    try (Connection session = signIn(next)) {
      assertTrue(does(session, "CALL restock(7)"), "a procedure");
      assertEquals("1", one(session, "SELECT stock_size()"), "a function");
      assertEquals("7", one(session, "SELECT id FROM stocked"), "a view");
      assertEquals("7", one(session, "SELECT id FROM stock_log"), "a trigger");
      assertTrue(does(session, "DROP VIEW stocked"), "and they are the successor's to change");
      assertTrue(does(session, "DROP PROCEDURE restock"));
      assertTrue(does(session, "DROP FUNCTION stock_size"));
      assertTrue(does(session, "DROP TRIGGER stock_written"));
    }
    users().unbind(old.id());
    assertEquals(0, accounts(old), "nothing needs it any more");
  }

  @Test
  void anInterruptEndsTheWaitForSessionsThatDoNotEnd() throws Exception {
    Grant grant = grant("hihihi", 1, Access.READWRITE);
    users().bind(grant);
    Login master = login(port(), new Credentials(MASTER, MASTER_PASSWORD));
    DatabaseUsers endless = new MysqlUsers(master, ref(UID), "DO %d");
    try (Connection session = signIn(grant)) {
      assertInterruptEnds(endless::shut);
      assertInterruptEnds(() -> endless.unbind(grant.id()));
      assertTrue(does(session, "SELECT 1"), "they did not end");
    }
    users().unbind(grant.id());
    users().open();
  }

  /** Killed after the lock and before the sessions were ended. */
  @Test
  void aRevocationThatWasCutShortIsNotTakenForDone() throws SQLException {
    Grant grant = grant("hmhmhm", 1, Access.READWRITE);
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      server.execute("ALTER USER '" + grant.id().userName(UID) + "'@'%' ACCOUNT LOCK");
      assertTrue(users().grants().contains(grant.id()), "its session is still open");
      users().unbind(grant.id());
      assertFalse(does(session, "SELECT 1"));
    }
    assertFalse(users().grants().contains(grant.id()));
    assertEquals(0, accounts(grant));
  }

  /** Killed after the sessions were ended and before the account was dropped. */
  @Test
  void aLockedAccountThatMadeNothingIsStillToGo() throws SQLException {
    Grant grant = grant("imimim", 1, Access.READWRITE);
    users().bind(grant);
    server.execute("ALTER USER '" + grant.id().userName(UID) + "'@'%' ACCOUNT LOCK");
    assertTrue(users().grants().contains(grant.id()));
    users().unbind(grant.id());
    assertEquals(0, accounts(grant));
  }

  /** KILL is a message: whoever gets it may go on for a while. */
  @Test
  void aSessionThatDoesNotEndIsToldAgain() throws SQLException {
    Grant grant = grant("jmjmjm", 1, Access.READWRITE);
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      server.execute("CREATE OR REPLACE PROCEDURE mysql.rds_kill(IN id BIGINT) DO 1");
      try {
        ProvisionerException failure =
            assertThrows(ProvisionerException.class, () -> users().unbind(grant.id()));
        assertEquals(ErrorType.EXTERNAL, failure.code().type());
        assertTrue(failure.code().answered(), "nothing else of the account waits");
        assertTrue(users().grants().contains(grant.id()));
        assertTrue(does(session, "SELECT 1"));
      } finally {
        server.execute(
            "CREATE OR REPLACE PROCEDURE mysql.rds_kill(IN id BIGINT) SQL SECURITY DEFINER KILL"
                + " id");
      }
      users().unbind(grant.id());
      assertFalse(does(session, "SELECT 1"));
    }
    assertEquals(0, accounts(grant));
  }

  /** Killed after the revocation and before the sessions were ended. */
  @Test
  void aChangeOfAccessThatWasCutShortEndsSessionsWhenItIsRepeated() throws SQLException {
    Grant writes = grant("kmkmkm", 1, Access.READWRITE);
    Grant reads = new Grant(writes.id(), writes.consumer(), Access.READ, writes.holder());
    users().bind(writes);
    try (Connection session = signIn(writes)) {
      assertTrue(does(session, "CREATE TABLE pooled (id int)"));
      server.execute(
          "REVOKE ALL PRIVILEGES, GRANT OPTION FROM '" + writes.id().userName(UID) + "'@'%'");
      users().bind(reads);
      assertFalse(does(session, "INSERT INTO pooled VALUES (1)"));
    }
  }

  @Test
  void itsRightsEndWithTheDatabaseAndWithoutTls() throws SQLException {
    Grant grant = grant("pppppp", 1, Access.READWRITE);
    server.execute("CREATE DATABASE webXshop", "CREATE TABLE webXshop.secret (id int)");
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      assertFalse(does(session, "SELECT * FROM mysql.user"));
      assertFalse(does(session, "SELECT * FROM webXshop.secret"), "the name is no pattern");
      assertFalse(does(session, "GRANT SELECT ON `web\\_shop`.* TO '" + MASTER + "'@'%'"));
    }
    Credentials own = ((Grant.User) grant.holder()).credentials();
    String plaintext =
        "jdbc:mariadb://127.0.0.1:%d/%s?sslMode=disable".formatted(server.port(), DATABASE);
    assertThrows(
        SQLException.class,
        () -> DriverManager.getConnection(plaintext, own.username(), own.password()).close(),
        "TLS or nothing");
  }

  /** What it made works with its rights, and it is neither forgotten nor let in by that. */
  @Test
  void whoMadeAViewIsShutOutAndLetInAsAnybodyElse() throws SQLException {
    Grant grant = grant("qqqqqq", 1, Access.READWRITE);
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      assertTrue(does(session, "CREATE TABLE seen (id int)"));
      assertTrue(does(session, "CREATE VIEW seeing AS SELECT id FROM seen"));
    }
    users().shut();
    assertTrue(users().grants().contains(grant.id()), "it stands");
    users().open();
    signIn(grant).close();
    users().shut();
    users().unbind(grant.id());
    users().open();
    assertRefused(grant);
    assertFalse(users().grants().contains(grant.id()), "it rests");
  }

  /** Whom a person made by hand, or IAM of a cloud. */
  @Test
  void whoWasNeverBoundStaysInAndIsNamed() throws SQLException {
    server.execute(
        "CREATE USER 'visitor'@'%' IDENTIFIED BY 'canary-visitor'",
        "GRANT SELECT ON `" + DATABASE + "`.* TO 'visitor'@'%'");
    try (Connection visit = DriverManager.getConnection(url(), "visitor", "canary-visitor")) {
      String left = users().shut().orElse("");
      assertTrue(left.endsWith("of visitor"), left);
      assertTrue(does(visit, "SELECT 1"));
    }
    assertEquals(Optional.empty(), users().shut());
    users().open();
    server.execute("DROP USER 'visitor'@'%'");
  }

  @Test
  void accessIsSetToExactlyWhatIsWanted() throws SQLException {
    Grant writes = grant("ememem", 1, Access.READWRITE);
    Grant reads = new Grant(writes.id(), writes.consumer(), Access.READ, writes.holder());
    users().bind(writes);
    server.execute(
        "GRANT SELECT ON mysql.* TO '" + writes.id().userName(UID) + "'@'%' WITH GRANT OPTION");
    users().bind(writes);
    try (Connection session = signIn(writes)) {
      assertFalse(does(session, "SELECT * FROM mysql.user"), "what somebody added is gone");
      assertTrue(does(session, "CREATE TABLE exact (id int)"));
      users().bind(reads);
      assertFalse(does(session, "INSERT INTO exact VALUES (1)"), "an open session, too");
    }
    try (Connection session = signIn(reads)) {
      assertTrue(does(session, "SELECT * FROM exact"));
      assertFalse(does(session, "INSERT INTO exact VALUES (1)"));
    }
  }

  /** A file with several, of which one is the server's; or the one that vouches for it. */
  @Test
  void aServerWithAnotherCertificateIsRefused() throws IOException, SQLException {
    Path other = MariaDb.certificate(folder, "other");
    Path server = folder.resolve("server.pem");
    Path both = folder.resolve("bundle.pem");
    Files.writeString(both, Files.readString(other) + Files.readString(server));

    Grant grant = grant("lllllm", 1, Access.READ);
    checking("127.0.0.1", new DatabaseTls.Named(both)).bind(grant);
    assertEquals(1, accounts(grant));
    checking("localhost", new DatabaseTls.Vouched(Files.readString(server))).unbind(grant.id());
    assertEquals(0, accounts(grant));
    for (DatabaseUsers mistaken :
        new DatabaseUsers[] {
          checking("127.0.0.1", new DatabaseTls.Named(other)),
          checking("localhost", new DatabaseTls.Named(both)),
          checking("127.0.0.1", new DatabaseTls.Vouched(Files.readString(other)))
        }) {
      ProvisionerException failure = assertThrows(ProvisionerException.class, mistaken::grants);
      assertEquals("database-not-trusted", failure.code().name(), failure::getMessage);
      assertTrue(failure.code().answered(), "the account is not spared for it");
      assertTrue(failure.nextStep().contains(ADVICE.trust()), failure.nextStep());
    }
  }

  private DatabaseUsers checking(String host, DatabaseTls tls) {
    return users(
        new Login(
            "instance",
            host,
            port(),
            DATABASE,
            new Credentials(MASTER, MASTER_PASSWORD),
            tls,
            ADVICE),
        ref(UID));
  }

  /** What the server refuses is told with its words, of which the statement is no part. */
  @Test
  void noSecretStandsInAFailure() throws SQLException {
    server.execute(
        "CREATE USER 'weak'@'%' IDENTIFIED BY 'canary-weak'", "GRANT SELECT ON *.* TO 'weak'@'%'");
    Grant grant = grant("fmfmfm", 1, Access.READWRITE);
    DatabaseUsers weak = users(login(port(), new Credentials("weak", "canary-weak")), ref(UID));
    ProvisionerException failure = assertThrows(ProvisionerException.class, () -> weak.bind(grant));
    assertEquals(ErrorCode.DENIED, failure.code());
    StringBuilder all = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      all.append(each);
    }
    assertFalse(all.toString().contains("canary"), all.toString());
  }
}
