package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * Gives applications users of their own in a PostgreSQL database on RDS. Signs in to the database
 * as its master, which AWS's own interfaces can not do.
 */
record PostgresUsers(AwsAccounts accounts, DatabaseTls tls) implements Bindable {

  /** Statements in the database. */
  @FunctionalInterface
  private interface Work<T> {
    T with(PostgresRoles roles) throws SQLException;
  }

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return in(
        target,
        "looking at the users",
        roles -> {
          roles.takeOver();
          return roles.grants();
        });
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    Credentials credentials = new GrantedConnection(DatabaseEngine.POSTGRES, grant).credentials();
    String user = grant.id().userName(target.ref().uid());
    in(
        target,
        "making user " + user,
        roles -> {
          requireOurs(roles, user);
          roles.takeOver();
          roles.ensureOwner();
          roles.ensureUser(grant, credentials);
          roles.session().commit();
          return true;
        });
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    String user = grant.userName(target.ref().uid());
    in(
        target,
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

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return new GrantedConnection(DatabaseEngine.POSTGRES, grant).of(outputs);
  }

  private static void requireOurs(PostgresRoles roles, String user) throws SQLException {
    if (!roles.isOurs(user)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          "role " + user + " belongs to somebody else: its comment says so",
          "if it is yours, rename or drop it; Automat does not touch it");
    }
  }

  private <T> T in(BindingTarget target, String doing, Work<T> work) {
    String name = "%s of DB instance %s".formatted(doing, target.ref().externalName());
    Credentials master =
        AwsFailures.translating(
            name,
            () -> new MasterLogin(accounts.place(target.ref().scope()), target).credentials());
    return signedIn(target, name, master, work);
  }

  private <T> T signedIn(BindingTarget target, String doing, Credentials master, Work<T> work) {
    String address = target.outputs().get(Keys.HOST) + ":" + target.outputs().get(Keys.PORT);
    try (PostgresSession session = PostgresSession.open(target, master, tls)) {
      String database = String.valueOf(target.outputs().get(Keys.DATABASE));
      return work.with(new PostgresRoles(session, target.ref(), database));
    } catch (SQLException e) {
      throw DatabaseFailure.of(doing, address, e);
    }
  }
}
