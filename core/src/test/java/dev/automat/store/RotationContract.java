package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.keys.SealingKeys;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.secret.KeyRing;
import dev.automat.secret.KeySource;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change while replicas seal and open. */
interface RotationContract {

  Duration SILENCE = Duration.ofMinutes(1);

  Store store();

  Store replica();

  /** A replica as far as keys are concerned: a key file of its own, and a heart. */
  final class Replica {
    final String name;
    final Path file;
    final Store store;
    final SecretBox box;
    final SealingKeys keys;

    Replica(String name, Path file, Store store) {
      this.name = name;
      this.file = file;
      this.store = store;
      this.box = SecretBox.open(file, true);
      this.keys = SealingKeys.open(box, store.keys(), Clock.systemUTC(), SILENCE);
      beat();
    }

    void beat() {
      keys.follow();
      store.beat(name, keys.ids(), SILENCE);
    }

    /** Makes a resource with credentials of its own, and looks whether the other can open them. */
    void vend(int number, Replica other) {
      String uid = name + "-" + number;
      vended(store, box, uid);
      assertEquals(credentials(uid), other.box.unseal(secret(uid)));
    }

    SealedSecret secret(String uid) {
      return store.secret(uid, "credentials").orElseThrow();
    }
  }

  static Credentials credentials(String uid) {
    return new Credentials(uid, "canary-" + uid);
  }

  /** A resource that is begun, with sealed credentials. */
  static void vended(Store store, SecretBox box, String uid) {
    store.write(List.of(creation(uid, uid)));
    Resource claimed =
        store.claim(NOW, LEASE, 1_000, Set.of()).stream()
            .filter(each -> each.uid().equals(uid))
            .findFirst()
            .orElseThrow();
    Beginning beginning =
        new Beginning(
            uid,
            claimed.lease().epoch(),
            Phase.Provisioning,
            claimed.status(),
            claimed.work(),
            Optional.of(box.seal(uid, "credentials", 1, credentials(uid))),
            false,
            List.of(event("Creating")));
    assertEquals(List.of(true), store.begin(List.of(beginning)));
  }

  /** As {@code automat keys rotate} does it: the new id. */
  static String newKeyIn(Path file) {
    KeySource source = KeySource.file(file, Optional.empty());
    KeyRing ring = source.read();
    KeyRing more = ring.withNewKey();
    source.replace(ring, more.withPrimary(more.newest()));
    return more.newest();
  }

  @Test
  default void goesOverToANewKeyWhileReplicasVend(@TempDir Path directory) throws Exception {
    Path first = directory.resolve("first.json");
    Replica one = new Replica("one", first, store());
    Path second = Files.copy(first, directory.resolve("second.json"));
    Replica two = new Replica("two", second, replica());
    String old = one.keys.sealing();
    AtomicBoolean done = new AtomicBoolean();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // H2 claims in one process, so vending goes by turns; opening and beating do not.
      Future<Integer> vending = threads.submit(vendByTurns(one, two, done));
      String fresh = newKeyIn(first);
      one.beat();
      one.beat();
      assertEquals(old, one.keys.sealing(), "the other could not open what the new one seals");
      assertEquals(List.of("two"), one.keys.without(fresh));

      Files.copy(first, second, StandardCopyOption.REPLACE_EXISTING);
      two.beat();
      assertEquals(old, two.keys.sealing(), "the first has not said yet that it has it");
      one.beat();
      two.beat();
      assertEquals(List.of(fresh, fresh), List.of(one.keys.sealing(), two.keys.sealing()));

      while (one.keys.rewrap(Duration.ofMillis(5)).remaining() > 0) {
        Thread.onSpinWait();
      }
      done.set(true);
      int vended = vending.get();
      one.keys.rewrap(Duration.ofSeconds(10));
      assertEquals(Map.of(fresh, 2L * vended), store().keys().sealedWith());
      for (int i = 0; i < vended; i++) {
        assertEquals(credentials("one-" + i), two.box.unseal(two.secret("one-" + i)));
        assertEquals(credentials("two-" + i), one.box.unseal(one.secret("two-" + i)));
      }
      assertTrue(one.keys.retire(old));
      KeySource source = KeySource.file(first, Optional.empty());
      KeyRing both = source.read();
      source.replace(both, both.without(old));
      one.beat();
      assertEquals(List.of(fresh), one.keys.ids());
      assertEquals(credentials("two-0"), one.box.unseal(one.secret("two-0")));
    }
  }

  private static Callable<Integer> vendByTurns(Replica one, Replica two, AtomicBoolean done) {
    return () -> {
      int vended = 0;
      while (!done.get() || vended < 20) {
        one.vend(vended, two);
        two.vend(vended, one);
        vended++;
      }
      return vended;
    };
  }

  @Test
  default void aKeyIsNeededUntilNothingIsSealedWithIt(@TempDir Path directory) {
    Path file = directory.resolve("keys.json");
    Replica one = new Replica("one", file, store());
    String old = one.keys.sealing();
    vended(store(), one.box, "kept");
    String fresh = newKeyIn(file);
    one.beat();
    one.beat();

    assertEquals(fresh, one.keys.sealing());
    assertEquals(Set.of(old, fresh), store().keys().needed());
    assertFalse(one.keys.retire(old), "one secret is sealed with it");
    KeyUnavailableException refused =
        assertThrows(
            KeyUnavailableException.class,
            () -> new Replica("other", directory.resolve("other.json"), store()));
    assertTrue(refused.getMessage().contains("key " + old), refused.getMessage());
    assertTrue(refused.getMessage().contains("key " + fresh), refused.getMessage());
    assertTrue(refused.getMessage().contains("other.json"), refused.getMessage());

    assertEquals(new SealingKeys.Turn(1, 0, 0), one.keys.rewrap(Duration.ofSeconds(10)));
    assertTrue(one.keys.retire(old));
    assertTrue(one.keys.retire(old), "a repeat changes nothing");
    assertEquals(Set.of(fresh), store().keys().needed());
    assertEquals(credentials("kept"), one.box.unseal(one.secret("kept")));
  }

  @Test
  default void keepsItsKeysWhenTheFileLacksOneThatIsNeeded(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("keys.json");
    Replica one = new Replica("one", file, store());
    vended(store(), one.box, "kept");
    SecretBox.open(directory.resolve("foreign.json"), true);

    Files.copy(directory.resolve("foreign.json"), file, StandardCopyOption.REPLACE_EXISTING);
    one.beat();

    assertEquals(credentials("kept"), one.box.unseal(one.secret("kept")));
    Files.writeString(file, "{");
    one.beat();
    assertEquals(credentials("kept"), one.box.unseal(one.secret("kept")));
  }

  @Test
  default void aSecretWithoutItsKeyStaysAndIsCounted(@TempDir Path directory) {
    Path file = directory.resolve("keys.json");
    Replica one = new Replica("one", file, store());
    vended(store(), one.box, "mine");
    SecretBox foreign = SecretBox.open(directory.resolve("foreign.json"), true);
    vended(store(), foreign, "theirs");
    newKeyIn(file);
    one.beat();
    one.beat();

    assertEquals(new SealingKeys.Turn(1, 1, 1), one.keys.rewrap(Duration.ofSeconds(10)));

    assertEquals(credentials("theirs"), foreign.unseal(one.secret("theirs")));
  }

  @Test
  default void resealsOnlyWhatIsStillWhatItWas(@TempDir Path directory) {
    Replica one = new Replica("one", directory.resolve("keys.json"), store());
    vended(store(), one.box, "kept");
    SealedSecret before = one.secret("kept");
    SealedSecret other = one.box.rewrap(before);

    assertEquals(1, store().keys().reseal(List.of(new KeyLedger.Resealed(before, other))));
    assertEquals(0, store().keys().reseal(List.of(new KeyLedger.Resealed(before, before))));
  }

  @Test
  default void findsInPagesWhatHasAnotherKey(@TempDir Path directory) {
    Replica one = new Replica("one", directory.resolve("keys.json"), store());
    for (String uid : List.of("a", "b", "c")) {
      vended(store(), one.box, uid);
    }
    List<String> found = new ArrayList<>();
    Optional<SealedSecret> last = Optional.empty();
    while (true) {
      List<SealedSecret> page = store().keys().notSealedWith("1", last, 2);
      page.forEach(each -> found.add(each.uid()));
      if (page.size() < 2) {
        break;
      }
      last = Optional.of(page.getLast());
    }
    assertEquals(List.of("a", "b", "c"), found);
    assertEquals(List.of(), store().keys().notSealedWith(one.keys.sealing(), Optional.empty(), 2));
  }
}
