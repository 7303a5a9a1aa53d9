package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.provisioner.local.postgres.TagComment.Stage;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ResourceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that make a copy of a database. It is a database of the snapshot's name, owned by
 * the administrator, that accepts no connections; what is in it belongs to a role of that name that
 * can not sign in. So the copy needs none of the roles of what it was made of, and they can go.
 *
 * @param session the administrator's
 * @param ref what is copied
 */
record SnapshotStatements(AdminSession session, ResourceRef ref) {

  SnapshotStatements(Connection connection, ResourceRef ref) {
    this(new AdminSession(connection), ref);
  }

  /**
   * What a copy is called until it is complete. It holds the uid and so says whose it is while it
   * has no comment yet: a database can not be made and commented on in one transaction.
   */
  private String unfinished() {
    return ref.uid() + "-copying";
  }

  /** Takes away what a copy that was cut short has left. */
  void dropUnfinished() throws SQLException {
    session.execute("DROP DATABASE IF EXISTS " + id(unfinished()) + " WITH (FORCE)");
  }

  /** Takes that away for good, with the roles that were to hold copies and hold none. */
  void dropRemains() throws SQLException {
    dropUnfinished();
    for (Row holder : ServerCatalogue.rolesAlone(session.connection(), ref.uid())) {
      if (holder.isSnapshot() && OwnershipTags.ownerOf(holder.identity(), ref) == Owner.OURS) {
        session.execute("DROP ROLE IF EXISTS " + id(holder.name()));
      }
    }
  }

  /** Makes the role to which all in the copy will belong. */
  void holder(String name) throws SQLException {
    session.inTransaction(
        () -> {
          session.execute("CREATE ROLE " + id(name) + " NOLOGIN");
          session.actFor(name);
          session.execute("COMMENT ON ROLE " + id(name) + " IS " + comment());
        });
  }

  /** Copies the database, to which nobody may be connected. */
  void copy() throws SQLException {
    session.execute(
        "CREATE DATABASE %s TEMPLATE %s ALLOW_CONNECTIONS false%s"
            .formatted(id(unfinished()), id(ref.externalName()), session.fastestCopy()));
    session.execute("REVOKE ALL ON DATABASE " + id(unfinished()) + " FROM PUBLIC");
    session.execute("ALTER DATABASE " + id(unfinished()) + " ALLOW_CONNECTIONS true");
  }

  /** Where the copy is until it is complete, for a connection inside. */
  Endpoint inside(Endpoint endpoint) {
    return endpoint.in(unfinished());
  }

  /**
   * Gives all in the copy to its holder. Both statements for that also reach databases, which
   * belong to the whole server: so the original is the administrator's meanwhile, and its users are
   * let in again, all in one transaction.
   *
   * @param inside the administrator's connection in the copy
   * @param users of the bindings of the original
   */
  void handOver(Connection inside, String holder, List<String> users) throws SQLException {
    AdminSession there = new AdminSession(inside);
    String original = id(ref.externalName());
    there.inTransaction(
        () -> {
          there.execute("ALTER DATABASE " + original + " OWNER TO CURRENT_USER");
          for (String user : users) {
            there.execute("REASSIGN OWNED BY " + id(user) + " TO " + id(holder));
            there.execute("DROP OWNED BY " + id(user));
          }
          there.execute("REASSIGN OWNED BY " + original + " TO " + id(holder));
          there.execute("DROP OWNED BY " + original);
          there.execute("ALTER DATABASE " + original + " OWNER TO " + original);
          for (String user : users) {
            there.execute("GRANT CONNECT ON DATABASE " + original + " TO " + id(user));
          }
        });
  }

  /** From now on it is a snapshot. */
  void finish(String name) throws SQLException {
    session.execute("ALTER DATABASE " + id(unfinished()) + " ALLOW_CONNECTIONS false");
    session.inTransaction(
        () -> {
          session.execute("COMMENT ON DATABASE " + id(unfinished()) + " IS " + comment());
          session.execute("ALTER DATABASE " + id(unfinished()) + " RENAME TO " + id(name));
        });
  }

  private String comment() throws SQLException {
    Map<String, String> tags = OwnershipTags.of(ref);
    return session.literal(new TagComment(tags, Optional.of(Stage.SNAPSHOT)).text());
  }

  private String id(String name) throws SQLException {
    return session.identifier(name);
  }
}
