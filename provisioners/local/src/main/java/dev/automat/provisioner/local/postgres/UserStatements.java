package dev.automat.provisioner.local.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that make and drop the user of one application. Each method may be repeated after
 * any other was cut short.
 *
 * <p>Who may write is a member of the database's owner, and its sessions act as the owner from
 * their first statement: what one user makes belongs to all. Who may only read is granted what
 * there is, and by default what the owner is going to make.
 *
 * @param session the administrator's
 * @param user the role of the application
 * @param owner the role that owns the database, and the database's name
 */
record UserStatements(AdminSession session, String user, String owner) {

  private static final String NO_SYSTEM_SCHEMA =
      "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

  /** Makes the role, or sets its password again; nobody can sign in before the grants stand. */
  void role(boolean missing, String verifier, Map<String, String> tags) throws SQLException {
    session.inTransaction(
        () -> {
          if (missing) {
            session.execute("CREATE ROLE " + identifier(user) + " NOLOGIN");
            session.actFor(user);
          }
          session.execute(
              "ALTER ROLE " + identifier(user) + " PASSWORD " + session.literal(verifier));
          session.execute(
              "COMMENT ON ROLE "
                  + identifier(user)
                  + " IS "
                  + session.literal(new TagComment(tags, Optional.empty()).text()));
        });
  }

  /** Gives it the owner's rights. */
  void mayWrite() throws SQLException {
    session.inTransaction(
        () -> {
          session.makeMember(user, owner);
          session.execute(
              "ALTER ROLE %s IN DATABASE %s SET role = %s"
                  .formatted(identifier(user), identifier(owner), session.literal(owner)));
          mayConnect();
        });
  }

  private void mayConnect() throws SQLException {
    session.execute("GRANT CONNECT ON DATABASE " + identifier(owner) + " TO " + identifier(user));
    session.execute("ALTER ROLE " + identifier(user) + " LOGIN");
  }

  /**
   * Lets it read and no more. Sessions that still act as the owner are ended.
   *
   * @param inside the administrator's connection in the database itself
   */
  void mayRead(Connection inside) throws SQLException {
    boolean wrote = isMember();
    session.execute("REVOKE " + identifier(owner) + " FROM " + identifier(user));
    session.execute(
        "ALTER ROLE %s IN DATABASE %s RESET role".formatted(identifier(user), identifier(owner)));
    if (wrote) {
      session.endSessionsOf(user);
    }
    UserStatements there = new UserStatements(new AdminSession(inside), user, owner);
    there.session.inTransaction(there::grantReading);
    mayConnect();
  }

  private boolean isMember() throws SQLException {
    return session
        .texts(
            "SELECT pg_has_role(%s, %s, 'MEMBER')"
                .formatted(session.literal(user), session.literal(owner)))
        .contains("t");
  }

  private void grantReading() throws SQLException {
    session.execute("REASSIGN OWNED BY " + identifier(user) + " TO " + identifier(owner));
    for (String grant : session.texts(readableNow())) {
      session.execute(grant + " TO " + identifier(user));
    }
    for (String future :
        new String[] {"USAGE ON SCHEMAS", "SELECT ON TABLES", "SELECT ON SEQUENCES"}) {
      session.execute(
          "ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s TO %s"
              .formatted(identifier(owner), future, identifier(user)));
    }
  }

  /** A grant for each object that the owner may give away. */
  private String readableNow() throws SQLException {
    String by = session.literal(owner);
    return """
    SELECT format('GRANT USAGE ON SCHEMA %%I', n.nspname)
      FROM pg_namespace n
     WHERE %2$s AND has_schema_privilege(%1$s, n.oid, 'USAGE WITH GRANT OPTION')
    UNION ALL
    SELECT format('GRANT SELECT ON TABLE %%I.%%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE %2$s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_table_privilege(%1$s, c.oid, 'SELECT WITH GRANT OPTION')
    UNION ALL
    SELECT format('GRANT SELECT ON SEQUENCE %%I.%%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE %2$s
       AND CASE WHEN c.relkind = 'S'
                THEN has_sequence_privilege(%1$s, c.oid, 'SELECT WITH GRANT OPTION') END
    """
        .formatted(by, NO_SYSTEM_SCHEMA);
  }

  /** From now on nobody signs in as it, and nobody is. */
  void shutOut() throws SQLException {
    session.execute("ALTER ROLE " + identifier(user) + " NOLOGIN");
    session.endSessionsOf(user);
  }

  /**
   * Drops the role; what it made is the owner's from now on.
   *
   * @param inside the administrator's connection in the database itself
   */
  void drop(Connection inside) throws SQLException {
    AdminSession there = new AdminSession(inside);
    there.inTransaction(
        () -> {
          there.execute("REASSIGN OWNED BY " + identifier(user) + " TO " + identifier(owner));
          there.execute("DROP OWNED BY " + identifier(user));
        });
    dropWithoutDatabase();
  }

  /** As above, once the database is gone. */
  void dropWithoutDatabase() throws SQLException {
    shutOut();
    session.execute("DROP ROLE IF EXISTS " + identifier(user));
  }

  private String identifier(String name) throws SQLException {
    return session.identifier(name);
  }
}
