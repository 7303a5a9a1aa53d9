package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.resource.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The store over H2, in memory and in a file. */
class H2StoreTest {

  @Nested
  class InMemory
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

    private final JdbiStore store = (JdbiStore) InMemoryStore.empty();

    @Override
    public Store store() {
      return store;
    }

    @Override
    public Store replica() {
      return store.replica();
    }
  }

  @Nested
  class InFile
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

    private static JdbiStore store;

    @BeforeAll
    static void open(@TempDir Path directory) {
      store = openIn(directory);
    }

    @BeforeEach
    void clear() {
      InMemoryStore.clear(store);
    }

    @AfterAll
    static void close() {
      store.close();
    }

    @Override
    public Store store() {
      return store;
    }

    @Override
    public Store replica() {
      return store.replica();
    }
  }

  /** What is looked for every second must not be a walk through all that there ever was. */
  @Test
  void looksForWhatIsDueByIndexes() {
    JdbiStore store = (JdbiStore) InMemoryStore.empty();
    Explained.by(store, "h2")
        .forEach(
            (statement, plan) ->
                assertFalse(plan.contains(".tableScan"), () -> statement + ": " + plan));
  }

  @Test
  void keepsAFileThatOnlyItsOwnerCanRead(@TempDir Path parent) throws Exception {
    Path directory = parent.resolve("a/b");
    try (Store store = openIn(directory)) {
      store.write(List.of(Samples.creation("u1", "orders")));
      assertEquals("rwx------", mode(directory));
      assertEquals("rw-------", mode(directory.resolve("automat.mv.db")));
    }
    try (Store store = openIn(directory)) {
      assertEquals("u1", store.current(Samples.key("orders")).orElseThrow().uid());
      assertEquals("rw-------", mode(directory.resolve("automat.mv.db")));
    }
  }

  @Test
  void takesUpAtOnceWhatAProcessThatDiedHadClaimed(@TempDir Path directory) {
    try (Store store = openIn(directory)) {
      store.write(List.of(Samples.creation("u1", "orders")));
      assertEquals(1, store.claim(Samples.NOW, Samples.LEASE, 10, Set.of()).size());
      assertEquals(List.of(), store.claim(Samples.NOW, Samples.LEASE, 10, Set.of()));
    }
    try (Store store = openIn(directory)) {
      List<Resource> claimed = store.claim(Samples.NOW, Samples.LEASE, 10, Set.of());
      assertEquals(2, claimed.getFirst().lease().epoch());
    }
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void closesTwiceAndThenSaysSo(@TempDir Path directory) {
    Store store = openIn(directory);
    store.close();
    store.close();
    String refusal = refusal(() -> store.byUid("u1"));
    assertTrue(refusal.contains("automat.mv.db"), refusal);
  }

  @Test
  void refusesAFileOfAnotherFormat(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("automat.mv.db"), "nothing that H2 wrote".repeat(1000));
    String refusal = refusal(() -> openIn(directory));
    assertTrue(refusal.contains("automat.mv.db"), refusal);
    assertTrue(refusal.contains("backup"), refusal);
  }

  @Test
  void refusesASchemaThatANewerVersionWrote(@TempDir Path directory) {
    try (JdbiStore store = openIn(directory)) {
      NewerSchema.pretend(store);
    }
    String refusal = refusal(() -> openIn(directory));
    assertTrue(refusal.contains("newer Automat"), refusal);
    assertTrue(refusal.contains("automat.mv.db"), refusal);
  }

  @Test
  void opensWhatTheUrlNames(@TempDir Path directory) {
    Path file = directory.resolve("other");
    try (Store store = open("jdbc:h2:file:" + file)) {
      assertEquals("a", store.setting("name", "a"));
      assertTrue(Files.exists(directory.resolve("other.mv.db")));
    }
    try (Store store = open("jdbc:h2:mem:h2-store-test")) {
      assertEquals("b", store.setting("name", "b"));
    }
    for (String url :
        List.of(
            "jdbc:h2:tcp://localhost/x", "jdbc:mysql://u:secret@h/x", "jdbc:h2:mem:x;MODE=DB2")) {
      String refusal = refusal(() -> open(url));
      assertTrue(refusal.startsWith("store.url must be"), refusal);
    }
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(StoreUnavailableException.class, call).getMessage());
  }

  private static JdbiStore open(String url) {
    return Stores.open(
        Path.of("unused"), new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty()));
  }

  private static JdbiStore openIn(Path directory) {
    return Stores.open(
        directory, new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
