package dev.automat.provisioner.local.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server that is started here, and what tenants of it see of each other. */
final class InstalledRedisIT {

  @TempDir private Path directory;

  private Path program = Path.of("");
  private CacheType caches = closedType();

  private static CacheType closedType() {
    return Caches.configured("redis://127.0.0.1:1", "nobody", "");
  }

  @BeforeEach
  void open() throws IOException {
    program = TestRedis.program(directory);
    FreePort.keepIn(directory.resolve("redis"));
    caches = opened();
  }

  @AfterEach
  void stop() {
    caches.close();
  }

  private CacheType opened() {
    return Caches.installed(directory.resolve("redis"), Optional.of(program), 0);
  }

  @Test
  void keepsCachesAndTheirKeysAcrossRestarts() throws IOException {
    Desired desired = wanted("kept");
    Map<String, String> before = create(desired);
    try (CacheApplication application = signedIn(before)) {
      assertTrue(application.makes("colour"));
    }
    caches.close();
    assertThrows(IOException.class, () -> new RedisSession(port(before)).call("PING"));

    caches = opened();

    assertInstanceOf(Present.class, caches.observe(desired.ref()));
    assertEquals(before, connection(desired), "the same port, too");
    try (CacheApplication application = signedIn(before)) {
      assertEquals("1", application.session().call("GET", application.prefix() + "colour"));
    }
  }

  /** As after a kill -9 of Automat: the server went on. */
  @Test
  void isFoundAgainWhereItStillRuns() {
    Desired desired = wanted("found");
    Map<String, String> before = create(desired);

    CacheType other = opened();

    assertInstanceOf(Present.class, other.observe(desired.ref()));
    assertEquals(before, connection(desired));
  }

  @Test
  void isStartedAgainAfterItDied() throws IOException {
    Desired desired = wanted("again");
    Map<String, String> connection = create(desired);
    try (CacheApplication application = signedIn(connection)) {
      assertTrue(application.makes("colour"));
    }
    kill();

    assertInstanceOf(Present.class, caches.observe(desired.ref()));
    assertEquals(connection, connection(desired));
  }

  @Test
  void tenantsNeitherReachNorSeeEachOther() throws IOException {
    Map<String, String> mine = create(wanted("mine"));
    Map<String, String> theirs = create(wanted("theirs"));
    try (CacheApplication one = signedIn(mine);
        CacheApplication other = signedIn(theirs)) {
      assertTrue(one.makes("secret"));
      String key = one.prefix() + "secret";
      for (List<String> command :
          List.of(
              List.of("GET", key),
              List.of("SET", key, "2"),
              List.of("DEL", key),
              List.of("EVAL", "return redis.call('GET', '" + key + "')", "0"),
              List.of("PUBLISH", one.prefix() + "news", "x"),
              List.of("SCAN", "0"),
              List.of("KEYS", "*"),
              List.of("RANDOMKEY"),
              List.of("DBSIZE"),
              List.of("PUBSUB", "CHANNELS"),
              List.of("FLUSHALL"),
              List.of("FLUSHDB"),
              List.of("SCRIPT", "FLUSH"),
              List.of("FUNCTION", "LIST"),
              List.of("CLIENT", "LIST"),
              List.of("CLIENT", "TRACKING", "ON", "BCAST"),
              List.of("CONFIG", "GET", "*"),
              List.of("ACL", "LIST"),
              List.of("SHUTDOWN"))) {
        assertFalse(other.does(command.toArray(String[]::new)), command.toString());
      }
      assertTrue(
          other.does("EVAL", "return redis.call('SET', KEYS[1], '1')", "1", other.prefix() + "k"));
      assertTrue(other.does("INFO", "server"), "which many clients ask for");
      assertTrue(one.reads("secret"));
    }
  }

  /** As an older version made them: sessions that watch already would go on, so they end. */
  @Test
  void whoCouldWatchTheKeysOfOthersIsFoundAndStopped() throws IOException {
    Desired desired = wanted("older");
    ResourceRef ref = desired.ref();
    Map<String, String> connection = create(desired);
    Grant grant = grant(ref);
    BindingTarget target = new BindingTarget(ref, Map.copyOf(connection), desired.credentials());
    caches.bindable().orElseThrow().bind(target, grant);
    List<String> users = List.of(ref.externalName(), grant.id().userName(ref.uid()));
    try (RedisSession administrator = administrator(port(connection))) {
      for (String user : users) {
        administrator.call("ACL", "SETUSER", user, "+client|tracking");
      }
      try (CacheApplication watching = signedIn(connection)) {
        assertTrue(watching.does("CLIENT", "TRACKING", "ON", "BCAST"));
        Present found = assertInstanceOf(Present.class, caches.observe(ref));
        assertEquals(Observation.State.FAILED, found.state());
        assertTrue(found.message().contains("watch the keys of other caches"), found.message());

        caches.update(desired, found);

        assertFalse(watching.works(), "its session is ended");
      }
      Present mended = assertInstanceOf(Present.class, caches.observe(ref));
      assertEquals(Observation.State.AVAILABLE, mended.state());
      for (String user : users) {
        String answer = administrator.call("ACL", "DRYRUN", user, "CLIENT", "TRACKING", "OFF");
        assertTrue(answer.contains("no permissions"), user + ": " + answer);
        assertEquals(
            "OK", administrator.call("ACL", "DRYRUN", user, "GET", ref.externalName() + ":k"));
      }
    }
  }

  private static Grant grant(ResourceRef ref) {
    GrantId id = new GrantId("abcdef", 1);
    return new Grant(
        id,
        "checkout",
        Grant.Access.READ,
        new Grant.User(new Credentials(id.userName(ref.uid()), Wanted.PASSWORD)));
  }

  /** Who asks and is not answered knows nothing of what is there. */
  @Test
  void whatIsRefusedIsNotAbsent() throws IOException {
    Desired desired = wanted("there");
    Map<String, String> connection = create(desired);
    try (RedisSession administrator = administrator(port(connection))) {
      administrator.call("ACL", "SETUSER", InstalledRedis.ADMINISTRATOR, "-acl|dryrun");
    }

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> caches.observe(desired.ref()));

    assertEquals(ErrorCode.DENIED, refused.code());
  }

  @Test
  void deletingTakesKeysOfAllDatabasesAndNobodyElses() throws IOException {
    Desired goes = wanted("goes");
    Map<String, String> connection = create(goes);
    Map<String, String> stays = create(wanted("stays"));
    try (CacheApplication application = signedIn(connection);
        CacheApplication other = signedIn(stays)) {
      for (int i = 0; i < 1200; i++) {
        assertTrue(application.makes("k" + i));
      }
      assertTrue(application.does("SELECT", "3"));
      assertTrue(application.makes("elsewhere"));
      assertTrue(other.makes("kept"));

      caches.delete(goes.ref());

      assertFalse(application.works(), "its session is ended");
      assertInstanceOf(Observation.Absent.class, caches.observe(goes.ref()));
      assertTrue(other.reads("kept"));
    }
    try (RedisSession session = administrator(port(stays))) {
      assertEquals("1", session.call("DBSIZE"));
      session.call("SELECT", "3");
      assertEquals("0", session.call("DBSIZE"));
    }
  }

  @Test
  void scriptsCanBeForbidden() {
    ResourceRef ref = ref("plain");
    Map<String, String> connection = create(Wanted.database(ref, Map.of("scripts", false)));
    try (CacheApplication application = signedIn(connection)) {
      assertFalse(application.does("EVAL", "return 1", "0"));
    }
  }

  @Test
  void aProgramThatIsNoneIsSaidWithTheNextStep() {
    CacheType none =
        Caches.installed(directory.resolve("other"), Optional.of(directory.resolve("nothing")), 0);

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> none.observe(ref("x")));

    assertEquals(ErrorType.USER, refused.code().type());
    assertTrue(String.valueOf(refused.getMessage()).contains("provisioners.local.redis.program"));
  }

  /** What was made there would be gone with its next start. */
  @Test
  void aServerThatForgetsItsUsersIsRefused(@TempDir Path elsewhere) throws IOException {
    try (TestRedis forgetful = TestRedis.start(elsewhere)) {
      forgetful.open().call("ACL", "SETUSER", "admin", "on", ">x", "~*", "&*", "+@all");
      CacheType type = Caches.configured("redis://127.0.0.1:" + forgetful.port(), "admin", "x");

      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> type.create(wanted("lost")));

      assertEquals("server-forgets-users", refused.code().name());
    }
  }

  /** As its user could: with the file that only he can read. */
  private RedisSession administrator(int port) throws IOException {
    RedisSession session = new RedisSession(port);
    session.call(
        "AUTH",
        InstalledRedis.ADMINISTRATOR,
        Files.readString(directory.resolve("redis/admin-password")).strip());
    return session;
  }

  private void kill() throws IOException {
    long pid = Long.parseLong(Files.readString(directory.resolve("redis/redis.pid")).strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    assertTrue(server.destroyForcibly());
    server.onExit().join();
  }

  private Map<String, String> create(Desired desired) {
    assertInstanceOf(Outcome.Finished.class, caches.create(desired));
    return connection(desired);
  }

  private Map<String, String> connection(Desired desired) {
    Present shown = assertInstanceOf(Present.class, caches.observe(desired.ref()));
    return caches.connection(shown.outputs(), desired.credentials());
  }

  private static int port(Map<String, String> connection) {
    return Integer.parseInt(connection.getOrDefault("port", "0"));
  }

  private static CacheApplication signedIn(Map<String, String> connection) {
    return (CacheApplication) CacheApplication.signIn(port(connection), connection).orElseThrow();
  }

  private static ResourceRef ref(String name) {
    return Wanted.ref("local/redis", name, Opened.INSTALLATION);
  }

  private static Desired wanted(String name) {
    return Wanted.database(ref(name), Map.of());
  }
}
