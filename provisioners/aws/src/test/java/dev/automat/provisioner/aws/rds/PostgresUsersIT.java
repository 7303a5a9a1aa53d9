package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.provisioner.aws.server.MariaDb;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import tools.jackson.databind.json.JsonMapper;

/**
 * Users of applications on RDS for PostgreSQL. The database is a stand-in: moto has none behind its
 * instances, so the outputs name a real PostgreSQL on this machine, without TLS, whose master is no
 * superuser, as on RDS. The secret of the master is in moto's Secrets Manager.
 */
class PostgresUsersIT {

  private static final String MASTER = "dbadmin";
  private static final String MASTER_PASSWORD = "canary-master";
  private static final String UID = "m4q7zt2hcx5kd3wbn6ra";
  private static final String DATABASE = "orders";

  private static TestPostgres server;
  private static AwsStandIn aws;
  private static TestAccount account;
  private static PostgresUsers users;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start();
    aws = new AwsStandIn(InstantSource.system());
    account = new TestAccount(aws.hostile().moto());
    users =
        new PostgresUsers(
            new AwsAccounts(
                AwsConfiguration.of(account.configuration(aws.endpoint())),
                TestAccount.INSTALLATION),
            new DatabaseTls("disable", Optional.empty()));
    asSuperuser(
        "CREATE ROLE " + MASTER + " LOGIN CREATEDB CREATEROLE PASSWORD '" + MASTER_PASSWORD + "'",
        "CREATE DATABASE " + DATABASE + " OWNER " + MASTER);
  }

  @AfterAll
  static void stop() {
    users.accounts().close();
    account.close();
    aws.close();
    server.close();
  }

  private static void asSuperuser(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.url("postgres"), TestPostgres.USER, TestPostgres.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static BindingTarget target(Map<String, Object> more, Optional<Credentials> own) {
    Map<String, Object> outputs = new HashMap<>();
    outputs.put(Keys.HOST, "127.0.0.1");
    outputs.put(Keys.PORT, (long) server.port());
    outputs.put(Keys.DATABASE, DATABASE);
    outputs.put(Keys.USERNAME, MASTER);
    outputs.put(Keys.MASTER_SECRET, "");
    outputs.putAll(more);
    ResourceRef ref =
        new ResourceRef(
            DatabaseEngine.POSTGRES.type(),
            UID,
            "orders-" + UID,
            account.scope(),
            Optional.empty());
    return new BindingTarget(ref, outputs, own);
  }

  /** The master's password is the one that the engine made. */
  private static BindingTarget target() {
    return target(Map.of(), Optional.of(new Credentials("orders-" + UID, MASTER_PASSWORD)));
  }

  private static Grant grant(String binding, int version, Access access) {
    GrantId id = new GrantId(binding, version);
    return new Grant(
        id,
        "checkout",
        access,
        new Grant.User(new Credentials(id.userName(UID), "canary-" + binding + version)));
  }

  private static Connection signIn(Grant grant) throws SQLException {
    Credentials own = ((Grant.User) grant.holder()).credentials();
    return DriverManager.getConnection(server.url(DATABASE), own.username(), own.password());
  }

  private static boolean does(Connection session, String sql) {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  private static String one(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void oldAndNewWorkSideBySideAndWhatTheOldOneMadeStays() throws SQLException {
    Grant old = grant("aaaaaa", 1, Access.READWRITE);
    Grant next = grant("aaaaaa", 2, Access.READWRITE);
    users.bind(target(), old);
    users.bind(target(), old);
    try (Connection session = signIn(old)) {
      assertTrue(does(session, "CREATE TABLE purchase (id int, note text)"));
      users.bind(target(), next);
      assertTrue(users.grants(target()).containsAll(Set.of(old.id(), next.id())));
      assertTrue(does(session, "INSERT INTO purchase VALUES (1, 'x')"), "still valid");
      users.unbind(target(), old.id());
      users.unbind(target(), old.id());
      assertFalse(does(session, "SELECT 1"), "its session is ended");
    }
    assertThrows(SQLException.class, () -> signIn(old).close());
    assertFalse(users.grants(target()).contains(old.id()));
    try (Connection session = signIn(next)) {
      assertTrue(does(session, "ALTER TABLE purchase ADD COLUMN more text"));
      assertEquals("1", one(session, "SELECT count(*) FROM purchase"));
    }
  }

  /** The master is the only one on the instance who may make users. */
  @Test
  void nobodyGetsTheMastersRights() throws SQLException {
    Grant grant = grant("bbbbbb", 1, Access.READWRITE);
    users.bind(target(), grant);
    try (Connection session = signIn(grant)) {
      assertEquals(
          "f", one(session, "SELECT pg_has_role(session_user, '" + MASTER + "', 'MEMBER')"));
      assertEquals(UID + "_owner", one(session, "SELECT current_user"));
      assertFalse(does(session, "SET ROLE " + MASTER));
      assertFalse(does(session, "CREATE ROLE intruder"));
    }
    Map<String, String> connection = users.connection(target().outputs(), grant);
    assertFalse(connection.toString().contains(MASTER_PASSWORD));
    assertFalse(connection.containsValue(MASTER));
    assertEquals("postgresql", connection.get("type"));
    assertEquals(
        "postgresql://%s:canary-bbbbbb1@127.0.0.1:%d/orders?sslmode=require"
            .formatted(grant.id().userName(UID), server.port()),
        connection.get("uri"));
  }

  @Test
  void whoMayOnlyReadReadsWhatIsThereAndWhatComes() throws SQLException {
    Grant writer = grant("cccccc", 1, Access.READWRITE);
    Grant reader = grant("dddddd", 1, Access.READ);
    users.bind(target(), writer);
    try (Connection writing = signIn(writer)) {
      assertTrue(does(writing, "CREATE TABLE early (id int GENERATED ALWAYS AS IDENTITY)"));
      users.bind(target(), reader);
      assertTrue(does(writing, "CREATE TABLE late (id int)"));
    }
    try (Connection reading = signIn(reader)) {
      assertTrue(does(reading, "SELECT * FROM early"));
      assertTrue(does(reading, "SELECT * FROM late"));
      assertFalse(does(reading, "INSERT INTO late VALUES (1)"));
      assertFalse(does(reading, "CREATE TABLE own (id int)"));
    }
    users.unbind(target(), reader.id());
    assertThrows(SQLException.class, () -> signIn(reader).close());
  }

  @Test
  void signsInWithTheSecretThatRdsManages() throws SQLException {
    String arn =
        account
            .place()
            .secrets()
            .createSecret(
                make ->
                    make.name("rds!db-1")
                        .secretString(
                            "{\"username\":\"%s\",\"password\":\"%s\"}"
                                .formatted(MASTER, MASTER_PASSWORD)))
            .arn();
    BindingTarget managed = target(Map.of(Keys.MASTER_SECRET, arn), Optional.empty());
    Grant grant = grant("eeeeee", 1, Access.READWRITE);
    users.bind(managed, grant);
    signIn(grant).close();
    assertFalse(users.connection(managed.outputs(), grant).containsValue(arn));
  }

  private static final String SECRETS =
      "arn:aws:secretsmanager:eu-central-1:%s:secret:automat/" + UID + "/";

  private static BindingTarget kept() {
    return target(
        Map.of(Keys.BINDING_SECRET_PREFIX, SECRETS.formatted(account.id())),
        Optional.of(new Credentials("x", MASTER_PASSWORD)));
  }

  private static String keptUser(String binding) {
    String text =
        account
            .place()
            .secrets()
            .getSecretValue(get -> get.secretId("automat/" + UID + "/" + binding + "/connection"))
            .secretString();
    return JsonMapper.shared().readTree(text).path("username").asString();
  }

  private static List<String> secrets() {
    return account.place().secrets().listSecrets().secretList().stream()
        .map(secret -> secret.name())
        .filter(name -> name.startsWith("automat/"))
        .toList();
  }

  @Test
  void whatIsKeptInSecretsManagerFollowsTheNewestVersionAndGoesWithTheBinding() {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    Grant old = grant("kkkkkk", 1, Access.READWRITE);
    Grant next = grant("kkkkkk", 2, Access.READWRITE);

    keeping.bind(kept(), old);
    assertEquals(old.id().userName(UID), keptUser("kkkkkk"));
    keeping.bind(kept(), next);
    keeping.bind(kept(), old);
    assertEquals(next.id().userName(UID), keptUser("kkkkkk"), "an older one is not put back");
    keeping.unbind(kept(), old.id());
    assertEquals(next.id().userName(UID), keptUser("kkkkkk"));

    Map<String, String> connection = keeping.connection(kept().outputs(), next);
    String arn = SECRETS.formatted(account.id()) + "kkkkkk/connection";
    assertEquals(arn, connection.get("secretArn"));
    assertEquals(
        "checkout",
        account
            .place()
            .secrets()
            .describeSecret(ask -> ask.secretId("automat/" + UID + "/kkkkkk/connection"))
            .tags()
            .stream()
            .filter(tag -> tag.key().equals("automat-consumer"))
            .findFirst()
            .orElseThrow()
            .value());

    keeping.unbind(kept(), next.id());
    keeping.unbind(kept(), next.id());
    assertEquals(List.of(), secrets());
  }

  @Test
  void aSecretOfSomebodyElseIsNeitherWrittenNorDeleted() {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    Grant grant = grant("jjjjjj", 1, Access.READWRITE);
    String name = "automat/" + UID + "/jjjjjj/connection";
    account
        .place()
        .secrets()
        .createSecret(
            make ->
                make.name(name)
                    .secretString("theirs")
                    .tags(
                        List.of(
                            Tag.builder().key("automat-installation").value("another").build())));

    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> keeping.bind(kept(), grant));
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    keeping.unbind(kept(), grant.id());
    new BindingSecrets(account.place(), target().ref()).removeAll();

    assertEquals(
        "theirs",
        account.place().secrets().getSecretValue(get -> get.secretId(name)).secretString());
    account
        .place()
        .secrets()
        .deleteSecret(delete -> delete.secretId(name).forceDeleteWithoutRecovery(true));
  }

  /** Secrets Manager keeps its name meanwhile, and takes no value. */
  @Test
  void aSecretThatIsScheduledForDeletionIsRestored() {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    Grant old = grant("nnnnnn", 1, Access.READ);
    Grant next = grant("nnnnnn", 2, Access.READ);
    keeping.bind(kept(), old);
    account
        .place()
        .secrets()
        .deleteSecret(
            delete ->
                delete.secretId("automat/" + UID + "/nnnnnn/connection").recoveryWindowInDays(7L));

    keeping.bind(kept(), next);

    assertEquals(next.id().userName(UID), keptUser("nnnnnn"));
    keeping.unbind(kept(), old.id());
    keeping.unbind(kept(), next.id());
    assertEquals(List.of(), secrets());
  }

  @Test
  void allSecretsGoWithTheInstance() {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    keeping.bind(kept(), grant("llllll", 1, Access.READ));
    keeping.bind(kept(), grant("mmmmmm", 1, Access.READ));

    new BindingSecrets(account.place(), target().ref()).removeAll();

    assertEquals(List.of(), secrets());
    assertEquals(
        SECRETS.formatted("123456789012"),
        BindingSecrets.arnPrefix("arn:aws:rds:eu-central-1:123456789012:db:orders-" + UID));
  }

  @Test
  void leavesAloneWhatIsNotOurs() throws SQLException {
    Grant grant = grant("ffffff", 1, Access.READWRITE);
    String user = grant.id().userName(UID);
    asSuperuser(
        "CREATE ROLE \"" + user + "\"",
        "COMMENT ON ROLE \"" + user + "\" IS '{\"automat-installation\":\"another\"}'");
    for (Runnable call :
        new Runnable[] {
          () -> users.bind(target(), grant), () -> users.unbind(target(), grant.id())
        }) {
      ProvisionerException refusal = assertThrows(ProvisionerException.class, call::run);
      assertEquals(ErrorCode.FOREIGN, refusal.code());
    }
    assertFalse(users.grants(target()).contains(grant.id()));
    asSuperuser("DROP ROLE \"" + user + "\"");
  }

  @Test
  void aDatabaseThatIsNotReachedIsThatInstancesTroubleAlone() {
    BindingTarget nowhere =
        target(Map.of(Keys.PORT, 1L), Optional.of(new Credentials("x", MASTER_PASSWORD)));
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.grants(nowhere));
    assertEquals(ErrorType.EXTERNAL, failure.code().type());
    assertTrue(failure.code().answered(), "the account is not spared for it");
    assertTrue(failure.nextStep().contains("security groups"), failure.nextStep());
    assertFalse(failure.toString().contains(MASTER_PASSWORD));
  }

  /** The server has no TLS: it is signed in to nobody. */
  @Test
  void whereAnAuthorityIsConfiguredNobodySignsInWithoutIt(@TempDir Path directory)
      throws IOException {
    PostgresUsers checking =
        new PostgresUsers(
            users.accounts(),
            DatabaseTls.of(
                DatabaseEngine.POSTGRES, Optional.of(MariaDb.certificate(directory, "other"))));
    assertThrows(ProvisionerException.class, () -> checking.grants(target()));
  }

  @Test
  void aWrongMasterPasswordIsSaidAsSuchAndNotShown() {
    BindingTarget wrong = target(Map.of(), Optional.of(new Credentials("x", "canary-wrong")));
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.grants(wrong));
    assertEquals(ErrorCode.DENIED, failure.code());
    assertFalse(failure.toString().contains("canary-wrong"));
  }
}
