package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.sql.DatabaseTls;
import dev.automat.testkit.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import tools.jackson.databind.json.JsonMapper;

/**
 * How users of applications on RDS are reached, and what is kept of them in Secrets Manager; what
 * they may do is tried in the module {@code sql}. The database is a stand-in: moto has none behind
 * its instances, so the outputs name a real PostgreSQL on this machine, without TLS, whose master
 * is no superuser, as on RDS. The secret of the master is in moto's Secrets Manager.
 */
class InstanceUsersIT {

  private static final String MASTER = "dbadmin";
  private static final String MASTER_PASSWORD = "canary-master";
  private static final String UID = "m4q7zt2hcx5kd3wbn6ra";
  private static final String DATABASE = "orders";

  private static TestPostgres server;
  private static AwsStandIn aws;
  private static TestAccount account;
  private static InstanceUsers users;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start();
    aws = new AwsStandIn(InstantSource.system());
    account = new TestAccount(aws.hostile().moto());
    users =
        new InstanceUsers(
            new AwsAccounts(
                AwsConfiguration.of(account.configuration(aws.endpoint())),
                TestAccount.INSTALLATION),
            DatabaseEngine.POSTGRES,
            new DatabaseTls.None());
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
    assertEquals("aws", connection.get("secretStore"));
    assertEquals(arn, connection.get("secretStoreKey"));
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
  void whatSecretsManagerLacksOfWhatIsBoundIsToldAndWrittenByTheNextBinding() {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    Grant old = grant("pppppp", 1, Access.READ);
    Grant next = grant("pppppp", 2, Access.READ);
    SecretsManagerClient client = account.place().secrets();
    String name = "automat/" + UID + "/pppppp/connection";
    keeping.bind(target(), old);
    assertEquals(Set.of(), keeping.incomplete(target(), Set.of(old.id())), "nobody asks for it");
    assertEquals(Set.of(old.id()), keeping.incomplete(kept(), Set.of(old.id())), "switched on");
    keeping.bind(kept(), old);
    assertEquals(Set.of(), keeping.incomplete(kept(), Set.of(old.id())));

    keeping.bind(target(), next);
    Set<GrantId> both = Set.of(old.id(), next.id());
    assertEquals(Set.of(next.id()), keeping.incomplete(kept(), both), "it holds the one before");
    keeping.bind(kept(), next);
    assertEquals(Set.of(), keeping.incomplete(kept(), both));

    client.deleteSecret(delete -> delete.secretId(name).recoveryWindowInDays(7L));
    assertEquals(Set.of(next.id()), keeping.incomplete(kept(), both), "somebody deletes it");
    keeping.bind(kept(), next);
    assertEquals(Set.of(), keeping.incomplete(kept(), both));

    client.untagResource(untag -> untag.secretId(name).tagKeys("automat-uid"));
    assertEquals(Set.of(next.id()), keeping.incomplete(kept(), both), "whose it is, binding tells");
    client.deleteSecret(delete -> delete.secretId(name).forceDeleteWithoutRecovery(true));
    keeping.unbind(kept(), old.id());
    keeping.unbind(kept(), next.id());
  }

  /** Whoever made it may have let others read it; so may one who took the tags of ours off. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "automat-uid, " + UID,
    "automat-installation, " + TestAccount.INSTALLATION,
    "automat-uid, zzzzzzzzzzzzzzzzzzzz",
    "automat-installation, another"
  })
  void aSecretThatDoesNotSayThatItIsOursIsNeitherWrittenNorDeleted(String key, String value) {
    KeptUsers keeping = new KeptUsers(users.accounts(), users);
    Grant grant = grant("jjjjjj", 1, Access.READWRITE);
    String name = "automat/" + UID + "/jjjjjj/connection";
    SecretsManagerClient client = account.place().secrets();
    List<Tag> tags =
        key.isEmpty() ? List.of() : List.of(Tag.builder().key(key).value(value).build());
    client.createSecret(make -> make.name(name).secretString("theirs").tags(tags));

    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> keeping.bind(kept(), grant));
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
    assertTrue(refusal.nextStep().contains("delete it"), refusal::nextStep);
    keeping.unbind(kept(), grant.id());
    new BindingSecrets(account.place(), target().ref()).removeAll();

    assertEquals("theirs", client.getSecretValue(get -> get.secretId(name)).secretString());
    client.deleteSecret(delete -> delete.secretId(name).forceDeleteWithoutRecovery(true));
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

  /** As {@code databaseCaFile} has it; what checks a server is tried with the users themselves. */
  @Test
  void anAuthorityThatCanNotBeReadIsNamed(@TempDir Path folder) throws IOException {
    for (Path file :
        new Path[] {
          folder.resolve("none.pem"), Files.writeString(folder.resolve("bad.pem"), "no PEM")
        }) {
      Map<String, Object> configuration = new HashMap<>(account.configuration(aws.endpoint()));
      configuration.put("databaseCaFile", file.toString());
      ProvisionerException failure =
          assertThrows(ProvisionerException.class, () -> AwsConfiguration.of(configuration));
      assertEquals(ErrorCode.INVALID_SETTINGS, failure.code());
      assertTrue(failure.getMessage().contains("databaseCaFile " + file), failure.getMessage());
    }
  }

  @Test
  void whoIsNotReachedIsToldOfTheSecurityGroupsAndAWrongPasswordIsNotShown() {
    BindingTarget nowhere =
        target(Map.of(Keys.PORT, 1L), Optional.of(new Credentials("x", MASTER_PASSWORD)));
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.grants(nowhere));
    assertTrue(failure.nextStep().contains("security groups"), failure.nextStep());
    BindingTarget wrong = target(Map.of(), Optional.of(new Credentials("x", "canary-wrong")));
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> users.grants(wrong));
    assertEquals(ErrorCode.DENIED, refused.code());
    assertFalse(refused.toString().contains("canary-wrong"));
  }
}
