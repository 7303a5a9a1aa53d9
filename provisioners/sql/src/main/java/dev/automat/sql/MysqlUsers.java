package dev.automat.sql;

import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ResourceRef;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Users in a MySQL database.
 *
 * <p>MySQL has no room for tags on a user that all its versions know: what begins with the uid of
 * the instance is ours, as the instance is.
 *
 * @param kill the statement that ends a session of another user, with {@code %d} for its id
 */
public record MysqlUsers(Login login, ResourceRef ref, String kill) implements DatabaseUsers {

  /** MySQL's own statement, for which a master has to have {@code CONNECTION_ADMIN}. */
  public static final String KILL = "KILL %d";

  /** Statements in the database. */
  @FunctionalInterface
  private interface Work<T> {
    T with(MysqlAccounts users) throws SQLException;
  }

  @Override
  public Set<GrantId> grants() {
    return in(
        "looking at the users",
        users -> {
          users.takeOver();
          return users.grants();
        });
  }

  @Override
  public void bind(Grant grant) {
    Credentials own = new GrantedConnection(SqlEngine.MYSQL, grant).credentials();
    in(
        "making user " + grant.id().userName(ref.uid()),
        users -> {
          users.takeOver();
          users.ensure(grant, own);
          return true;
        });
  }

  @Override
  public void unbind(GrantId grant) {
    String user = grant.userName(ref.uid());
    in(
        "dropping user " + user,
        users -> {
          if (users.exists(user)) {
            users.shutOut(user);
            users.depart(user);
          }
          return true;
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>Accounts that others made, such as those of a cloud's IAM, are none of ours, and stay as
   * they are: whose sessions are in the database is said. Those of the master are not.
   */
  @Override
  public Optional<String> shut() {
    return in(
        "shutting out the users",
        users -> {
          users.takeOver();
          users.close();
          return users.others(login.master().username());
        });
  }

  @Override
  public void open() {
    in(
        "letting in the users",
        users -> {
          users.open();
          return true;
        });
  }

  private <T> T in(String doing, Work<T> work) {
    try (MysqlSession session = MysqlSession.open(login, kill)) {
      return work.with(new MysqlAccounts(session, ref.uid(), login.database()));
    } catch (SQLException e) {
      throw DatabaseFailure.of(doing, login, e);
    }
  }
}
