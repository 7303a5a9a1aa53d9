package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A database that was made of a snapshot: the roles of the one that it was made of, on a real
 * PostgreSQL whose master is no superuser, as on RDS.
 */
class TakenOverRolesIT {

  private static final String OLD = "m4q7zt2hcx5kd3wbn6ra";
  private static final String NEW = "b2q7zt2hcx5kd3wbn6rb";
  private static final String OTHERS = "c3q7zt2hcx5kd3wbn6rc_aaaaaa_1";
  private static final Credentials MASTER = new Credentials("dbadmin", "canary-master");

  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start();
    try (Connection connection =
            DriverManager.getConnection(
                server.url("postgres"), TestPostgres.USER, TestPostgres.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE dbadmin LOGIN CREATEDB CREATEROLE PASSWORD '" + MASTER.password() + "'");
      statement.execute("CREATE DATABASE orders OWNER dbadmin");
      statement.execute("CREATE ROLE " + OTHERS);
      statement.execute(
          "COMMENT ON ROLE " + OTHERS + " IS '{\"automat-installation\":\"another\"}'");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ResourceRef ref(String uid) {
    return new ResourceRef(
        "aws/rds-postgres",
        uid,
        "orders-" + uid,
        new Scope("kit", "eu-central-1", "inst"),
        Optional.empty());
  }

  private static PostgresSession master(String uid) throws SQLException {
    Map<String, Object> outputs =
        Map.of(Keys.HOST, "127.0.0.1", Keys.PORT, (long) server.port(), Keys.DATABASE, "orders");
    return PostgresSession.open(
        new BindingTarget(ref(uid), outputs, Optional.empty()),
        MASTER,
        new DatabaseTls("disable", Optional.empty()));
  }

  private static Credentials user(String uid, GrantId id) {
    return new Credentials(id.userName(uid), "canary-" + id.binding());
  }

  private static void bind(String uid, GrantId id, Access access) throws SQLException {
    try (PostgresSession session = master(uid)) {
      PostgresRoles roles = new PostgresRoles(session, ref(uid), "orders");
      roles.takeOver();
      roles.ensureOwner();
      Credentials own = user(uid, id);
      roles.ensureUser(new Grant(id, "shop", access, new Grant.User(own)), own);
      session.commit();
    }
  }

  private static Connection signIn(String uid, GrantId id) throws SQLException {
    Credentials own = user(uid, id);
    return DriverManager.getConnection(server.url("orders"), own.username(), own.password());
  }

  private static boolean does(Connection session, String sql) {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  private static List<String> roles(PostgresSession session) throws SQLException {
    return session.texts(
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^[a-z2-7]{20}_' ORDER BY rolname");
  }

  @Test
  void nobodyOfBeforeGetsInAndWhatTheyMadeIsTheNewOnes() throws SQLException {
    GrantId writer = new GrantId("aaaaaa", 1);
    GrantId reader = new GrantId("bbbbbb", 1);
    bind(OLD, writer, Access.READWRITE);
    bind(OLD, reader, Access.READ);
    try (Connection before = signIn(OLD, writer)) {
      assertTrue(does(before, "CREATE TABLE kept AS SELECT 1 AS x"));
      bind(NEW, writer, Access.READWRITE);
      assertFalse(does(before, "SELECT 1"), "its session is ended");
    }
    for (GrantId old : List.of(writer, reader)) {
      assertThrows(SQLException.class, () -> signIn(OLD, old).close());
    }
    try (Connection now = signIn(NEW, writer)) {
      assertTrue(does(now, "ALTER TABLE kept ADD COLUMN note text"), "it owns what there was");
    }
    try (PostgresSession session = master(NEW)) {
      PostgresRoles roles = new PostgresRoles(session, ref(NEW), "orders");
      roles.takeOver();
      assertEquals(Set.of(writer), roles.grants());
      assertEquals(
          List.of(writer.userName(NEW), NEW + "_owner", OTHERS),
          roles(session),
          "another installation's stays");
    }
  }
}
