package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.provisioner.local.postgres.TagComment.Stage;
import dev.automat.spi.Credentials;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * The statements that make, change and drop one role and its database. Each method may be repeated
 * after any other was cut short.
 *
 * @param connection the administrator's, in autocommit mode
 * @param name of the role and of the database
 */
record DatabaseStatements(Connection connection, String name) {

  private static final int SALT_BYTES = 16;
  private static final int NO_LIMIT = -1;

  /** From this version on, who makes a role must grant it to himself to act for it. */
  private static final int GRANTS_HAVE_OPTIONS = 16;

  /**
   * Makes the role, or sets its password again. Before there is a database the role carries the
   * tags and the stage, so that nothing can be left over that nobody finds.
   *
   * @param found what stood there before
   */
  void role(
      Optional<Row> found, Credentials credentials, Map<String, String> tags, SecureRandom random)
      throws SQLException {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    String password = literal(ScramVerifier.of(credentials.password(), salt));
    boolean missing = found.filter(Row::hasRole).isEmpty();
    boolean made = found.filter(Row::hasDatabase).isPresent();
    inTransaction(
        () -> {
          if (missing) {
            execute("CREATE ROLE " + identifier());
            actForRole();
          }
          execute("ALTER ROLE " + identifier() + " LOGIN PASSWORD " + password);
          if (!made) {
            commentOnRole(tags, Stage.MAKING);
          }
        });
  }

  /** Makes the database. It can not be part of a transaction. */
  void database(Optional<Long> connectionLimit) throws SQLException {
    execute(
        "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'UTF8' CONNECTION LIMIT %d"
            .formatted(identifier(), identifier(), connectionLimit.orElse((long) NO_LIMIT)));
  }

  /**
   * Gives the database to its role alone, and writes the tags: once they are there, the rest is.
   */
  void seal(Map<String, String> tags) throws SQLException {
    inTransaction(
        () -> {
          execute("ALTER DATABASE " + identifier() + " OWNER TO " + identifier());
          execute("REVOKE ALL ON DATABASE " + identifier() + " FROM PUBLIC");
          execute(
              "COMMENT ON DATABASE "
                  + identifier()
                  + " IS "
                  + literal(new TagComment(tags, Optional.empty()).text()));
          commentOnRole(tags, Stage.MADE);
        });
  }

  void connectionLimit(long limit) throws SQLException {
    execute("ALTER DATABASE " + identifier() + " CONNECTION LIMIT " + limit);
  }

  /**
   * Drops the database with its sessions, then the role. The stage is written first, so that a role
   * that is left over is seen as something still to delete.
   */
  void drop(Row found) throws SQLException {
    if (found.hasRole()) {
      execute("ALTER ROLE " + identifier() + " NOLOGIN");
      commentOnRole(found.identity(), Stage.DELETING);
    }
    execute("DROP DATABASE IF EXISTS " + identifier() + " WITH (FORCE)");
    if (found.hasRole()) {
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
              + literal(name));
      execute("DROP ROLE IF EXISTS " + identifier());
    }
  }

  private void commentOnRole(Map<String, String> tags, Stage stage) throws SQLException {
    execute(
        "COMMENT ON ROLE "
            + identifier()
            + " IS "
            + literal(new TagComment(tags, Optional.of(stage)).text()));
  }

  /** A superuser may do everything; another administrator must be a member of the role. */
  private void actForRole() throws SQLException {
    boolean superuser;
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW is_superuser")) {
      superuser = rows.next() && rows.getString(1).equals("on");
    }
    if (!superuser) {
      boolean options = connection.getMetaData().getDatabaseMajorVersion() >= GRANTS_HAVE_OPTIONS;
      execute(
          "GRANT "
              + identifier()
              + " TO CURRENT_USER"
              + (options ? " WITH INHERIT TRUE, SET TRUE" : ""));
    }
  }

  @FunctionalInterface
  private interface Steps {
    void run() throws SQLException;
  }

  private void inTransaction(Steps steps) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      steps.run();
      connection.commit();
      done = true;
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String identifier() throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }

  private String literal(String text) throws SQLException {
    return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
  }
}
