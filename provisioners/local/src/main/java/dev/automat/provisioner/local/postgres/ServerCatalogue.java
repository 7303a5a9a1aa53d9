package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.TagComment.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server's own catalogue says of roles and databases of one name. One query each. */
final class ServerCatalogue {

  private static final String SELECT =
      """
      SELECT coalesce(d.datname, r.rolname) AS name,
             d.oid IS NOT NULL AS has_database,
             r.oid IS NOT NULL AS has_role,
             coalesce(d.datdba = r.oid, false) AS owned,
             coalesce(r.rolcanlogin, false) AS may_sign_in,
             d.datconnlimit AS connection_limit,
             shobj_description(d.oid, 'pg_database') AS database_comment,
             shobj_description(r.oid, 'pg_authid') AS role_comment,
             current_setting('server_version_num')::int / 10000 AS major
        FROM (SELECT * FROM pg_database WHERE NOT datistemplate%s) d
        FULL JOIN (SELECT * FROM pg_roles%s) r ON r.rolname = d.datname
      """;

  private static final String ONE = SELECT.formatted(" AND datname = ?", " WHERE rolname = ?");

  /** The names are compared as bytes, so that the pages do not depend on the server's locale. */
  private static final String PAGE =
      SELECT.formatted(" AND datname > ?::name", " WHERE rolname > ?::name")
          + """
           WHERE strpos(coalesce(shobj_description(d.oid, 'pg_database'), ''), ?) > 0
              OR strpos(coalesce(shobj_description(r.oid, 'pg_authid'), ''), ?) > 0
           ORDER BY 1
           LIMIT ?
          """;

  /** No character of a prefix has a meaning of its own in there. */
  private static final String STARTING =
      SELECT.formatted(" AND starts_with(datname, ?)", " WHERE starts_with(rolname, ?)");

  private static final String ALONE =
      SELECT.formatted("", "")
          + " WHERE d.oid IS NULL"
          + " AND strpos(coalesce(shobj_description(r.oid, 'pg_authid'), ''), ?) > 0";

  private ServerCatalogue() {}

  /**
   * A role and a database of one name, of which one may be missing.
   *
   * @param owned whether the role owns the database
   * @param maySignIn whether the role may sign in
   * @param connectionLimit of the database; -1 without a limit
   * @param major the server's major version
   */
  record Row(
      String name,
      boolean hasDatabase,
      boolean hasRole,
      boolean owned,
      boolean maySignIn,
      long connectionLimit,
      TagComment database,
      TagComment role,
      int major) {

    /** The tags that say whose it is: the database's, completed by the role's. */
    Map<String, String> identity() {
      Map<String, String> all = new LinkedHashMap<>(role.tags());
      all.putAll(database.tags());
      return all;
    }

    /** Whether the database was there once and was dropped by somebody else. */
    boolean lostItsDatabase() {
      return !hasDatabase && (isAt(Stage.MADE) || isQuarantined());
    }

    /** Whether nobody may use it; said before that is so, and until it is so no more. */
    boolean isQuarantined() {
      return isAt(Stage.QUARANTINED);
    }

    /** Whether it is a copy, or what is left of one. */
    boolean isSnapshot() {
      return isAt(Stage.SNAPSHOT) || database.stage().filter(Stage.SNAPSHOT::equals).isPresent();
    }

    private boolean isAt(Stage stage) {
      return role.stage().filter(stage::equals).isPresent();
    }
  }

  /** What stands under a name. */
  static Optional<Row> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ONE)) {
      select.setString(1, name);
      select.setString(2, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(row(rows)) : Optional.empty();
      }
    }
  }

  /** What stands under names that begin so. */
  static List<Row> startingWith(Connection connection, String prefix) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STARTING)) {
      select.setString(1, prefix);
      select.setString(2, prefix);
      return rows(select);
    }
  }

  /** Roles without a database whose comments hold a text. */
  static List<Row> rolesAlone(Connection connection, String text) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ALONE)) {
      select.setString(1, text);
      return rows(select);
    }
  }

  /**
   * What carries an installation's id, in the order of names.
   *
   * @param after the last name of the page before; empty for the first
   */
  static List<Row> page(Connection connection, String installation, String after, int most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PAGE)) {
      select.setString(1, after);
      select.setString(2, after);
      select.setString(3, installation);
      select.setString(4, installation);
      select.setInt(5, most);
      return rows(select);
    }
  }

  private static List<Row> rows(PreparedStatement select) throws SQLException {
    List<Row> all = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(row(rows));
      }
    }
    return all;
  }

  private static Row row(ResultSet rows) throws SQLException {
    return new Row(
        rows.getString("name"),
        rows.getBoolean("has_database"),
        rows.getBoolean("has_role"),
        rows.getBoolean("owned"),
        rows.getBoolean("may_sign_in"),
        rows.getLong("connection_limit"),
        TagComment.parse(rows.getString("database_comment")),
        TagComment.parse(rows.getString("role_comment")),
        rows.getInt("major"));
  }
}
