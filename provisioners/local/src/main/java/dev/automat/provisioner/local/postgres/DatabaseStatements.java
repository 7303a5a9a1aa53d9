package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.provisioner.local.postgres.TagComment.Stage;
import dev.automat.spi.Credentials;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statements that make, change and drop one role and its database. Each method may be repeated
 * after any other was cut short.
 *
 * @param session the administrator's
 * @param name of the role and of the database
 */
record DatabaseStatements(AdminSession session, String name) {

  DatabaseStatements(Connection connection, String name) {
    this(new AdminSession(connection), name);
  }

  private static final int NO_LIMIT = -1;

  /**
   * Makes the role, or sets its password again. Before there is a database the role carries the
   * tags and the stage, so that nothing can be left over that nobody finds.
   *
   * @param found what stood there before
   */
  void role(
      Optional<Row> found, Credentials credentials, Map<String, String> tags, SecureRandom random)
      throws SQLException {
    String password = session.literal(ScramVerifier.of(credentials.password(), random));
    boolean missing = found.filter(Row::hasRole).isEmpty();
    boolean made = found.filter(Row::hasDatabase).isPresent();
    String login = found.filter(Row::isQuarantined).isPresent() ? "NOLOGIN" : "LOGIN";
    session.inTransaction(
        () -> {
          if (missing) {
            session.execute("CREATE ROLE " + identifier());
            session.actFor(name);
          }
          session.execute("ALTER ROLE " + identifier() + " " + login + " PASSWORD " + password);
          if (!made) {
            commentOnRole(tags, Stage.MAKING);
          }
        });
  }

  /** Makes the database. It can not be part of a transaction. */
  void database(Optional<Long> connectionLimit) throws SQLException {
    session.execute(
        "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'UTF8' CONNECTION LIMIT %d"
            .formatted(identifier(), identifier(), connectionLimit.orElse((long) NO_LIMIT)));
  }

  /**
   * Makes the database with what a snapshot holds; nobody can connect to it yet.
   *
   * @param copy the snapshot's database
   */
  void databaseLike(String copy, Optional<Long> connectionLimit) throws SQLException {
    session.execute(
        "CREATE DATABASE %s OWNER %s TEMPLATE %s ALLOW_CONNECTIONS false CONNECTION LIMIT %d%s"
            .formatted(
                identifier(),
                identifier(),
                session.identifier(copy),
                connectionLimit.orElse((long) NO_LIMIT),
                session.fastestCopy()));
  }

  /**
   * Gives the database to its role alone, and writes the tags: once they are there, the rest is.
   *
   * @param found what stood there before
   */
  void seal(Optional<Row> found, Map<String, String> tags) throws SQLException {
    Stage stage = found.filter(Row::isQuarantined).isPresent() ? Stage.QUARANTINED : Stage.MADE;
    session.inTransaction(
        () -> {
          session.execute("ALTER DATABASE " + identifier() + " OWNER TO " + identifier());
          session.execute("REVOKE ALL ON DATABASE " + identifier() + " FROM PUBLIC");
          session.execute(
              "COMMENT ON DATABASE "
                  + identifier()
                  + " IS "
                  + session.literal(new TagComment(tags, Optional.empty()).text()));
          commentOnRole(tags, stage);
        });
  }

  void connectionLimit(long limit) throws SQLException {
    session.execute("ALTER DATABASE " + identifier() + " CONNECTION LIMIT " + limit);
  }

  /**
   * Drops the database with its sessions, then the users of its bindings, then the role. The stage
   * is written first, so that a role that is left over is seen as something still to delete.
   *
   * @param users of its bindings
   */
  void drop(Row found, List<String> users) throws SQLException {
    if (found.hasRole()) {
      session.execute("ALTER ROLE " + identifier() + " NOLOGIN");
      commentOnRole(found.identity(), Stage.DELETING);
    }
    session.execute("DROP DATABASE IF EXISTS " + identifier() + " WITH (FORCE)");
    for (String user : users) {
      new UserStatements(session, user, name).dropWithoutDatabase();
    }
    if (found.hasRole()) {
      session.endSessionsOf(name);
      session.execute("DROP ROLE IF EXISTS " + identifier());
    }
  }

  /**
   * Nobody can use it any more but administrators. The stage is written first and taken back last,
   * so that whatever was cut short in between is gone on with.
   *
   * @param users of its bindings
   */
  void quarantine(Row found, List<String> users) throws SQLException {
    commentOnRole(found.role().tags(), Stage.QUARANTINED);
    allowConnections(false);
    for (String user : withOwner(users)) {
      session.execute("ALTER ROLE " + session.identifier(user) + " NOLOGIN");
    }
    endSessions();
    for (String user : withOwner(users)) {
      session.endSessionsOf(user);
    }
  }

  /** Takes that back. */
  void release(Row found, List<String> users) throws SQLException {
    for (String user : withOwner(users)) {
      session.execute("ALTER ROLE " + session.identifier(user) + " LOGIN");
    }
    allowConnections(true);
    commentOnRole(found.role().tags(), Stage.MADE);
  }

  /** To anybody at all, superusers included. */
  void allowConnections(boolean allowed) throws SQLException {
    session.execute("ALTER DATABASE " + identifier() + " ALLOW_CONNECTIONS " + allowed);
  }

  private List<String> withOwner(List<String> users) {
    return Stream.concat(Stream.of(name), users.stream()).toList();
  }

  /** Ends the sessions in the database, and waits a little for them; not those of superusers. */
  void endSessions() throws SQLException {
    session.execute(
        ("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity JOIN pg_roles"
                + " ON pg_roles.oid = usesysid WHERE datname = %s AND NOT rolsuper"
                + " AND pid <> pg_backend_pid()")
            .formatted(session.literal(name)));
  }

  private void commentOnRole(Map<String, String> tags, Stage stage) throws SQLException {
    session.execute(
        "COMMENT ON ROLE "
            + identifier()
            + " IS "
            + session.literal(new TagComment(tags, Optional.of(stage)).text()));
  }

  private String identifier() throws SQLException {
    return session.identifier(name);
  }
}
