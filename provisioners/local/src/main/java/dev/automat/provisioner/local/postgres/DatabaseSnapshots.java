package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps copies of databases on the server that has the databases. It needs no program but the
 * server: those of PostgreSQL that write dumps are not among the embedded binaries, and have to fit
 * the version of a server that was configured.
 */
record DatabaseSnapshots(AdminConnections connections, SecureRandom random) implements Recoverable {

  /** The longest name that PostgreSQL takes (NAMEDATALEN - 1). */
  private static final int LONGEST = 63;

  /** What is too long loses its beginning: the end has the uid, and what tells copies apart. */
  private static String shortened(String name) {
    return name.substring(Math.max(0, name.length() - LONGEST));
  }

  @Override
  public Copy snapshot(ResourceRef ref, String asked) {
    String name = shortened(asked);
    return connections.alone(
        ref.externalName(),
        "copying database " + ref.externalName(),
        (connection, endpoint) -> {
          Optional<Row> standing = ServerCatalogue.find(connection, name);
          standing.ifPresent(row -> requireOf(row, ref, endpoint));
          Optional<Row> source =
              ServerCatalogue.find(connection, ref.externalName()).filter(Row::hasDatabase);
          source.ifPresent(row -> PostgresType.requireOurs(row, ref, endpoint));
          boolean complete = standing.filter(Row::hasDatabase).isPresent();
          if (source.isEmpty() && !complete) {
            return new Copy.Nothing("database " + ref.externalName() + " is not there");
          }
          if (!complete) {
            SnapshotStatements statements = new SnapshotStatements(connection, ref);
            if (standing.isEmpty()) {
              statements.holder(name);
            }
            make(connection, statements, name, endpoint);
          }
          if (source.filter(row -> !row.isQuarantined()).isPresent()) {
            new DatabaseStatements(connection, ref.externalName()).allowConnections(true);
          }
          return new Copy.Taken(name);
        });
  }

  private static void make(
      Connection connection, SnapshotStatements statements, String name, Endpoint endpoint)
      throws SQLException {
    ResourceRef ref = statements.ref();
    DatabaseStatements source = new DatabaseStatements(connection, ref.externalName());
    statements.dropUnfinished();
    source.allowConnections(false);
    source.endSessions();
    copy(statements, endpoint);
    try (Connection inside = AdminLogin.source(statements.inside(endpoint)).getConnection()) {
      statements.handOver(inside, name, DatabaseUsers.ours(connection, ref));
    }
    statements.finish(name);
  }

  private static void copy(SnapshotStatements statements, Endpoint endpoint) {
    try {
      statements.copy();
    } catch (SQLException failure) {
      throw SqlFailure.ofCopy(
          "copying database " + statements.ref().externalName(), endpoint, failure);
    }
  }

  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    Credentials credentials = PostgresType.credentials(desired);
    ResourceRef ref = desired.ref();
    return connections.alone(
        ref.externalName(),
        "restoring database " + ref.externalName(),
        (connection, endpoint) -> {
          Optional<Row> found = ServerCatalogue.find(connection, ref.externalName());
          found.ifPresent(row -> PostgresType.requireOurs(row, ref, endpoint));
          PostgresType.requireVersion(desired, connection);
          boolean there = found.filter(Row::hasDatabase).isPresent();
          if (!there) {
            requireSnapshot(connection, ref.scope(), snapshotId, endpoint);
          }
          DatabaseStatements statements = new DatabaseStatements(connection, ref.externalName());
          statements.role(found, credentials, desired.tags(), random);
          if (!there) {
            statements.databaseLike(snapshotId, PostgresType.connectionLimit(desired));
          }
          if (found.filter(PostgresType::isSealed).isEmpty()) {
            takeOver(statements, snapshotId, ref, endpoint);
            statements.seal(found, desired.tags());
          }
          return PostgresType.finished(connection, ref, endpoint);
        });
  }

  /** What belonged to the snapshot's role is the new role's. */
  private static void takeOver(
      DatabaseStatements statements, String holder, ResourceRef ref, Endpoint endpoint)
      throws SQLException {
    AdminSession session = statements.session();
    session.execute(
        "REVOKE ALL ON DATABASE " + session.identifier(ref.externalName()) + " FROM PUBLIC");
    statements.allowConnections(true);
    try (Connection inside = DatabaseUsers.inside(endpoint, ref)) {
      if (ServerCatalogue.find(session.connection(), holder).filter(Row::hasRole).isPresent()) {
        new AdminSession(inside)
            .execute(
                "REASSIGN OWNED BY %s TO %s"
                    .formatted(session.identifier(holder), session.identifier(ref.externalName())));
      }
    }
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    return connections.run(
        "looking for snapshot " + snapshotId,
        (connection, endpoint) ->
            ServerCatalogue.find(connection, snapshotId)
                .filter(row -> row.hasDatabase() && isOurs(row, scope))
                .isPresent());
  }

  @Override
  public void discard(Scope scope, String snapshotId) {
    connections.alone(
        snapshotId,
        "dropping snapshot " + snapshotId,
        (connection, endpoint) -> {
          Optional<Row> found = ServerCatalogue.find(connection, snapshotId);
          if (found.isPresent()) {
            requireOurs(found.get(), scope, endpoint);
            AdminSession session = new AdminSession(connection);
            String name = session.identifier(snapshotId);
            session.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            session.execute("DROP ROLE IF EXISTS " + name);
          }
          return true;
        });
  }

  private static void requireSnapshot(
      Connection connection, Scope scope, String snapshotId, Endpoint endpoint)
      throws SQLException {
    Row row =
        ServerCatalogue.find(connection, snapshotId)
            .filter(Row::hasDatabase)
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.SNAPSHOT_GONE,
                        "snapshot %s is not on %s".formatted(snapshotId, endpoint),
                        "make the database again without its data"));
    requireOurs(row, scope, endpoint);
  }

  private static boolean isOurs(Row row, Scope scope) {
    Map<String, String> tags = row.identity();
    return row.isSnapshot() && scope.installation().equals(tags.get(OwnershipTags.INSTALLATION));
  }

  private static void requireOurs(Row row, Scope scope, Endpoint endpoint) {
    if (!isOurs(row, scope)) {
      throw foreign(row, endpoint);
    }
  }

  private static void requireOf(Row row, ResourceRef ref, Endpoint endpoint) {
    if (!row.isSnapshot() || OwnershipTags.ownerOf(row.identity(), ref) != Owner.OURS) {
      throw foreign(row, endpoint);
    }
  }

  private static ProvisionerException foreign(Row row, Endpoint endpoint) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        "%s on %s is no snapshot of ours: its tags are %s"
            .formatted(row.name(), endpoint, row.identity()),
        "if it is yours, rename or drop it; Automat does not touch it");
  }
}
