package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.sql.DatabaseTls;
import dev.automat.sql.DatabaseUsers;
import dev.automat.sql.GrantedConnection;
import dev.automat.sql.Login;
import dev.automat.sql.MysqlUsers;
import dev.automat.sql.PostgresUsers;
import java.util.Map;
import java.util.Set;

/**
 * Gives applications users of their own in a database on RDS. Signs in to the database as its
 * master, which AWS's own interfaces can not do.
 */
record InstanceUsers(AwsAccounts accounts, DatabaseEngine engine, DatabaseTls tls)
    implements Bindable {

  /**
   * RDS's own procedure, because the master may not KILL (Amazon RDS User Guide, "Ending a session
   * or query" for MySQL).
   */
  private static final String KILL = "CALL mysql.rds_kill(%d)";

  private static final Login.Advice ADVICE =
      new Login.Advice(
          "the security groups of the instance", "an authority in provisioners.aws.databaseCaFile");

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return in(target).grants();
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    in(target).bind(grant);
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    in(target).unbind(grant);
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return new GrantedConnection(engine.sql(), grant)
        .of(
            outputs,
            "where the security groups of the instance let port "
                + outputs.getOrDefault(Keys.PORT, engine.port())
                + " in, which usually is inside its network only");
  }

  private DatabaseUsers in(BindingTarget target) {
    Login login = login(target);
    return switch (engine) {
      case POSTGRES -> new PostgresUsers(login, target.ref());
      case MYSQL -> new MysqlUsers(login, target.ref(), KILL);
    };
  }

  private Login login(BindingTarget target) {
    String instance = "DB instance " + target.ref().externalName();
    Credentials master =
        AwsFailures.translating(
            "signing in to " + instance,
            () -> new MasterLogin(accounts.place(target.ref().scope()), target).credentials());
    Map<String, Object> outputs = target.outputs();
    return new Login(
        instance,
        String.valueOf(outputs.getOrDefault(Keys.HOST, "")),
        Long.parseLong(String.valueOf(outputs.getOrDefault(Keys.PORT, engine.port()))),
        String.valueOf(outputs.getOrDefault(Keys.DATABASE, "")),
        master,
        tls,
        ADVICE);
  }
}
