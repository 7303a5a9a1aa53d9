package dev.automat.provisioner.aws.rds;

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
import java.util.Optional;
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

  private String owner() {
    return ref.uid() + "_owner";
  }

  Set<GrantId> grants() throws SQLException {
    String query =
        "SELECT rolname FROM pg_roles WHERE starts_with(rolname, " + literal(ref.uid()) + ")";
    Set<GrantId> grants = new HashSet<>();
    for (String role : session.texts(query)) {
      Optional<GrantId> grant = GrantId.ofUser(role, ref.uid());
      if (grant.isPresent() && isOurs(role)) {
        grants.add(grant.get());
      }
    }
    return grants;
  }

  /** Whether no tag in the role's comment contradicts. */
  boolean isOurs(String role) throws SQLException {
    return session.texts(comment(role)).stream()
        .allMatch(text -> OwnershipTags.ownerOf(tags(text), ref) != Owner.FOREIGN);
  }

  private String comment(String role) throws SQLException {
    return "SELECT coalesce(shobj_description(oid, 'pg_authid'), '{}') FROM pg_roles"
        + " WHERE rolname = "
        + literal(role);
  }

  private static Map<String, String> tags(String comment) {
    try {
      return JsonMapper.shared().readValue(comment, new TypeReference<Map<String, String>>() {});
    } catch (JacksonException notOurs) {
      return Map.of();
    }
  }

  /** The role that owns the database; it signs in nowhere. */
  void ensureOwner() throws SQLException {
    if (!exists(owner())) {
      session.execute("CREATE ROLE " + identifier(owner()) + " NOLOGIN");
      comment(owner(), "");
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

  /**
   * Takes over what a snapshot brought along: the roles of the instance that it was made of. What
   * they own is this one's owner's from now on, and nobody signs in as one of them. An instance is
   * one resource's, so that other roles of that form are none of anybody else's.
   */
  void takeOver() throws SQLException {
    List<String> brought = new ArrayList<>();
    String query =
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^[a-z2-7]{20}_' AND NOT starts_with(rolname,"
            + " "
            + literal(ref.uid())
            + ")";
    for (String role : session.texts(query)) {
      boolean ofAutomat = GrantId.isUserName(role) || role.matches("[a-z2-7]{20}_owner");
      if (ofAutomat && isOfThisInstallation(role)) {
        brought.add(role);
      }
    }
    if (brought.isEmpty()) {
      return;
    }
    ensureOwner();
    for (String role : brought) {
      shutOut(role);
    }
    session.commit();
    for (String role : brought) {
      session.makeMember("CURRENT_USER", role);
      drop(role);
    }
    session.commit();
  }

  private boolean isOfThisInstallation(String role) throws SQLException {
    return session.texts(comment(role)).stream()
        .anyMatch(
            text -> ref.scope().installation().equals(tags(text).get(OwnershipTags.INSTALLATION)));
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
    comment(user, grant.consumer());
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

  private void comment(String role, String consumer) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    if (!consumer.isEmpty()) {
      tags.put("automat-consumer", consumer);
    }
    session.execute(
        "COMMENT ON ROLE "
            + identifier(role)
            + " IS "
            + literal(JsonMapper.shared().writeValueAsString(tags)));
  }

  private String identifier(String name) throws SQLException {
    return session.identifier(name);
  }

  private String literal(String text) throws SQLException {
    return session.literal(text);
  }
}
