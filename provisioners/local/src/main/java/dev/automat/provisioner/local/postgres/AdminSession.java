package dev.automat.provisioner.local.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * What all statements of the administrator need.
 *
 * @param connection in autocommit mode
 */
record AdminSession(Connection connection) {

  /** From this version on, who makes a role must grant it to himself to act for it. */
  private static final int GRANTS_HAVE_OPTIONS = 16;

  private static final int COPIES_BY_STRATEGY = 15;

  /** Steps that are done together or not at all. */
  @FunctionalInterface
  interface Steps {
    void run() throws SQLException;
  }

  void inTransaction(Steps steps) throws SQLException {
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

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The texts of the first column. */
  List<String> texts(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** A superuser may do everything; another administrator must be a member of the role. */
  void actFor(String role) throws SQLException {
    if (!texts("SHOW is_superuser").contains("on")) {
      execute("GRANT " + identifier(role) + " TO CURRENT_USER" + options());
    }
  }

  /** Lets the member do what the role may, also as the role itself. */
  void makeMember(String member, String role) throws SQLException {
    execute("GRANT " + identifier(role) + " TO " + identifier(member) + options());
  }

  private String options() throws SQLException {
    boolean has = connection.getMetaData().getDatabaseMajorVersion() >= GRANTS_HAVE_OPTIONS;
    return has ? " WITH INHERIT TRUE, SET TRUE" : "";
  }

  /**
   * How CREATE DATABASE copies much data in the shortest time: file by file. Before PostgreSQL 15
   * it knew no other way; since then it writes all of it to the log, too, unless it is told.
   */
  String fastestCopy() throws SQLException {
    boolean has = connection.getMetaData().getDatabaseMajorVersion() >= COPIES_BY_STRATEGY;
    return has ? " STRATEGY FILE_COPY" : "";
  }

  void endSessionsOf(String role) throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = " + literal(role));
  }

  String identifier(String name) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }

  String literal(String text) throws SQLException {
    return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
  }
}
