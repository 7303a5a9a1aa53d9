package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.testkit.postgres.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The store over a real PostgreSQL, with two replicas. */
class PostgresStoreIT {

  private static TestPostgres server;
  private static JdbiStore store;
  private static JdbiStore replica;

  @BeforeAll
  static void open() {
    server = TestPostgres.start();
    store = open(in("postgres"));
    replica = open(in("postgres"));
  }

  @BeforeEach
  void clear() {
    InMemoryStore.clear(store);
  }

  @AfterAll
  static void close() {
    replica.close();
    store.close();
    server.close();
  }

  @Nested
  class Contract
      implements WriteContract,
          LimitContract,
          QueueContract,
          QuestionContract,
          IdentityContract,
          ConcurrencyContract,
          BindingContract,
          RotationContract,
          TeamContract,
          AuditChainContract,
          AuditedWritesContract,
          WaiverContract,
          OutboxContract,
          CatalogContract,
          StackContract {

    @Override
    public Store store() {
      return store;
    }

    @Override
    public Store replica() {
      return replica;
    }
  }

  @Test
  void saysWhereItIsAndNeverThePassword() {
    StoreSettings wrong =
        new StoreSettings(
            Optional.of(server.url("postgres")),
            Optional.of("automat"),
            Optional.of("canary-wrong"));
    String refusal = refusal(() -> open(wrong));
    assertTrue(refusal.contains("127.0.0.1:" + server.port() + "/postgres"), refusal);
    assertFalse(refusal.contains("canary"), refusal);

    String inUrl = server.url("none") + "?user=automat&password=";
    String unknown = refusal(() -> open(settings(inUrl + TestPostgres.PASSWORD)));
    assertTrue(unknown.contains("/none"), unknown);
    assertFalse(unknown.contains("canary"), unknown);

    String nobody =
        refusal(() -> open(settings("jdbc:postgresql://127.0.0.1:1/x?password=canary")));
    assertTrue(nobody.contains("127.0.0.1:1/x"), nobody);
    assertFalse(nobody.contains("canary"), nobody);

    String malformed = refusal(() -> open(settings("jdbc:postgresql://h:port/x?password=canary")));
    assertFalse(malformed.contains("canary"), malformed);
  }

  private static StoreSettings settings(String url) {
    return new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty());
  }

  @Test
  void goesOnAfterTheDatabaseWasAway() throws Exception {
    try (CoalescingWriter writer = new CoalescingWriter(store, 100)) {
      writer.submit(Samples.creation("before", "before")).get();
      server.down();
      ExecutionException failure =
          assertThrows(
              ExecutionException.class,
              () -> writer.submit(Samples.creation("while", "while")).get());
      assertInstanceOf(StoreUnavailableException.class, failure.getCause());
      assertThrows(StoreUnavailableException.class, () -> store.byUid("before"));
      server.up();
      awaitAnswer();
      assertInstanceOf(
          WriteOutcome.Accepted.class, writer.submit(Samples.creation("after", "after")).get());
    }
    assertEquals(
        List.of("after", "before"),
        store.list(ResourceFilter.all(), Optional.empty(), 10).stream()
            .map(resource -> resource.uid())
            .toList());
  }

  /**
   * The pool asks ever more seldom while nobody answers: once in 5 s, which is what a call waits.
   */
  private static void awaitAnswer() {
    long limit = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!answers()) {
      assertTrue(System.nanoTime() < limit, "it does not answer again");
    }
  }

  private static boolean answers() {
    try {
      return store.byUid("before").isPresent();
    } catch (StoreUnavailableException notYet) {
      return false;
    }
  }

  @Test
  void wrappingSecretsAgainMayBeKilledAtAnyMoment(@TempDir Path directory) throws Exception {
    store.transactions().read(handle -> handle.execute("CREATE DATABASE rewrapped"));
    StoreSettings settings = in("rewrapped");
    new RewrapKill(
            directory,
            () -> open(settings),
            List.of(settings.url().orElseThrow(), TestPostgres.PASSWORD))
        .prove();
  }

  /** With a few rows PostgreSQL reads them all, so that is made dear for it. */
  @Test
  void looksForWhatIsDueByIndexes() {
    Explained.by(store, "postgresql")
        .forEach(
            (statement, plan) ->
                assertFalse(plan.contains("Seq Scan"), () -> statement + ": " + plan));
  }

  @Test
  void refusesASchemaThatANewerVersionWrote() {
    store.transactions().read(handle -> handle.execute("CREATE DATABASE newer"));
    try (JdbiStore newer = open(in("newer"))) {
      NewerSchema.pretend(newer);
    }
    String refusal = refusal(() -> open(in("newer")));
    assertTrue(refusal.contains("newer Automat"), refusal);
    assertTrue(refusal.contains("/newer"), refusal);
  }

  /** One of the server's databases. */
  private static StoreSettings in(String database) {
    return new StoreSettings(
        Optional.of(server.url(database)),
        Optional.of(TestPostgres.USER),
        Optional.of(TestPostgres.PASSWORD));
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(StoreUnavailableException.class, call).getMessage());
  }

  private static JdbiStore open(StoreSettings settings) {
    return Stores.open(Path.of("unused"), settings);
  }
}
