package dev.automat.sql;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database that is shut for a while. Its users can not sign in, and nobody can connect whom it
 * lets in only because it lets in everybody. Who was granted CONNECT by a person keeps it: it would
 * have to be given back as it was, by whoever granted it. Who and what was shut is said in the
 * comments of the roles, so that only that is opened again: a user on its way out stays out.
 */
record ClosedRoles(PostgresRoles roles) {

  private static final String MARK = "automat-quarantine";

  static boolean isMarked(Map<String, String> tags) {
    return tags.containsKey(MARK);
  }

  /**
   * Sessions outlive NOLOGIN and REVOKE, so they are ended once nobody new can come.
   *
   * @return who is still in
   */
  Optional<String> close() throws SQLException {
    PostgresSession session = session();
    roles.ensureOwner();
    List<String> users = roles.users();
    for (String user : users) {
      if (session.holds("(SELECT rolcanlogin FROM pg_roles WHERE rolname = " + text(user) + ")")) {
        session.execute("ALTER ROLE " + session.identifier(user) + " NOLOGIN");
        mark(user);
      }
    }
    if (letsEverybodyIn()) {
      session.execute("REVOKE CONNECT ON DATABASE " + database() + " FROM PUBLIC");
      mark(roles.owner());
    }
    session.commit();
    for (String user : users) {
      session.endSessionsOf(user);
    }
    endOtherSessions();
    session.commit();
    return left();
  }

  void open() throws SQLException {
    PostgresSession session = session();
    for (String user : roles.users()) {
      if (isMarked(roles.tags(user))) {
        session.execute("ALTER ROLE " + session.identifier(user) + " LOGIN");
        forget(user);
      }
    }
    if (isMarked(roles.tags(roles.owner()))) {
      letAllConnect();
      forget(roles.owner());
    }
    session.commit();
  }

  void letAllConnect() throws SQLException {
    session().execute("GRANT CONNECT ON DATABASE " + database() + " TO PUBLIC");
  }

  private boolean letsEverybodyIn() throws SQLException {
    return session()
        .holds(
            "EXISTS (SELECT 1 FROM pg_database d,"
                + " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a"
                + " WHERE d.datname = "
                + text(roles.database())
                + " AND a.grantee = 0 AND a.privilege_type = 'CONNECT')");
  }

  private void mark(String role) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>(roles.tags(role));
    tags.put(MARK, "");
    roles.tag(role, tags);
  }

  /** What was shut before is not opened again. */
  void forget(String role) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>(roles.tags(role));
    if (tags.keySet().remove(MARK)) {
      roles.tag(role, tags);
    }
  }

  /** Those whom the master may end. */
  private void endOtherSessions() throws SQLException {
    session()
        .execute(
            "SELECT pg_terminate_backend(a.pid)"
                + others()
                + " AND (pg_has_role(a.usesysid, 'MEMBER')"
                + " OR pg_has_role('pg_signal_backend', 'MEMBER'))");
  }

  private Optional<String> left() throws SQLException {
    SessionEnd end = new SessionEnd();
    List<String> in = session().texts("SELECT DISTINCT a.usename" + others());
    while (!in.isEmpty() && end.awaitNextLook()) {
      // Within a transaction the statistics stay as they were first seen.
      session().commit();
      in = session().texts("SELECT DISTINCT a.usename" + others());
    }
    return in.isEmpty()
        ? Optional.empty()
        : Optional.of("sessions go on in the database, of " + String.join(", ", in));
  }

  /** Everybody's but our own, and those of the cloud, whose users are superusers. */
  private String others() throws SQLException {
    return " FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid"
        + " WHERE a.datname = "
        + text(roles.database())
        + " AND NOT r.rolsuper AND NOT (a.usename = CURRENT_USER AND a.application_name"
        + " IS NOT DISTINCT FROM "
        + text(PostgresSession.APPLICATION)
        + ")";
  }

  private String database() throws SQLException {
    return session().identifier(roles.database());
  }

  private String text(String text) throws SQLException {
    return session().literal(text);
  }

  private PostgresSession session() {
    return roles.session();
  }
}
