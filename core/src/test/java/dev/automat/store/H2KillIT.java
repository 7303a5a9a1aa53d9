package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.config.Configuration.StoreSettings;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What H2 acknowledged is there after kill -9, at whatever moment; its own defaults lose it. */
class H2KillIT {

  private static final long SEED = Long.getLong("automat.kill.seed", 20_261_121L);
  private static final int ROUNDS = Integer.getInteger("automat.kill.rounds", 5);

  /** What a child said before it died: a uid, and the reason of an event that it must have. */
  private record Acknowledged(String uid, String token) {}

  @Test
  void keepsEveryAcknowledgedWriteBeginningAndCompletion(@TempDir Path directory) throws Exception {
    Random random = new Random(SEED);
    List<Acknowledged> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int lines = 1 + random.nextInt(600);
      int micros = random.nextInt(5_000);
      List<Acknowledged> last = killedAfter(lines, micros, directory, SEED + round);
      all.addAll(last);
      try (Store store = openIn(directory)) {
        proveKept(store, last, "seed " + SEED + ", round " + round);
      }
    }
    try (Store store = openIn(directory)) {
      proveKept(store, all, "seed " + SEED + ", after all rounds");
    }
    assertTrue(all.size() > ROUNDS, all::toString);
  }

  private static void proveKept(Store store, List<Acknowledged> all, String when) {
    Map<String, List<String>> byUid = new HashMap<>();
    all.forEach(a -> byUid.computeIfAbsent(a.uid(), uid -> new ArrayList<>()).add(a.token()));
    for (Map.Entry<String, List<String>> acknowledged : byUid.entrySet()) {
      String uid = acknowledged.getKey();
      Resource resource = store.byUid(uid).orElseThrow(() -> new AssertionError(uid + ", " + when));
      List<Event> events = store.events(uid, 0, 10_000);
      assertEquals(
          LongStream.rangeClosed(1, resource.lastEvent()).boxed().toList(),
          events.stream().map(Event::sequence).toList(),
          when);
      for (String token : acknowledged.getValue()) {
        assertTrue(
            events.stream().anyMatch(event -> event.reason().equals(token)),
            () -> uid + " lost " + token + ", " + when);
      }
      proveSecretsKept(store, uid, events, when);
    }
  }

  /** An intent and its credentials are there together. */
  private static void proveSecretsKept(Store store, String uid, List<Event> events, String when) {
    for (Event event : events) {
      store
          .secret(uid, event.reason())
          .ifPresent(
              secret ->
                  assertArrayEquals(
                      event.reason().getBytes(StandardCharsets.UTF_8), secret.envelope(), when));
    }
  }

  private static List<Acknowledged> killedAfter(int lines, int micros, Path directory, long seed)
      throws Exception {
    Process child = child(directory, seed);
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("open open", output.readLine());
      for (int i = 0; i < lines; i++) {
        acknowledged.add(parsed(output.readLine()));
      }
      busy(micros);
      // Not by the Process, which would close the pipe with what is still in it.
      assertTrue(child.toHandle().destroyForcibly());
      List<String> rest = output.lines().collect(Collectors.toList());
      // The pipe may have been cut off in the middle of the last line.
      rest.stream()
          .limit(Math.max(0, rest.size() - 1))
          .map(H2KillIT::parsed)
          .forEach(acknowledged::add);
    } finally {
      child.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static void busy(int micros) {
    long end = System.nanoTime() + micros * 1_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static Acknowledged parsed(@org.jspecify.annotations.Nullable String line) {
    if (line == null) {
      throw new AssertionError("the child ended by itself");
    }
    String[] words = line.split(" ", 2);
    return new Acknowledged(words[0], words[1]);
  }

  private static Process child(Path directory, long seed) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            H2KillChild.class.getName(),
            directory.toString(),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void wrappingSecretsAgainMayBeKilledAtAnyMoment(@TempDir Path directory) throws Exception {
    new RewrapKill(directory, () -> openIn(directory), List.of()).prove();
  }

  @Test
  void refusesASecondProcessAndSaysWhatToDo(@TempDir Path directory) throws Exception {
    Process child = child(directory, 1);
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("open open", output.readLine());
      StoreUnavailableException refusal =
          assertThrows(StoreUnavailableException.class, () -> openIn(directory));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains(directory.resolve("automat.mv.db").toString()), message);
      assertTrue(message.contains("another process"), message);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static JdbiStore openIn(Path directory) {
    return Stores.open(
        directory, new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
