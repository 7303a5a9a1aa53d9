package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * Gives applications users of their own in a MySQL database on RDS. Signs in to the database as its
 * master, which AWS's own interfaces can not do.
 *
 * <p>MySQL has no room for tags on a user that all its versions know: what begins with the uid of
 * the instance is ours, as the instance is.
 */
record MysqlUsers(AwsAccounts accounts, DatabaseTls tls) implements Bindable {

  /** Statements in the database. */
  @FunctionalInterface
  private interface Work<T> {
    T with(MysqlAccounts users) throws SQLException;
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return in(
        target,
        "looking at the users",
        users -> {
          users.takeOver();
          return users.grants();
        });
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    Credentials own = new GrantedConnection(DatabaseEngine.MYSQL, grant).credentials();
    in(
        target,
        "making user " + grant.id().userName(target.ref().uid()),
        users -> {
          users.takeOver();
          users.ensure(grant, own);
          return true;
        });
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    String user = grant.userName(target.ref().uid());
    in(
        target,
        "dropping user " + user,
        users -> {
          if (users.exists(user)) {
            users.shutOut(user);
            users.depart(user);
          }
          return true;
        });
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return new GrantedConnection(DatabaseEngine.MYSQL, grant).of(outputs);
  }

  private <T> T in(BindingTarget target, String doing, Work<T> work) {
    String name = "%s of DB instance %s".formatted(doing, target.ref().externalName());
    Credentials master =
        AwsFailures.translating(
            name,
            () -> new MasterLogin(accounts.place(target.ref().scope()), target).credentials());
    String address = target.outputs().get(Keys.HOST) + ":" + target.outputs().get(Keys.PORT);
    try (MysqlSession session = MysqlSession.open(target, master, tls)) {
      return work.with(
          new MysqlAccounts(session, target.ref().uid(), MysqlSession.database(target)));
    } catch (SQLException e) {
      throw DatabaseFailure.of(name, address, e);
    }
  }
}
