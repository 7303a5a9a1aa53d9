package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.aws.AwsFaults;
import dev.automat.testkit.aws.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Law 2 against a hostile AWS: resources are asked for, changed and deleted while AWS throttles,
 * fails before and after the effect, cuts connections, answers late and shows old states, and while
 * the server dies by kill -9 again and again. The full run: {@code -Dhostile.runs=300
 * -Dhostile.seed=1}.
 */
class AwsKillNineIT {

  private static final int FEW = 8;
  private static final int AT_A_TIME = 32;
  private static final int MOST_KILLS = 25;
  private static final long LATEST_MOMENT_MILLIS = 1500;

  /**
   * One call in nine meets something. Late effects come when the client, which waits 20 s, has
   * given up.
   */
  private static final AwsFaults BAD_DAY =
      AwsFaults.NONE
          .with(Fault.THROTTLED, 0.03)
          .with(Fault.FAILS_BEFORE, 0.02)
          .with(Fault.FAILS_AFTER, 0.02)
          .with(Fault.DROPPED_BEFORE, 0.015)
          .with(Fault.DROPPED_AFTER, 0.015)
          .with(Fault.LATE_EFFECT, 0.005)
          .with(Fault.LATE_ANSWER, 0.005)
          .late(Duration.ofSeconds(22))
          .stale(0.3, Duration.ofSeconds(2));

  private final int runs = Integer.getInteger("hostile.runs", FEW);
  private final long seed = Long.getLong("hostile.seed", 1);
  private final SplittableRandom random = new SplittableRandom(seed);
  private final AtomicInteger done = new AtomicInteger();
  private final List<Kept> kept = new ArrayList<>();

  /** All that lived, in their order. */
  private final List<ServerProcess> servers = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void losesNothingLeaksNothingAndMakesNothingTwice() throws Exception {
    Workplace place = Workplace.in(directory);
    try (AwsGround ground = AwsGround.prepare(seed)) {
      run(place, ground);
    } catch (AssertionError | ExecutionException e) {
      throw new AssertionError(
          "again with -Dhostile.runs=%d -Dhostile.seed=%d; the log ends with %s"
              .formatted(runs, seed, end(place)),
          e);
    }
  }

  private static String end(Workplace place) throws Exception {
    List<String> lines =
        Files.readAllLines(place.log()).stream()
            .filter(line -> !line.contains(" access "))
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private void run(Workplace place, AwsGround ground) throws Exception {
    long began = System.nanoTime();
    servers.add(ground.launch(place, ""));
    try (Talk talk = new Talk(servers.getLast())) {
      ground.aws().become(BAD_DAY);
      try (Troubles troubles = new Troubles(talk)) {
        killWhileTheyLive(place, ground, talk);
        // What went wrong so far is to be got over; on a day that stays bad nothing ever rests.
        ground.aws().become(AwsFaults.NONE);
        Aftermath aftermath = new Aftermath(talk, kept, runs > FEW);
        comeToRest(aftermath, talk);
        aftermath.everythingEndsAsAcknowledged();
        Await.until("no call is late", () -> ground.aws().late() == 0);
        theAccountHoldsWhatTheApiLists(aftermath, ground);
        troubles.requireAllTold();
        assertEquals(0, talk.get("/v1/leaks").json().path("items").size());
        System.out.printf(
            "hostile: %d runs, %d kills, %d calls, %d failures told, seed %d, %d s: none leaked,"
                + " doubled or lost%n",
            runs,
            servers.size() - 1,
            ground.aws().calls().total(),
            troubles.count(),
            seed,
            Duration.ofNanos(System.nanoTime() - began).toSeconds());
      }
    } finally {
      servers.getLast().close();
    }
  }

  /** Mostly queues, some caches and databases, which take longer. */
  private Kept next(int number) {
    String plural =
        switch (number % 8) {
          case 3 -> "databases";
          case 6 -> "caches";
          default -> "queues";
        };
    return new Kept(plural, "r" + number);
  }

  private void killWhileTheyLive(Workplace place, AwsGround ground, Talk talk) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> living = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        Kept resource = next(i);
        kept.add(resource);
        AwsLife life = new AwsLife(resource, talk, random.split());
        living.add(
            threads.submit(
                () -> {
                  life.run();
                  done.incrementAndGet();
                }));
      }
      int share = Math.max(FEW / 2, runs / MOST_KILLS);
      for (int next = random.nextInt(share); next < runs; next += share) {
        int after = next;
        Await.until(
            Impatience.LIMIT,
            () -> after + " runs are over, of which there are " + done,
            () -> done.get() >= after);
        LockSupport.parkNanos(random.nextLong(LATEST_MOMENT_MILLIS) * 1_000_000L);
        servers.getLast().kill();
        assertEquals(137, servers.getLast().awaitEnd(), "it was the kill that ended the server");
        servers.add(ground.launch(place, ""));
        talk.moveTo(servers.getLast());
      }
      for (Future<?> life : living) {
        life.get();
      }
    }
  }

  private void comeToRest(Aftermath aftermath, Talk talk) {
    Impatience impatience = new Impatience(talk);
    for (Kept resource : kept) {
      impatience.await(resource.path(), "at rest", aftermath::isAtRest);
    }
  }

  private static void theAccountHoldsWhatTheApiLists(Aftermath aftermath, AwsGround ground) {
    Map<String, String> expected = new HashMap<>();
    for (JsonNode document : aftermath.listed()) {
      if (document.at("/status/phase").asString().equals("Ready")) {
        expected.put(
            document.at("/status/externalName").asString(),
            document.at("/metadata/uid").asString());
      }
    }
    AwsInventory inventory = new AwsInventory(ground);
    Map<String, Map<String, String>> everything = inventory.everything();
    assertEquals(expected.keySet(), inventory.mainObjects(), "leaked or lost");
    everything.forEach(
        (line, tags) -> {
          String owner =
              expected.keySet().stream()
                  .filter(line::contains)
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("leaked: " + line + " " + tags));
          assertTrue(
              tags.isEmpty() || tags.get("automat-uid").equals(expected.get(owner)),
              () -> line + " " + tags);
        });
  }
}
