package dev.automat.sql;

import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The accounts of applications in a database of MySQL. Each has privileges on that database and on
 * nothing else, and must use TLS.
 *
 * <p>A view, routine, trigger or event works with the privileges of the account that made it, its
 * DEFINER, and fails once that is gone (MySQL Reference Manual, "Stored Object Access Control").
 * MySQL can not give routines and triggers another one without dropping them. So an account that
 * has made such a thing is not dropped but locked: nobody signs in with it, and what it made works
 * on ("Account Locking"). It goes with the instance.
 *
 * <p>An account that is shut out for a while is locked, too, and asks besides for a certificate
 * that nobody has: that tells it from one that is to go.
 *
 * @param session the master's, in the database
 */
record MysqlAccounts(MysqlSession session, String uid, String database) {

  /** Asked of those who are shut out for a while. */
  private static final String CLOSED = "REQUIRE SUBJECT '/CN=automat-in-quarantine'";

  /** As SHOW PROCESSLIST names what the server does by itself. */
  private static final Set<String> OF_THE_SERVER = Set.of("event_scheduler", "system user");

  private static final Set<String> READING = Set.of("SELECT", "SHOW VIEW");

  /** All that MySQL grants on a database, but the right to grant. */
  private static final Set<String> WRITING =
      Set.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "REFERENCES",
          "INDEX",
          "ALTER",
          "CREATE TEMPORARY TABLES",
          "LOCK TABLES",
          "EXECUTE",
          "CREATE VIEW",
          "SHOW VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "EVENT",
          "TRIGGER");

  /**
   * Those that stand. One that is locked, has no session any more and stays for what it made is
   * none: its revocation came to its end.
   */
  Set<GrantId> grants() throws SQLException {
    Set<GrantId> grants = new HashSet<>();
    for (String user : ours()) {
      if (!isAtRest(user)) {
        grants.add(GrantId.ofUser(user, uid).orElseThrow());
      }
    }
    return grants;
  }

  /**
   * Takes away what a snapshot brought along: the accounts of the instance that it was made of. An
   * instance is one resource's, so that other accounts of that form are none of anybody else's.
   */
  void takeOver() throws SQLException {
    String query =
        "SELECT User FROM mysql.user WHERE Host = '%' AND LEFT(User, 20) <> "
            + MysqlSession.literal(uid);
    for (String user : session.texts(query, 1)) {
      if (GrantId.isUserName(user) && !isAtRest(user)) {
        shutOut(user);
        depart(user);
      }
    }
  }

  private boolean isAtRest(String user) throws SQLException {
    String shown = shown(user);
    return isLocked(shown)
        && !isClosed(shown)
        && session.sessionsOf(user).isEmpty()
        && definesSomething(user);
  }

  /** MySQL and MariaDB keep it in different tables, and this statement shows it for both. */
  private String shown(String user) throws SQLException {
    return String.join(" ", session.texts("SHOW CREATE USER " + account(user), 1));
  }

  private static boolean isLocked(String shown) {
    return shown.contains(" ACCOUNT LOCK");
  }

  private static boolean isClosed(String shown) {
    return shown.contains(CLOSED);
  }

  /** Shuts all out who are not on their way out already, and ends their sessions. */
  void close() throws SQLException {
    List<String> users = ours();
    for (String user : users) {
      String shown = shown(user);
      if (!isLocked(shown) || isClosed(shown)) {
        session.execute("ALTER USER " + account(user) + " " + CLOSED + " ACCOUNT LOCK");
      }
    }
    session.endSessionsOf(users);
  }

  /**
   * Who has a session in the database besides the master and the server itself; empty if nobody.
   */
  Optional<String> others(String master) throws SQLException {
    Set<String> besides = new HashSet<>(OF_THE_SERVER);
    besides.add(master);
    Set<String> in = session.usersIn(database, besides);
    return in.isEmpty()
        ? Optional.empty()
        : Optional.of("sessions go on in the database, of " + String.join(", ", in));
  }

  /** Lets those in again whom {@link #close} shut out. */
  void open() throws SQLException {
    for (String user : ours()) {
      if (isClosed(shown(user))) {
        session.execute("ALTER USER " + account(user) + " REQUIRE SSL ACCOUNT UNLOCK");
      }
    }
  }

  private List<String> ours() throws SQLException {
    String query =
        "SELECT User FROM mysql.user WHERE Host = '%' AND LEFT(User, 20) = "
            + MysqlSession.literal(uid);
    return session.texts(query, 1).stream()
        .filter(user -> GrantId.ofUser(user, uid).isPresent())
        .toList();
  }

  /** Makes the account of a grant, or sets its password and its access again. */
  void ensure(Grant grant, Credentials credentials) throws SQLException {
    String user = grant.id().userName(uid);
    String identified =
        account(user)
            // The server keeps passwords of these statements out of its logs
            // (MySQL Reference Manual, "Passwords and Logging").
            + " IDENTIFIED BY "
            + MysqlSession.literal(credentials.password())
            + " REQUIRE SSL ACCOUNT UNLOCK";
    session.execute((exists(user) ? "ALTER USER " : "CREATE USER ") + identified);
    Set<String> wanted = grant.access() == Access.READ ? READING : WRITING;
    if (!holds(user).equals(onTheDatabase(wanted))) {
      set(user, wanted);
    }
  }

  /**
   * A session keeps the privileges that it began with, so those from before end. Before the account
   * has what is wanted: cut short at any statement, a repeat comes by here again.
   */
  private void set(String user, Set<String> wanted) throws SQLException {
    Set<String> excess = new HashSet<>(holds(user));
    excess.removeAll(onTheDatabase(wanted));
    if (!excess.isEmpty()) {
      session.execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + account(user));
    }
    session.endSessionsOf(List.of(user));
    session.execute(
        "GRANT %s ON `%s`.* TO %s"
            .formatted(String.join(", ", new TreeSet<>(wanted)), databasePattern(), account(user)));
  }

  /** What an account may do where, as {@code <schema>:<privilege>}. */
  private Set<String> holds(String user) throws SQLException {
    String whose = " WHERE GRANTEE = " + MysqlSession.literal(account(user));
    String query =
        "SELECT CONCAT(TABLE_SCHEMA, ':', PRIVILEGE_TYPE) FROM information_schema.SCHEMA_PRIVILEGES"
            + whose
            + " UNION SELECT CONCAT('*:', PRIVILEGE_TYPE) FROM information_schema.USER_PRIVILEGES"
            + whose
            // Every account has this; it stands for no privilege.
            + " AND PRIVILEGE_TYPE <> 'USAGE'"
            + " UNION SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME, ':', PRIVILEGE_TYPE) FROM"
            + " information_schema.TABLE_PRIVILEGES"
            + whose;
    return new HashSet<>(session.texts(query, 1));
  }

  private Set<String> onTheDatabase(Set<String> privileges) {
    Set<String> named = new HashSet<>();
    privileges.forEach(privilege -> named.add(databasePattern() + ":" + privilege));
    return named;
  }

  /** In a GRANT the name of a database is a pattern, in which {@code _} stands for any letter. */
  private String databasePattern() {
    return database.replace("_", "\\_");
  }

  /** From now on nobody signs in with it. */
  void shutOut(String user) throws SQLException {
    session.execute("ALTER USER " + account(user) + " REQUIRE SSL ACCOUNT LOCK");
  }

  /**
   * Ends the sessions, and drops the account unless something works with its privileges.
   *
   * @throws ProvisionerException to be repeated, if sessions did not end
   */
  void depart(String user) throws SQLException {
    session.endSessionsOf(List.of(user));
    if (!session.sessionsOf(user).isEmpty()) {
      throw DatabaseFailure.sessionsLeft(user);
    }
    if (!definesSomething(user)) {
      session.execute("DROP USER " + account(user));
    }
  }

  private boolean definesSomething(String user) throws SQLException {
    String definer = MysqlSession.literal(user + "@%");
    for (String what : List.of("VIEWS", "ROUTINES", "TRIGGERS", "EVENTS")) {
      String query = "SELECT 1 FROM information_schema." + what + " WHERE DEFINER = " + definer;
      if (!session.texts(query + " LIMIT 1", 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  boolean exists(String user) throws SQLException {
    String query =
        "SELECT 1 FROM mysql.user WHERE Host = '%' AND User = " + MysqlSession.literal(user);
    return !session.texts(query, 1).isEmpty();
  }

  /** As MySQL writes it, too. The name has lowercase letters, digits and {@code _} only. */
  private static String account(String user) {
    return "'" + user + "'@'%'";
  }
}
