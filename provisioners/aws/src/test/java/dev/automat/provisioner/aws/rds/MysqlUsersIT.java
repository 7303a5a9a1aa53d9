package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.provisioner.aws.server.MariaDb;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users of applications on RDS for MySQL. The database is a stand-in, and it is MariaDB, which is
 * not MySQL: the statements are those that both know. What only MySQL has was not tried: {@code
 * caching_sha2_password}, its refusal to drop an account that is a DEFINER (MariaDB drops it, and
 * what it made breaks), dynamic privileges, and RDS's own {@code rds_kill}, which the stand-in
 * imitates.
 */
class MysqlUsersIT {

  private static final String MASTER = "dbadmin";
  private static final String MASTER_PASSWORD = "canary-master";
  private static final String UID = "m4q7zt2hcx5kd3wbn6ra";

  /** Holds what would be a pattern in a GRANT. */
  private static final String DATABASE = "web_shop";

  private static MariaDb server;
  private static AwsStandIn aws;
  private static TestAccount account;
  private static MysqlUsers users;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    folder = directory;
    server = MariaDb.start(directory);
    aws = new AwsStandIn(InstantSource.system());
    account = new TestAccount(aws.hostile().moto());
    users =
        new MysqlUsers(
            new AwsAccounts(
                AwsConfiguration.of(account.configuration(aws.endpoint())),
                TestAccount.INSTALLATION),
            DatabaseTls.of(DatabaseEngine.MYSQL, Optional.empty()));
    server.makeInstance(MASTER, MASTER_PASSWORD, DATABASE);
  }

  @AfterAll
  static void stop() {
    if (users != null) {
      users.accounts().close();
      account.close();
      aws.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static BindingTarget target(Map<String, Object> more, String password) {
    Map<String, Object> outputs = new HashMap<>();
    outputs.put(Keys.HOST, "127.0.0.1");
    outputs.put(Keys.PORT, (long) server.port());
    outputs.put(Keys.DATABASE, DATABASE);
    outputs.put(Keys.USERNAME, MASTER);
    outputs.put(Keys.MASTER_SECRET, "");
    outputs.putAll(more);
    ResourceRef ref =
        new ResourceRef(
            DatabaseEngine.MYSQL.type(), UID, "shop-" + UID, account.scope(), Optional.empty());
    return new BindingTarget(ref, outputs, Optional.of(new Credentials("x", password)));
  }

  private static BindingTarget target() {
    return target(Map.of(), MASTER_PASSWORD);
  }

  private static Grant grant(String binding, int version, Access access) {
    GrantId id = new GrantId(binding, version);
    return new Grant(
        id,
        "checkout",
        access,
        // A quote and a backslash, which a literal of MySQL has to escape.
        new Grant.User(new Credentials(id.userName(UID), "canary'\\" + binding + version)));
  }

  private static Connection signIn(Grant grant) throws SQLException {
    Credentials own = ((Grant.User) grant.holder()).credentials();
    return DriverManager.getConnection(server.url(DATABASE), own.username(), own.password());
  }

  private static boolean does(Connection session, String sql) {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  private static String one(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static long accounts(Grant grant) throws SQLException {
    try (Connection master =
        DriverManager.getConnection(server.url(DATABASE), MASTER, MASTER_PASSWORD)) {
      return Long.parseLong(
          one(
              master,
              "SELECT count(*) FROM mysql.user WHERE User = '" + grant.id().userName(UID) + "'"));
    }
  }

  @Test
  void oldAndNewWorkSideBySideAndTheOldOneIsDropped() throws SQLException {
    Grant old = grant("aaaaaa", 1, Access.READWRITE);
    Grant next = grant("aaaaaa", 2, Access.READWRITE);
    users.bind(target(), old);
    try (Connection session = signIn(old)) {
      users.bind(target(), old);
      assertTrue(does(session, "CREATE TABLE purchase (id int, note text)"), "not ended");
      users.bind(target(), next);
      assertTrue(users.grants(target()).containsAll(Set.of(old.id(), next.id())));
      assertTrue(does(session, "INSERT INTO purchase VALUES (1, 'x')"), "still valid");
      users.unbind(target(), old.id());
      assertEquals(0, accounts(old), "nothing works with it, so it is dropped");
      users.unbind(target(), old.id());
      assertFalse(does(session, "SELECT 1"), "its session is ended");
    }
    assertThrows(SQLException.class, () -> signIn(old).close());
    assertFalse(users.grants(target()).contains(old.id()));
    try (Connection session = signIn(next)) {
      assertTrue(does(session, "ALTER TABLE purchase ADD COLUMN more text"));
      assertEquals("1", one(session, "SELECT count(*) FROM purchase"));
    }
  }

  /** In MySQL these work with the rights of the account that made them. */
  @Test
  void viewsRoutinesAndTriggersOfADepartedUserWorkOn() throws SQLException {
    Grant old = grant("gggggg", 1, Access.READWRITE);
    Grant next = grant("gggggg", 2, Access.READWRITE);
    users.bind(target(), old);
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
      users.bind(target(), next);
      users.unbind(target(), old.id());
      assertFalse(does(session, "SELECT 1"), "its session is ended");
    }
    assertThrows(SQLException.class, () -> signIn(old).close(), "it is locked");
    assertFalse(users.grants(target()).contains(old.id()), "it is none any more");
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
    users.unbind(target(), old.id());
    assertEquals(0, accounts(old), "nothing needs it any more");
  }

  /** Killed after the lock and before the sessions were ended. */
  @Test
  void aRevocationThatWasCutShortIsNotTakenForDone() throws SQLException {
    Grant grant = grant("hhhhhh", 1, Access.READWRITE);
    users.bind(target(), grant);
    try (Connection session = signIn(grant)) {
      server.execute("ALTER USER '" + grant.id().userName(UID) + "'@'%' ACCOUNT LOCK");
      assertTrue(users.grants(target()).contains(grant.id()), "its session is still open");
      users.unbind(target(), grant.id());
      assertFalse(does(session, "SELECT 1"));
    }
    assertFalse(users.grants(target()).contains(grant.id()));
    assertEquals(0, accounts(grant));
  }

  /** Killed after the sessions were ended and before the account was dropped. */
  @Test
  void aLockedAccountThatMadeNothingIsStillToGo() throws SQLException {
    Grant grant = grant("iiiiii", 1, Access.READWRITE);
    users.bind(target(), grant);
    server.execute("ALTER USER '" + grant.id().userName(UID) + "'@'%' ACCOUNT LOCK");
    assertTrue(users.grants(target()).contains(grant.id()));
    users.unbind(target(), grant.id());
    assertEquals(0, accounts(grant));
  }

  /** KILL is a message: whoever gets it may go on for a while. */
  @Test
  void aSessionThatDoesNotEndIsToldAgain() throws SQLException {
    Grant grant = grant("jjjjjj", 1, Access.READWRITE);
    BindingTarget target = target();
    users.bind(target, grant);
    try (Connection session = signIn(grant)) {
      server.execute("CREATE OR REPLACE PROCEDURE mysql.rds_kill(IN id BIGINT) DO 1");
      try {
        ProvisionerException failure =
            assertThrows(ProvisionerException.class, () -> users.unbind(target, grant.id()));
        assertEquals(ErrorType.EXTERNAL, failure.code().type());
        assertTrue(failure.code().answered(), "nothing else of the account waits");
        assertTrue(users.grants(target).contains(grant.id()));
        assertTrue(does(session, "SELECT 1"));
      } finally {
        server.execute(
            "CREATE OR REPLACE PROCEDURE mysql.rds_kill(IN id BIGINT) SQL SECURITY DEFINER KILL"
                + " id");
      }
      users.unbind(target, grant.id());
      assertFalse(does(session, "SELECT 1"));
    }
    assertEquals(0, accounts(grant));
  }

  /** Killed after the revocation and before the sessions were ended. */
  @Test
  void aChangeOfAccessThatWasCutShortEndsSessionsWhenItIsRepeated() throws SQLException {
    Grant writes = grant("kkkkkk", 1, Access.READWRITE);
    Grant reads = new Grant(writes.id(), writes.consumer(), Access.READ, writes.holder());
    users.bind(target(), writes);
    try (Connection session = signIn(writes)) {
      assertTrue(does(session, "CREATE TABLE pooled (id int)"));
      server.execute(
          "REVOKE ALL PRIVILEGES, GRANT OPTION FROM '" + writes.id().userName(UID) + "'@'%'");
      users.bind(target(), reads);
      assertFalse(does(session, "INSERT INTO pooled VALUES (1)"));
    }
  }

  @Test
  void nobodyGetsTheMastersRights() throws SQLException {
    Grant grant = grant("bbbbbb", 1, Access.READWRITE);
    server.execute("CREATE DATABASE webXshop", "CREATE TABLE webXshop.secret (id int)");
    users.bind(target(), grant);
    try (Connection session = signIn(grant)) {
      assertFalse(does(session, "CREATE USER intruder"));
      assertFalse(does(session, "SELECT * FROM mysql.user"));
      assertFalse(does(session, "SELECT * FROM webXshop.secret"), "the name is no pattern");
      assertFalse(does(session, "CREATE DATABASE another"));
      assertFalse(does(session, "GRANT SELECT ON `web\\_shop`.* TO '" + MASTER + "'@'%'"));
    }
    Credentials own = ((Grant.User) grant.holder()).credentials();
    String plaintext =
        "jdbc:mariadb://127.0.0.1:%d/%s?sslMode=disable".formatted(server.port(), DATABASE);
    assertThrows(
        SQLException.class,
        () -> DriverManager.getConnection(plaintext, own.username(), own.password()).close(),
        "TLS or nothing");
    Map<String, String> connection = users.connection(target().outputs(), grant);
    assertFalse(connection.toString().contains(MASTER_PASSWORD));
    assertFalse(connection.containsValue(MASTER));
    assertEquals("mysql", connection.get("type"));
    assertEquals(
        "mysql://%s:canary%%27%%5Cbbbbbb1@127.0.0.1:%d/web_shop?ssl-mode=REQUIRED"
            .formatted(grant.id().userName(UID), server.port()),
        connection.get("uri"));
  }

  @Test
  void whoMayOnlyReadReadsWhatIsThereAndWhatComes() throws SQLException {
    Grant writer = grant("cccccc", 1, Access.READWRITE);
    Grant reader = grant("dddddd", 1, Access.READ);
    users.bind(target(), writer);
    try (Connection writing = signIn(writer)) {
      assertTrue(does(writing, "CREATE TABLE early (id int)"));
      users.bind(target(), reader);
      assertTrue(does(writing, "CREATE TABLE late (id int)"));
    }
    try (Connection reading = signIn(reader)) {
      assertTrue(does(reading, "SELECT * FROM early"));
      assertTrue(does(reading, "SELECT * FROM late"));
      assertFalse(does(reading, "INSERT INTO late VALUES (1)"));
      assertFalse(does(reading, "CREATE TABLE own (id int)"));
    }
  }

  @Test
  void accessIsSetToExactlyWhatIsWanted() throws SQLException {
    Grant writes = grant("eeeeee", 1, Access.READWRITE);
    Grant reads = new Grant(writes.id(), writes.consumer(), Access.READ, writes.holder());
    users.bind(target(), writes);
    server.execute(
        "GRANT SELECT ON mysql.* TO '" + writes.id().userName(UID) + "'@'%' WITH GRANT OPTION");
    users.bind(target(), writes);
    try (Connection session = signIn(writes)) {
      assertFalse(does(session, "SELECT * FROM mysql.user"), "what somebody added is gone");
      assertTrue(does(session, "CREATE TABLE exact (id int)"));
      users.bind(target(), reads);
      assertFalse(does(session, "INSERT INTO exact VALUES (1)"), "an open session, too");
    }
    try (Connection session = signIn(reads)) {
      assertTrue(does(session, "SELECT * FROM exact"));
      assertFalse(does(session, "INSERT INTO exact VALUES (1)"));
    }
  }

  @Test
  void aDatabaseThatIsNotReachedIsThatInstancesTroubleAlone() {
    BindingTarget nowhere = target(Map.of(Keys.PORT, 1L), MASTER_PASSWORD);
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.grants(nowhere));
    assertEquals(ErrorType.EXTERNAL, failure.code().type());
    assertTrue(failure.code().answered(), "the account is not spared for it");
    assertTrue(failure.nextStep().contains("security groups"), failure.nextStep());
    assertFalse(failure.toString().contains(MASTER_PASSWORD));
  }

  /** As {@code databaseCaFile} has it: several, of which one is the server's. */
  @Test
  void aServerWithAnotherCertificateIsRefused() throws IOException, SQLException {
    Path other = MariaDb.certificate(folder, "other");
    Path both = folder.resolve("bundle.pem");
    Files.writeString(
        both, Files.readString(other) + Files.readString(folder.resolve("server.pem")));

    Grant grant = grant("llllll", 1, Access.READ);
    checking(both).bind(target(), grant);
    assertEquals(1, accounts(grant));
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> checking(other).grants(target()));

    assertEquals("database-not-trusted", failure.code().name(), failure::getMessage);
    assertTrue(failure.code().answered(), "the account is not spared for it");
    assertTrue(failure.nextStep().contains("databaseCaFile"), failure.nextStep());
    BindingTarget elsewhere = target(Map.of(Keys.HOST, "localhost"), MASTER_PASSWORD);
    ProvisionerException otherName =
        assertThrows(ProvisionerException.class, () -> checking(both).grants(elsewhere));
    assertEquals("database-not-trusted", otherName.code().name(), otherName::getMessage);
  }

  private static MysqlUsers checking(Path authorities) {
    Map<String, Object> configuration = new HashMap<>(account.configuration(aws.endpoint()));
    configuration.put("databaseCaFile", authorities.toString());
    return new MysqlUsers(
        users.accounts(),
        DatabaseTls.of(DatabaseEngine.MYSQL, AwsConfiguration.of(configuration).databaseCaFile()));
  }

  @Test
  void anAuthorityThatCanNotBeReadIsNamed() throws IOException {
    for (Path file :
        new Path[] {
          folder.resolve("none.pem"), Files.writeString(folder.resolve("bad.pem"), "no PEM")
        }) {
      ProvisionerException failure = assertThrows(ProvisionerException.class, () -> checking(file));
      assertEquals(ErrorCode.INVALID_SETTINGS, failure.code());
      assertTrue(failure.getMessage().contains("databaseCaFile " + file), failure.getMessage());
    }
  }

  @Test
  void aWrongMasterPasswordIsSaidAsSuchAndNotShown() {
    ProvisionerException failure =
        assertThrows(
            ProvisionerException.class, () -> users.grants(target(Map.of(), "canary-wrong")));
    assertEquals(ErrorCode.DENIED, failure.code());
    assertFalse(failure.toString().contains("canary-wrong"));
  }

  /** What the server refuses is told with its words, of which the statement is no part. */
  @Test
  void noSecretStandsInAFailure() throws SQLException {
    server.execute(
        "CREATE USER 'weak'@'%' IDENTIFIED BY 'canary-weak'", "GRANT SELECT ON *.* TO 'weak'@'%'");
    Grant grant = grant("ffffff", 1, Access.READWRITE);
    BindingTarget weak = target(Map.of(Keys.USERNAME, "weak"), "canary-weak");
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.bind(weak, grant));
    assertEquals(ErrorCode.DENIED, failure.code());
    StringBuilder all = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      all.append(each);
    }
    assertFalse(all.toString().contains("canary"), all.toString());
  }
}
