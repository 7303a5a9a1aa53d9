package dev.automat.sql;

import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Users in a PostgreSQL database. */
public record PostgresUsers(Login login, ResourceRef ref) implements DatabaseUsers {

  /** Statements in the database. */
  @FunctionalInterface
  private interface Work<T> {
    T with(PostgresRoles roles) throws SQLException;
  }

  @Override
  public Set<GrantId> grants() {
    return in(
        "looking at the users",
        roles -> {
          new TakenOverRoles(roles).takeOver();
          return roles.grants();
        });
  }

  @Override
  public void bind(Grant grant) {
    Credentials credentials = new GrantedConnection(SqlEngine.POSTGRES, grant).credentials();
    String user = grant.id().userName(ref.uid());
    in(
        "making user " + user,
        roles -> {
          requireOurs(roles, user);
          new TakenOverRoles(roles).takeOver();
          roles.ensureOwner();
          roles.ensureUser(grant, credentials);
          roles.session().commit();
          return true;
        });
  }

  @Override
  public void unbind(GrantId grant) {
    String user = grant.userName(ref.uid());
    in(
        "dropping user " + user,
        roles -> {
          if (roles.exists(user)) {
            requireOurs(roles, user);
            roles.ensureOwner();
            roles.shutOut(user);
            roles.session().commit();
            roles.drop(user);
            roles.session().commit();
          }
          return true;
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>A role that others made is out, too, where it came in as everybody does; one that was
   * granted {@code CONNECT} by itself comes in again.
   */
  @Override
  public Optional<String> shut() {
    return in(
        "shutting out the users",
        roles -> {
          new TakenOverRoles(roles).takeOver();
          return new ClosedRoles(roles).close();
        });
  }

  @Override
  public void open() {
    in(
        "letting in the users",
        roles -> {
          new ClosedRoles(roles).open();
          return true;
        });
  }

  private static void requireOurs(PostgresRoles roles, String user) throws SQLException {
    if (!roles.isOurs(user)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          "role " + user + " belongs to somebody else: its comment says so",
          "if it is yours, rename or drop it; Automat does not touch it");
    }
  }

  private <T> T in(String doing, Work<T> work) {
    try (PostgresSession session = PostgresSession.open(login)) {
      return work.with(new PostgresRoles(session, ref, login.database()));
    } catch (SQLException e) {
      throw DatabaseFailure.of(doing, login, e);
    }
  }
}
