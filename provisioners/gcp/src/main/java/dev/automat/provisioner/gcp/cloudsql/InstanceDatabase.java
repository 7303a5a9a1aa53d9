package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.SslCert;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.sql.DatabaseFailure;
import dev.automat.sql.DatabaseTls;
import dev.automat.sql.DatabaseUsers;
import dev.automat.sql.Login;
import dev.automat.sql.MysqlUsers;
import dev.automat.sql.PostgresUsers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way into the database of an instance: as the user that Google makes with it, which Automat
 * keeps for itself. Who answers must come from the authority that Google made for this instance
 * alone, so that its name, which is none of the network's, need not be checked.
 */
record InstanceDatabase(DatabaseEngine engine, GcpAccounts accounts) {

  /** Google's name of the authority that vouches for one instance and for no other. */
  static final String OWN_AUTHORITY = "GOOGLE_MANAGED_INTERNAL_CA";

  private static final String CLIENT_CERTIFICATES = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED";

  /**
   * Does it with the users. The database for applications is made first if it is not there yet: an
   * instance can be used before the update that makes it. One that was there and is gone is not
   * made again, empty.
   *
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the instance is not ours; with
   *     {@link DatabaseFailure#NO_DATABASE} if somebody dropped its database
   */
  <T> T in(BindingTarget target, Function<DatabaseUsers, T> work) {
    return in(target, instance(target), work);
  }

  /** The same, with work that shuts out first whom a backup brought along. */
  <T> T takingOver(BindingTarget target, Function<DatabaseUsers, T> work) {
    DatabaseInstance instance = instance(target);
    T done = in(target, instance, work);
    GcpFailures.translating(
        "labelling " + CloudSqlType.WHAT + " " + target.ref().externalName(),
        () -> {
          Restoration.takenOver(new Instances(accounts.place(target.ref().scope())), instance);
          return true;
        });
    return done;
  }

  private <T> T in(
      BindingTarget target, DatabaseInstance instance, Function<DatabaseUsers, T> work) {
    Login login = login(target, instance);
    DatabaseUsers users = users(target, login);
    try {
      return work.apply(users);
    } catch (ProvisionerException failure) {
      boolean missing = failure.code().equals(DatabaseFailure.NO_DATABASE);
      if (!missing || Completion.isComplete(instance)) {
        throw failure;
      }
      make(target, login.database());
      return work.apply(users);
    }
  }

  private void make(BindingTarget target, String database) {
    String instance = target.ref().externalName();
    GcpFailures.translating(
        "making the database of " + CloudSqlType.WHAT + " " + instance,
        () -> {
          new Completion(accounts.place(target.ref().scope()), instance).ensureDatabase(database);
          return true;
        });
  }

  private DatabaseUsers users(BindingTarget target, Login login) {
    return switch (engine) {
      case POSTGRES -> new PostgresUsers(login, target.ref());
      case MYSQL -> new MysqlUsers(login, target.ref(), MysqlUsers.KILL);
    };
  }

  /** As Google shows it now: where it is, and who vouches for it. */
  private DatabaseInstance instance(BindingTarget target) {
    String name = target.ref().externalName();
    return GcpFailures.translating(
        "signing in to " + CloudSqlType.WHAT + " " + name,
        () -> {
          DatabaseInstance instance =
              new Instances(accounts.place(target.ref().scope()))
                  .find(name)
                  .orElseThrow(() -> CloudSqlType.gone(target.ref()));
          CloudSqlType.require(instance, target.ref());
          return instance;
        });
  }

  private Login login(BindingTarget target, DatabaseInstance instance) {
    String name = target.ref().externalName();
    Map<String, Object> outputs = new InstanceReading(engine).outputs(instance);
    requireNoClientCertificate(instance);
    return new Login(
        CloudSqlType.WHAT + " " + name,
        text(outputs, Keys.HOST)
            .orElseThrow(() -> unusable(name + " has no private address", "wait until it is made")),
        engine.port(),
        text(outputs, Keys.DATABASE)
            .orElseThrow(() -> unusable(name + " has no database yet", "wait until it is made")),
        new Credentials(engine.root(), password(target)),
        new DatabaseTls.Vouched(authority(instance)),
        new Login.Advice(
            "the network that provisioners.gcp.accounts names for the region",
            "the authority of the instance (serverCaCert)"));
  }

  private static Optional<String> text(Map<String, Object> outputs, String key) {
    return Optional.ofNullable(outputs.get(key)).map(Object::toString);
  }

  private String password(BindingTarget target) {
    return target
        .credentials()
        .map(Credentials::password)
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.DENIED,
                    "Automat has no password of " + engine.root(),
                    "report this: the engine makes one with each instance"));
  }

  private static void requireNoClientCertificate(DatabaseInstance instance) {
    String mode =
        String.valueOf(PlainSetting.network(ShownSettings.settings(instance)).getSslMode());
    if (mode.equals(CLIENT_CERTIFICATES)) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "instance %s lets in whoever has a client certificate, and users have passwords"
              .formatted(instance.getName()),
          "set sslMode to ENCRYPTED_ONLY in the module");
    }
  }

  /** One that vouches for other instances, too, would let any of them take the password. */
  private static String authority(DatabaseInstance instance) {
    String mode =
        Optional.ofNullable(
                PlainSetting.network(ShownSettings.settings(instance)).getServerCaMode())
            .orElse(OWN_AUTHORITY);
    return Optional.ofNullable(instance.getServerCaCert())
        .map(SslCert::getCert)
        .filter(cert -> mode.equals(OWN_AUTHORITY))
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.ofOneResource("database-not-trusted"),
                    "nobody vouches for instance %s alone: its serverCaMode is %s"
                        .formatted(instance.getName(), mode),
                    "set the authority of its server to " + OWN_AUTHORITY + " in the console"));
  }

  private static ProvisionerException unusable(String what, String nextStep) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("not-in-this-state"), what, nextStep + "; it is tried again");
  }
}
