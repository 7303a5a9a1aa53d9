package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.postgres.PostgresPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code local/postgres} on a real embedded server. */
class PostgresIT {

  private static Path directory;
  private static Opened opened;
  private static ResourceType type;
  private static EmbeddedServer admin;

  /** How long a session is given to answer, in seconds. */
  private static final int ANSWER = 30;

  private final ResourceRef ref = Wanted.ref("local/postgres", "orders", Opened.INSTALLATION);
  private final Desired wanted =
      Wanted.database(ref, Map.of("engineVersion", "18", "connectionLimit", 20L));

  @BeforeAll
  static void open(@TempDir Path temporary) {
    directory = temporary;
    PostgresPrograms.forProvisionerLocal(directory.resolve("postgres"));
    opened = Opened.in(directory);
    type = opened.postgres();
    admin = new EmbeddedServer(directory.resolve("postgres"), 0);
  }

  @AfterAll
  static void close() {
    opened.close();
  }

  @Test
  void makesADatabaseThatItsOwnRoleAloneCanUse() throws SQLException {
    Present made = create(wanted);
    assertEquals(Map.of("engineVersion", "18", "connectionLimit", 20L), made.settings());
    assertEquals(wanted.tags(), made.tags());
    assertEquals(made, type.observe(ref));
    ResourceRef other = Wanted.ref("local/postgres", "other", Opened.INSTALLATION);
    create(Wanted.database(other, Map.of()));

    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x int)");
    }
    assertRefused("28P01", made, ref.externalName(), "wrong");
    assertRefused("42501", made, other.externalName(), Wanted.PASSWORD);
  }

  @Test
  void theUriOfTheConnectionOpensTheDatabase() throws SQLException {
    Present made = create(wanted);
    Map<String, String> connection = type.connection(made.outputs(), wanted.credentials());
    assertEquals(
        java.util.Set.of("host", "port", "database", "username", "password", "uri"),
        connection.keySet());
    try (Connection open =
        DriverManager.getConnection(
            "jdbc:" + String.valueOf(connection.get("uri")).replaceFirst("//[^@]*@", "//"),
            connection.get("username"),
            connection.get("password"))) {
      assertTrue(open.isValid(ANSWER));
    }
  }

  @Test
  void aRepeatedCreateKeepsTheDataAndSetsThePasswordAgain() throws SQLException {
    Present made = create(wanted);
    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 1 AS x");
    }
    sql("ALTER ROLE \"" + ref.externalName() + "\" PASSWORD 'other'");
    assertEquals(made, create(wanted));
    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD);
        Statement statement = connection.createStatement()) {
      assertTrue(statement.execute("SELECT x FROM kept"));
    }
  }

  @Test
  void aCreateThatStoppedAfterTheRoleIsSeenAndCompletedOrTakenAway() throws SQLException {
    sql(
        "CREATE ROLE \"%1$s\"; COMMENT ON ROLE \"%1$s\" IS '%2$s'"
            .formatted(
                ref.externalName(),
                new TagComment(
                        dev.automat.spi.OwnershipTags.of(ref), Optional.of(TagComment.Stage.MAKING))
                    .text()));
    Present half = present(ref);
    assertEquals(Map.of(), half.settings());
    assertEquals(Map.of(), half.tags());
    assertEquals(State.FAILED, half.state());
    assertFalse(half.message().isEmpty());
    assertEquals(List.of(half), listed(ref));

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> type.update(wanted, half));
    assertEquals("gone", refused.code().name(), "only create makes databases");
    assertEquals(wanted.settings(), create(wanted).settings());
    type.delete(ref);
    assertGone(ref);

    sql("CREATE ROLE \"" + ref.externalName() + "\"");
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void aCreateThatStoppedAfterTheDatabaseIsCompletedByARepeat() throws SQLException {
    sql("CREATE ROLE \"" + ref.externalName() + "\" LOGIN");
    sql("CREATE DATABASE \"%1$s\" OWNER \"%1$s\"".formatted(ref.externalName()));
    assertEquals(Map.of(), present(ref).tags());
    assertEquals(wanted.tags(), create(wanted).tags());
    assertRefused("42501", present(ref), ref.externalName(), Wanted.PASSWORD, strangerRole());
  }

  @Test
  void aDeleteThatStoppedBeforeTheRoleIsSeenAndCompleted() throws SQLException {
    create(wanted);
    sql(
        "COMMENT ON ROLE \"%s\" IS '%s'"
            .formatted(
                ref.externalName(),
                new TagComment(
                        dev.automat.spi.OwnershipTags.of(ref),
                        Optional.of(TagComment.Stage.DELETING))
                    .text()));
    sql("DROP DATABASE \"" + ref.externalName() + "\"");
    assertInstanceOf(Present.class, type.observe(ref));
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void aCopyThatWasCutShortIsNoSnapshotAndDoesNotBlockADeletion() throws SQLException {
    Present made = create(wanted);
    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE its_own (x int)");
    }
    String holder = ref.externalName() + "-final";
    sql(
        "CREATE ROLE \"%1$s\"; COMMENT ON ROLE \"%1$s\" IS '%2$s'"
            .formatted(
                holder,
                new TagComment(
                        dev.automat.spi.OwnershipTags.of(ref),
                        Optional.of(TagComment.Stage.SNAPSHOT))
                    .text()));
    sql("CREATE DATABASE \"%s-copying\" TEMPLATE \"%s\"".formatted(ref.uid(), ref.externalName()));
    ResourceRef heir = Wanted.ref("local/postgres", "heir", Opened.INSTALLATION);
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class,
            () ->
                type.recoverable().orElseThrow().restore(Wanted.database(heir, Map.of()), holder));
    assertEquals(ErrorCode.SNAPSHOT_GONE, refused.code());
    assertInstanceOf(Absent.class, type.observe(heir), "nothing was begun");

    type.delete(ref);
    assertGone(ref);
    assertEquals(List.of(), namesWith(ref.uid()));
  }

  @Test
  void aCompleteCopyOutlivesTheDeletion() throws SQLException {
    create(wanted);
    String name = ref.externalName() + "-final";
    type.recoverable().orElseThrow().snapshot(ref, name);
    type.delete(ref);
    assertEquals(List.of(name, name), namesWith(ref.uid()), "database and holder");
    type.recoverable().orElseThrow().discard(ref.scope(), name);
  }

  @Test
  void aDatabaseThatSomebodyDroppedIsAbsentAndNotMadeAgainByAnUpdate() throws SQLException {
    Present made = create(wanted);
    sql("DROP DATABASE \"" + ref.externalName() + "\" WITH (FORCE)");
    assertInstanceOf(Absent.class, type.observe(ref));
    assertEquals(List.of(), listed(ref));
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> type.update(wanted, made));
    assertEquals("gone", refused.code().name());
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void correctsALimitThatSomebodyChangedAndTagsThatSomebodyRemoved() throws SQLException {
    Present made = create(wanted);
    sql("ALTER DATABASE \"" + ref.externalName() + "\" CONNECTION LIMIT 3");
    sql("COMMENT ON DATABASE \"" + ref.externalName() + "\" IS NULL");
    Present drifted = present(ref);
    assertEquals(3L, drifted.settings().get("connectionLimit"));
    assertEquals(Map.of(), drifted.tags());
    assertEquals(List.of(drifted), listed(ref));
    assertEquals(made, update(wanted, drifted));
    assertEquals(made, present(ref));
  }

  @Test
  void anUpdateWithoutALimitLeavesTheLimitAlone() {
    Present made = create(wanted);
    assertEquals(made, update(Wanted.database(ref, Map.of()), made));
  }

  @Test
  void givesTheDatabaseBackToARoleThatLostIt() throws SQLException {
    Present made = create(wanted);
    sql("ALTER DATABASE \"" + ref.externalName() + "\" OWNER TO automat");
    sql("DROP ROLE \"" + ref.externalName() + "\"");
    Present without = present(ref);
    assertEquals(State.FAILED, without.state());
    assertEquals(made, update(wanted, without));
    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD)) {
      assertTrue(connection.isValid(ANSWER));
    }
  }

  @Test
  void neverTouchesWhatBelongsToSomebodyElse() throws SQLException {
    Present made = create(wanted);
    ResourceRef stranger = Wanted.stranger(ref);
    Desired theirs = Wanted.database(stranger, Map.of("connectionLimit", 1L));
    assertInstanceOf(Foreign.class, type.observe(stranger));
    assertForeign(() -> type.create(theirs));
    assertForeign(() -> type.update(theirs, made));
    assertForeign(() -> type.delete(stranger));
    assertEquals(made, type.observe(ref));

    sql("COMMENT ON DATABASE \"" + ref.externalName() + "\" IS 'words of a person'");
    sql("COMMENT ON ROLE \"" + ref.externalName() + "\" IS NULL");
    assertInstanceOf(Foreign.class, type.observe(stranger));
    assertInstanceOf(Present.class, type.observe(ref));
  }

  @Test
  void deleteEndsOpenSessionsAndMayBeRepeated() throws SQLException {
    Present made = create(wanted);
    try (Connection connection = Sessions.open(made, ref.externalName(), Wanted.PASSWORD)) {
      type.delete(ref);
      assertFalse(connection.isValid(ANSWER));
    }
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void anotherVersionThanTheServersIsRefusedWithTheWayOut() {
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class,
            () -> type.create(Wanted.database(ref, Map.of("engineVersion", "17"))));
    assertEquals(ErrorCode.INVALID_SETTINGS, refused.code());
    assertTrue(refused.nextStep().contains("18"), refused.nextStep());
    assertTrue(refused.nextStep().contains("provisioners.local.postgres.url"));
    assertInstanceOf(Absent.class, type.observe(ref));
  }

  @Test
  void listsExactlyWhatSingleObservationsShow() {
    String installation = "list-of-" + ref.uid();
    List<ResourceRef> refs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ResourceRef each = Wanted.ref("local/postgres", "listed", installation);
      refs.add(each);
      create(Wanted.database(each, Map.of("connectionLimit", (long) i + 1)));
    }
    ListPage page = type.list(refs.getFirst().scope(), Optional.empty());
    assertEquals(Optional.empty(), page.next());
    assertEquals(3, page.items().size());
    for (ResourceRef each : refs) {
      Listed item =
          page.items().stream()
              .filter(listed -> listed.externalName().equals(each.externalName()))
              .findFirst()
              .orElseThrow();
      assertEquals(Optional.of(each.uid()), item.uid());
      assertEquals(type.observe(each), item.observed());
    }
  }

  @Test
  void listsPageByPageWhatIsMoreThanAPage() throws SQLException {
    Scope scope = new Scope("default", "local", "pages-of-" + ref.uid());
    sql(
        """
        DO $$
        BEGIN
          FOR i IN 1..1100 LOOP
            EXECUTE format('CREATE ROLE %%I', 'paged-' || i || '-x');
            EXECUTE format('COMMENT ON ROLE %%I IS %%L', 'paged-' || i || '-x',
              '{"stage":"MAKING","tags":{"automat-uid":"u' || i
              || '","automat-installation":"%s"}}');
          END LOOP;
        END $$
        """
            .formatted(scope.installation()));
    ListPage first = type.list(scope, Optional.empty());
    ListPage second = type.list(scope, first.next());
    assertEquals(1000, first.items().size());
    assertEquals(100, second.items().size());
    assertEquals(Optional.empty(), second.next());
    assertEquals(
        1100,
        Stream.concat(first.items().stream(), second.items().stream())
            .map(Listed::uid)
            .distinct()
            .count());
  }

  @Test
  void theSameCreateFromManyThreadsMakesOneDatabase() throws Exception {
    List<Future<Boolean>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        outcomes.add(threads.submit(() -> type.create(wanted) instanceof Outcome.Finished));
      }
    }
    for (Future<Boolean> outcome : outcomes) {
      assertTrue(outcome.get());
    }
    assertEquals(wanted.settings(), present(ref).settings());
  }

  @Test
  void noPasswordReachesTheServersLogOrAnErrorMessage() throws Exception {
    sql("ALTER SYSTEM SET log_statement = 'all'");
    sql("SELECT pg_reload_conf()");
    awaitInNewSessions("log_statement", "all");
    Endpoint at = admin.endpoint();
    try (PostgresType loud =
        new PostgresType(
            ConfiguredServer.of(
                "postgresql://" + at + "/" + at.database(), at.username(), at.password()))) {
      loud.create(wanted);
      loud.create(wanted);
    }
    String log = Files.readString(directory.resolve("postgres/server.log"));
    assertTrue(log.contains("SCRAM-SHA-256$"), "statements are logged");
    assertFalse(log.contains(Wanted.PASSWORD));
    sql("ALTER SYSTEM RESET log_statement");
    sql("SELECT pg_reload_conf()");
  }

  /** The server reads its configuration again some time after it was told to. */
  private static void awaitInNewSessions(String setting, String value) throws SQLException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!value.equals(inNewSession(setting))) {
      assertTrue(System.nanoTime() < limit, setting + " is not " + value);
      Thread.onSpinWait();
    }
  }

  private static String inNewSession(String setting) throws SQLException {
    try (Connection connection = AdminLogin.source(admin.endpoint()).getConnection()) {
      return new AdminSession(connection).texts("SHOW " + setting).getFirst();
    }
  }

  private static Present create(Desired desired) {
    return assertInstanceOf(Outcome.Finished.class, type.create(desired)).observed();
  }

  private static Present update(Desired desired, Present observed) {
    return assertInstanceOf(Outcome.Finished.class, type.update(desired, observed)).observed();
  }

  private static Present present(ResourceRef ref) {
    return assertInstanceOf(Present.class, type.observe(ref));
  }

  private static List<Observation> listed(ResourceRef ref) {
    return type.list(ref.scope(), Optional.empty()).items().stream()
        .filter(item -> item.externalName().equals(ref.externalName()))
        .<Observation>map(Listed::observed)
        .toList();
  }

  private static void assertForeign(org.junit.jupiter.api.function.Executable call) {
    assertEquals(ErrorCode.FOREIGN, assertThrows(ProvisionerException.class, call).code());
  }

  private static void assertGone(ResourceRef ref) throws SQLException {
    assertInstanceOf(Absent.class, type.observe(ref));
    assertEquals(List.of(), listed(ref));
    try (Connection connection = AdminLogin.source(admin.endpoint()).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rolname FROM pg_roles WHERE rolname = '" + ref.externalName() + "'")) {
      assertFalse(rows.next(), "the role is left over");
    }
  }

  private static List<String> namesWith(String uid) throws SQLException {
    try (Connection connection = AdminLogin.source(admin.endpoint()).getConnection()) {
      return new AdminSession(connection)
          .texts(
              "SELECT datname FROM pg_database WHERE strpos(datname, '%1$s') > 0 UNION ALL"
                      .formatted(uid)
                  + " SELECT rolname FROM pg_roles WHERE strpos(rolname, '%1$s') > 0"
                      .formatted(uid));
    }
  }

  private String strangerRole() {
    ResourceRef other = Wanted.ref("local/postgres", "stranger", Opened.INSTALLATION);
    create(Wanted.database(other, Map.of()));
    return other.externalName();
  }

  private void assertRefused(String state, Present present, String database, String password) {
    assertRefused(state, present, database, password, ref.externalName());
  }

  private static void assertRefused(
      String state, Present present, String database, String password, String user) {
    SQLException refused =
        assertThrows(
            SQLException.class, () -> Sessions.open(present, database, user, password).close());
    assertEquals(state, refused.getSQLState(), refused.getMessage());
  }

  private static void sql(String sql) throws SQLException {
    try (Connection connection = AdminLogin.source(admin.endpoint()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
