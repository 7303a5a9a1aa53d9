package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.keys.SealingKeys;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Kills a process that wraps secrets again, and looks whether each can still be opened. */
record RewrapKill(Path directory, Supplier<JdbiStore> opening, List<String> storeArguments) {

  private static final int SECRETS = 6_000;

  /**
   * Each has a process that begins two turns, of 500 at most: so there is always something left.
   */
  private static final int ROUNDS = 4;

  void prove() throws Exception {
    Path file = directory.resolve("keys.json");
    SecretBox old = SecretBox.open(file, true);
    String oldKey = old.primaryKeyId();
    try (JdbiStore store = opening.get()) {
      SealingKeys.open(old, store.keys(), Clock.systemUTC(), Duration.ofSeconds(15));
      fill(store, old);
    }
    RotationContract.newKeyIn(file);

    Random random = new Random(20_261_129);
    for (int round = 0; round < ROUNDS; round++) {
      killAtSomeMoment(file, random.nextInt(30));
      try (JdbiStore store = opening.get()) {
        proveAllOpen(store, SecretBox.open(file, false));
      }
    }
    try (JdbiStore store = opening.get()) {
      SecretBox box = SecretBox.open(file, false);
      SealingKeys keys =
          SealingKeys.open(box, store.keys(), Clock.systemUTC(), Duration.ofSeconds(15));
      keys.follow();
      assertEquals(0, keys.rewrap(Duration.ofMinutes(1)).remaining());
      assertTrue(keys.retire(oldKey));
      proveAllOpen(store, box);
    }
  }

  private static String uid(int number) {
    return "u" + number;
  }

  private static void fill(JdbiStore store, SecretBox box) {
    store.write(
        IntStream.range(0, SECRETS)
            .<Write>mapToObj(i -> Samples.creation(uid(i), uid(i)))
            .toList());
    List<Beginning> beginnings = new ArrayList<>();
    for (Resource claimed : store.claim(Samples.NOW, Samples.LEASE, SECRETS, Set.of())) {
      beginnings.add(
          new Beginning(
              claimed.uid(),
              claimed.lease().epoch(),
              Phase.Provisioning,
              claimed.status(),
              claimed.work(),
              Optional.of(
                  box.seal(
                      claimed.uid(),
                      "credentials",
                      1,
                      RotationContract.credentials(claimed.uid()))),
              false,
              List.of(Samples.event("Creating"))));
    }
    assertEquals(SECRETS, store.begin(beginnings).stream().filter(held -> held).count());
  }

  private static void proveAllOpen(JdbiStore store, SecretBox box) {
    for (int i = 0; i < SECRETS; i++) {
      assertEquals(
          RotationContract.credentials(uid(i)),
          box.unseal(store.secret(uid(i), "credentials").orElseThrow()));
    }
  }

  /** In its second turn, or just after it. */
  private void killAtSomeMoment(Path file, int millis) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RewrapKillChild.class.getName(),
                directory.toString(),
                file.toString()));
    command.addAll(storeArguments);
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      letTakeATurn(child);
      String remaining = output.readLine();
      assertNotNull(remaining, "the child ended by itself");
      letTakeATurn(child);
      LockSupport.parkNanos(millis * 1_000_000L);
      child.toHandle().destroyForcibly();
      String last = output.lines().reduce((a, b) -> b).orElse(remaining);
      assertNotEquals("0", last, "it was killed in the middle: give it more to do");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static void letTakeATurn(Process child) throws IOException {
    OutputStream input = child.getOutputStream();
    input.write('\n');
    input.flush();
  }
}
