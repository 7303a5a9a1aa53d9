package dev.automat.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of one accepted PUT as three plain statements with a parameter for each value, copied
 * from what the store itself wrote. What is null is left out.
 */
record RowStatements(Insert resource, Insert event, Insert audit) {

  /** A value of the sample row. */
  record Column(String table, String name, String type, String value) {

    /** What tells it from all other columns of the tables. */
    String id() {
      return table + "_" + name;
    }
  }

  /** One row of a table. */
  record Insert(String table, List<Column> columns) {

    /**
     * @param value the SQL expression that stands for the value of a column
     */
    String sql(Function<Column, String> value) {
      return columns.stream()
          .map(Column::name)
          .collect(
              Collectors.joining(
                  ", ",
                  "INSERT INTO " + table + " (",
                  columns.stream()
                      .map(column -> "cast(" + value.apply(column) + " AS " + column.type() + ")")
                      .collect(Collectors.joining(", ", ") VALUES (", ")"))));
    }
  }

  /** Of the rows that stand in the database, of which there must be one each. */
  static RowStatements of(Connection connection) throws SQLException {
    return new RowStatements(
        insert(connection, "resource"), insert(connection, "event"), insert(connection, "audit"));
  }

  private static Insert insert(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table + " LIMIT 1")) {
      if (!row.next()) {
        throw new IllegalStateException("there is no row in " + table);
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        String value = row.getString(i);
        String name = row.getMetaData().getColumnName(i);
        if (value != null && !isMade(table, name)) {
          columns.add(new Column(table, name, row.getMetaData().getColumnTypeName(i), value));
        }
      }
      return new Insert(table, columns);
    }
  }

  /** By the database. */
  private static boolean isMade(String table, String column) {
    return table.equals("audit") && column.equals("sequence");
  }

  /** Of all rows. */
  Stream<Column> columns() {
    return Stream.of(resource, event, audit).flatMap(insert -> insert.columns().stream());
  }
}
