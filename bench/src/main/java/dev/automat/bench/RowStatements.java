package dev.automat.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one accepted PUT as two plain statements, copied from what the store itself wrote.
 *
 * @param resource with {@code %uid%} and {@code %name%} in place of what must differ
 * @param event likewise
 */
record RowStatements(String resource, String event) {

  private static final String UID = "%uid%";
  private static final String NAME = "%name%";

  /** Of the rows that stand in the database, of which there must be one each. */
  static RowStatements of(Connection connection) throws SQLException {
    return new RowStatements(
        insert(
            connection,
            "resource",
            Map.of(
                "uid",
                UID,
                "name",
                NAME,
                "live_key",
                "'bench/Database/' || " + NAME,
                "external_name",
                NAME + " || '-' || " + UID)),
        insert(connection, "event", Map.of("uid", UID)));
  }

  private static String insert(Connection connection, String table, Map<String, String> different)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table + " LIMIT 1")) {
      if (!row.next()) {
        throw new IllegalStateException("there is no row in " + table);
      }
      List<String> columns = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        String column = row.getMetaData().getColumnName(i);
        columns.add(column);
        values.add(different.getOrDefault(column, literal(row.getString(i))));
      }
      return "INSERT INTO %s (%s) VALUES (%s)"
          .formatted(table, String.join(", ", columns), String.join(", ", values));
    }
  }

  /** A colon is written by its number: pgbench takes what follows one for a variable. */
  private static String literal(@Nullable String value) {
    return value == null
        ? "NULL"
        : "E'"
            + value
                .replace("\\", "\\\\")
                .replace("'", "''")
                .replace(":", "\\072")
                .replace("?", "\\077")
            + "'";
  }

  /** With SQL expressions for uid and name. */
  RowStatements with(String uid, String name) {
    return new RowStatements(
        resource.replace(UID, uid).replace(NAME, name), event.replace(UID, uid));
  }
}
