package dev.automat.sql;

import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ResourceRef;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.util.PasswordUtil;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The roles of applications in a database, and the one that owns what they make. Who may write is a
 * member of the owner and acts as the owner from the first statement of a session, never as the
 * master. Each step may be repeated after any other was cut short.
 *
 * @param session the master's, in the database
 */
record PostgresRoles(PostgresSession session, ResourceRef ref, String database) {

  private static final String NO_SYSTEM_SCHEMA =
      "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

  String owner() {
    return ref.uid() + "_owner";
  }

  Set<GrantId> grants() throws SQLException {
    Set<GrantId> grants = new HashSet<>();
    for (String user : users()) {
      grants.add(GrantId.ofUser(user, ref.uid()).orElseThrow());
    }
    return grants;
  }

  /** The roles that applications sign in as. */
  List<String> users() throws SQLException {
    String query =
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, " + literal(ref.uid()) + ")";
    List<String> users = new ArrayList<>();
    for (String role : session.texts(query)) {
      if (GrantId.ofUser(role, ref.uid()).isPresent() && isOurs(role)) {
        users.add(role);
      }
    }
    return users;
  }

  /** Whether no tag in the role's comment contradicts. */
  boolean isOurs(String role) throws SQLException {
    return OwnershipTags.ownerOf(tags(role), ref) != Owner.FOREIGN;
  }

  /** What the role's comment says; empty if it says nothing in our words, or there is no role. */
  Map<String, String> tags(String role) throws SQLException {
    String query =
        "SELECT coalesce(shobj_description(oid, 'pg_authid'), '{}') FROM pg_roles"
            + " WHERE rolname = "
            + literal(role);
    Map<String, String> tags = new LinkedHashMap<>();
    for (String comment : session.texts(query)) {
      try {
        tags.putAll(
            JsonMapper.shared().readValue(comment, new TypeReference<Map<String, String>>() {}));
      } catch (JacksonException notOurs) {
        return Map.of();
      }
    }
    return tags;
  }

  /** Replaces what the role's comment says. */
  void tag(String role, Map<String, String> tags) throws SQLException {
    session.execute(
        "COMMENT ON ROLE "
            + identifier(role)
            + " IS "
            + literal(JsonMapper.shared().writeValueAsString(tags)));
  }

  /** The role that owns the database; it signs in nowhere. */
  void ensureOwner() throws SQLException {
    if (!exists(owner())) {
      session.execute("CREATE ROLE " + identifier(owner()) + " NOLOGIN");
      tag(owner(), OwnershipTags.of(ref));
    }
    session.makeMember("CURRENT_USER", owner());
    boolean owns =
        session.holds(
            "EXISTS (SELECT 1 FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE"
                + " d.datname = "
                + literal(database)
                + " AND r.rolname = "
                + literal(owner())
                + ")");
    if (!owns) {
      session.execute(
          "ALTER DATABASE " + identifier(database) + " OWNER TO " + identifier(owner()));
    }
    if (!session.holds("has_schema_privilege(" + literal(owner()) + ", 'public', 'CREATE')")) {
      session.execute("GRANT USAGE, CREATE ON SCHEMA public TO " + identifier(owner()));
    }
  }

  /** Makes the role of a grant, or sets its password and its access again. */
  void ensureUser(Grant grant, Credentials credentials) throws SQLException {
    String user = grant.id().userName(ref.uid());
    if (!exists(user)) {
      session.execute("CREATE ROLE " + identifier(user) + " NOLOGIN");
      session.makeMember("CURRENT_USER", user);
    }
    // A verifier, so that no log of the server can hold the password.
    String verifier = PasswordUtil.encodeScramSha256(credentials.password().toCharArray());
    session.execute("ALTER ROLE " + identifier(user) + " LOGIN PASSWORD " + literal(verifier));
    session.execute(
        "GRANT CONNECT ON DATABASE " + identifier(database) + " TO " + identifier(user));
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put("automat-consumer", grant.consumer());
    tag(user, tags);
    switch (grant.access()) {
      case READWRITE -> mayWrite(user);
      case READ -> mayRead(user);
    }
  }

  private void mayWrite(String user) throws SQLException {
    session.makeMember(identifier(user), owner());
    session.execute(
        "ALTER ROLE %s IN DATABASE %s SET role = %s"
            .formatted(identifier(user), identifier(database), literal(owner())));
  }

  private void mayRead(String user) throws SQLException {
    if (session.holds("pg_has_role(" + literal(user) + ", " + literal(owner()) + ", 'MEMBER')")) {
      session.endSessionsOf(user);
    }
    session.execute("REVOKE " + identifier(owner()) + " FROM " + identifier(user));
    session.execute(
        "ALTER ROLE %s IN DATABASE %s RESET role"
            .formatted(identifier(user), identifier(database)));
    session.execute("REASSIGN OWNED BY " + identifier(user) + " TO " + identifier(owner()));
    for (String grant : session.texts(readableNow())) {
      session.execute(grant + " TO " + identifier(user));
    }
    for (String future : List.of("USAGE ON SCHEMAS", "SELECT ON TABLES", "SELECT ON SEQUENCES")) {
      session.execute(
          "ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s TO %s"
              .formatted(identifier(owner()), future, identifier(user)));
    }
  }

  /** A grant for each object that the owner may give away. */
  private String readableNow() throws SQLException {
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
        .formatted(literal(owner()), NO_SYSTEM_SCHEMA);
  }

  /** From now on nobody signs in as it. To be committed before {@link #drop}. */
  void shutOut(String user) throws SQLException {
    session.execute("ALTER ROLE " + identifier(user) + " NOLOGIN");
    new ClosedRoles(this).forget(user);
  }

  /** What it made is the owner's from now on. */
  void drop(String user) throws SQLException {
    session.endSessionsOf(user);
    session.execute("REASSIGN OWNED BY " + identifier(user) + " TO " + identifier(owner()));
    session.execute("DROP OWNED BY " + identifier(user));
    session.execute("DROP ROLE " + identifier(user));
  }

  boolean exists(String role) throws SQLException {
    return session.holds("EXISTS (SELECT 1 FROM pg_roles WHERE rolname = " + literal(role) + ")");
  }

  private String identifier(String name) throws SQLException {
    return session.identifier(name);
  }

  private String literal(String text) throws SQLException {
    return session.literal(text);
  }
}
