package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.postgres.ServerCatalogue.Row;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Takes a database out of reach: it accepts no connections, and its owner and the users of its
 * bindings can not sign in, so that none of them can have it accept any. That stands in the
 * server's own catalogue and so outlasts a restart. An administrator with the rights of a superuser
 * is not kept out for good.
 */
record DatabaseQuarantine(AdminConnections connections) implements Quarantinable {

  /** What is done to a database that is ours. */
  @FunctionalInterface
  private interface Change {
    void of(DatabaseStatements statements, Row row, List<String> users) throws SQLException;
  }

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return alone(
        target.ref(), "closing", (statements, row, users) -> statements.quarantine(row, users));
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    return alone(
        target.ref(),
        "opening",
        (statements, row, users) -> {
          if (row.isQuarantined()) {
            statements.release(row, users);
          }
        });
  }

  private Optional<String> alone(ResourceRef ref, String doing, Change change) {
    return connections.alone(
        ref.externalName(),
        doing + " database " + ref.externalName(),
        (connection, endpoint) -> {
          Row row =
              ServerCatalogue.find(connection, ref.externalName())
                  .filter(found -> found.hasDatabase() && found.hasRole())
                  .orElseThrow(() -> PostgresType.gone(ref));
          PostgresType.requireOurs(row, ref, endpoint);
          change.of(
              new DatabaseStatements(connection, ref.externalName()),
              row,
              DatabaseUsers.ours(connection, ref));
          return Optional.empty();
        });
  }
}
