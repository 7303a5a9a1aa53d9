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
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the users of both engines keep, on a real server whose master is no superuser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseUsersContract {

  static final String UID = "m4q7zt2hcx5kd3wbn6ra";
  static final String MASTER = "dbadmin";
  static final String MASTER_PASSWORD = "canary-master";

  /** Holds what would be a pattern in a GRANT of MySQL. */
  static final String DATABASE = "web_shop";

  static final Login.Advice ADVICE =
      new Login.Advice("the walls of the test", "the authorities of the test");

  abstract SqlEngine engine();

  abstract int port();

  abstract DatabaseTls tls();

  abstract DatabaseUsers users(Login login, ResourceRef ref);

  /** Where a database is, for {@link DriverManager}. */
  abstract String url();

  Login login(long port, Credentials master) {
    return new Login("instance shop-" + UID, "127.0.0.1", port, DATABASE, master, tls(), ADVICE);
  }

  DatabaseUsers users(String uid) {
    return users(login(port(), new Credentials(MASTER, MASTER_PASSWORD)), ref(uid));
  }

  DatabaseUsers users() {
    return users(UID);
  }

  static ResourceRef ref(String uid) {
    return new ResourceRef(
        "kit/database", uid, "shop-" + uid, new Scope("kit", "here", "inst"), Optional.empty());
  }

  static Grant grant(String uid, String binding, int version, Access access) {
    GrantId id = new GrantId(binding, version);
    return new Grant(
        id,
        "checkout",
        access,
        // A quote and a backslash, which a literal of MySQL has to escape.
        new Grant.User(new Credentials(id.userName(uid), "canary'\\" + binding + version)));
  }

  static Grant grant(String binding, int version, Access access) {
    return grant(UID, binding, version, access);
  }

  Connection signIn(Grant grant) throws SQLException {
    Credentials own = ((Grant.User) grant.holder()).credentials();
    return DriverManager.getConnection(url(), own.username(), own.password());
  }

  void assertRefused(Grant grant) {
    assertThrows(SQLException.class, () -> signIn(grant).close());
  }

  static boolean does(Connection session, String sql) {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  static String one(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** On a platform thread, as those of an isolated plugin are: drivers do not hear it there. */
  static void assertInterruptEnds(Runnable call) throws Exception {
    FutureTask<ProvisionerException> waiting =
        new FutureTask<>(
            () -> {
              ProvisionerException end = assertThrows(ProvisionerException.class, call::run);
              assertTrue(Thread.currentThread().isInterrupted(), "who called may still ask");
              return end;
            });
    Thread thread = Thread.ofPlatform().start(waiting);
    while (thread.isAlive() && !isIn(thread, SessionEnd.class)) {
      LockSupport.parkNanos(1_000_000);
    }
    thread.interrupt();
    ProvisionerException end = waiting.get();
    assertTrue(String.valueOf(end.getMessage()).startsWith("interrupted"), end.toString());
    assertEquals(ErrorType.EXTERNAL, end.code().type());
  }

  private static boolean isIn(Thread thread, Class<?> code) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(code.getName()));
  }

  @Test
  void oldAndNewWorkSideBySideAndWhatTheOldOneMadeStays() throws SQLException {
    Grant old = grant("aaaaaa", 1, Access.READWRITE);
    Grant next = grant("aaaaaa", 2, Access.READWRITE);
    users().bind(old);
    try (Connection session = signIn(old)) {
      users().bind(old);
      assertTrue(does(session, "CREATE TABLE purchase (id int, note text)"), "not ended");
      users().bind(next);
      assertTrue(users().grants().containsAll(Set.of(old.id(), next.id())));
      assertTrue(does(session, "INSERT INTO purchase VALUES (1, 'x')"), "still valid");
      users().unbind(old.id());
      users().unbind(old.id());
      assertFalse(does(session, "SELECT 1"), "its session is ended");
    }
    assertRefused(old);
    assertFalse(users().grants().contains(old.id()));
    try (Connection session = signIn(next)) {
      assertTrue(does(session, "ALTER TABLE purchase ADD COLUMN more text"));
      assertEquals("1", one(session, "SELECT count(*) FROM purchase"));
    }
  }

  @Test
  void nobodyGetsTheMastersRights() throws SQLException {
    Grant grant = grant("bbbbbb", 1, Access.READWRITE);
    users().bind(grant);
    try (Connection session = signIn(grant)) {
      assertFalse(does(session, "CREATE USER intruder"));
      assertFalse(does(session, "CREATE DATABASE another"));
      assertFalse(does(session, "SET ROLE " + MASTER));
    }
    Map<String, Object> outputs =
        Map.of("host", "127.0.0.1", "port", 4711L, "database", DATABASE, "username", MASTER);
    Map<String, String> connection =
        new GrantedConnection(engine(), grant).of(outputs, "this machine");
    assertFalse(connection.containsValue(MASTER));
    assertEquals(engine().scheme(), connection.get("type"));
    assertEquals(
        "%s://%s:canary%%27%%5Cbbbbbb1@127.0.0.1:4711/web_shop?%s"
            .formatted(engine().scheme(), grant.id().userName(UID), engine().tlsOnly()),
        connection.get("uri"));
  }

  @Test
  void whoMayOnlyReadReadsWhatIsThereAndWhatComes() throws SQLException {
    Grant writer = grant("cccccc", 1, Access.READWRITE);
    Grant reader = grant("dddddd", 1, Access.READ);
    users().bind(writer);
    try (Connection writing = signIn(writer)) {
      assertTrue(does(writing, "CREATE TABLE early (id int)"));
      users().bind(reader);
      assertTrue(does(writing, "CREATE TABLE late (id int)"));
    }
    try (Connection reading = signIn(reader)) {
      assertTrue(does(reading, "SELECT * FROM early"));
      assertTrue(does(reading, "SELECT * FROM late"));
      assertFalse(does(reading, "INSERT INTO late VALUES (1)"));
      assertFalse(does(reading, "CREATE TABLE own (id int)"));
    }
    users().unbind(reader.id());
    assertRefused(reader);
  }

  @Test
  void whoIsShutOutHasNoSessionGetsNoneAndComesBackWithTheSamePassword() throws SQLException {
    Grant writer = grant("eeeeee", 1, Access.READWRITE);
    Grant reader = grant("ffffff", 1, Access.READ);
    users().bind(writer);
    users().bind(reader);
    try (Connection writing = signIn(writer);
        Connection reading = signIn(reader)) {
      assertEquals(Optional.empty(), users().shut());
      assertFalse(does(writing, "SELECT 1"));
      assertFalse(does(reading, "SELECT 1"));
    }
    assertRefused(writer);
    assertRefused(reader);
    assertTrue(users().grants().containsAll(Set.of(writer.id(), reader.id())), "they are seen");
    assertEquals(Optional.empty(), users().shut(), "a repeat");
    users().open();
    users().open();
    try (Connection writing = signIn(writer);
        Connection reading = signIn(reader)) {
      assertTrue(does(writing, "CREATE TABLE back (id int)"));
      assertTrue(does(reading, "SELECT * FROM back"));
    }
  }

  /** Killed after it was shut out for good, and before it was dropped. */
  @Test
  void whoIsOnTheWayOutIsNotLetInAgain() throws SQLException {
    Grant leaving = grant("gggggg", 1, Access.READWRITE);
    Grant revoked = grant("gggggg", 2, Access.READWRITE);
    users().bind(leaving);
    users().bind(revoked);
    lockOut(leaving);
    users().shut();
    users().unbind(revoked.id());
    users().open();
    assertRefused(leaving);
    assertRefused(revoked);
    assertTrue(users().grants().contains(leaving.id()), "it is still to go");
    users().unbind(leaving.id());
    assertFalse(users().grants().contains(leaving.id()));
  }

  /** As a revocation does it first of all. */
  abstract void lockOut(Grant grant) throws SQLException;

  @Test
  void nobodyOfBeforeGetsIntoACopyAndWhatTheyMadeIsTheNewOnes() throws SQLException {
    String heir = "b2q7zt2hcx5kd3wbn6rb";
    Grant before = grant("hhhhhh", 1, Access.READWRITE);
    users().bind(before);
    try (Connection session = signIn(before)) {
      assertTrue(does(session, "CREATE TABLE inherited (id int)"));
    }
    users().shut();
    Grant now = grant(heir, "iiiiii", 1, Access.READWRITE);
    users(heir).bind(now);
    assertEquals(Set.of(now.id()), users(heir).grants());
    assertRefused(before);
    try (Connection session = signIn(now)) {
      assertTrue(does(session, "ALTER TABLE inherited ADD COLUMN more int"));
    }
    users(heir).unbind(now.id());
  }

  /** As where Automat reached it only when it was to be put out of reach. */
  @Test
  void whoIsShutOutOfACopyAreThoseOfBeforeToo() throws SQLException {
    String heir = "d5q7zt2hcx5kd3wbn6rd";
    Grant before = grant("oooooo", 1, Access.READWRITE);
    users().bind(before);
    try (Connection session = signIn(before)) {
      assertEquals(Optional.empty(), users(heir).shut());
      assertFalse(does(session, "SELECT 1"));
    }
    assertRefused(before);
    users(heir).open();
    assertRefused(before);
  }

  @Test
  void aDatabaseThatIsNotReachedIsThatInstancesTroubleAlone() {
    DatabaseUsers nowhere = users(login(1, new Credentials(MASTER, MASTER_PASSWORD)), ref(UID));
    ProvisionerException failure = assertThrows(ProvisionerException.class, nowhere::grants);
    assertEquals(ErrorType.EXTERNAL, failure.code().type());
    assertEquals(DatabaseFailure.UNREACHED, failure.code());
    assertTrue(failure.code().answered(), "the account is not spared for it");
    assertTrue(failure.nextStep().contains(ADVICE.reach()), failure.nextStep());
    assertFalse(failure.toString().contains(MASTER_PASSWORD));
  }

  @Test
  void aWrongMasterPasswordIsSaidAsSuchAndNotShown() {
    DatabaseUsers wrong = users(login(port(), new Credentials(MASTER, "canary-wrong")), ref(UID));
    ProvisionerException failure = assertThrows(ProvisionerException.class, wrong::grants);
    assertEquals(ErrorCode.DENIED, failure.code());
    assertFalse(failure.toString().contains("canary-wrong"));
  }
}
