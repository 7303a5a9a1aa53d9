package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.testkit.aws.AwsFaults;
import dev.automat.testkit.aws.Fault;
import java.io.IOException;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Law 2 against a hostile AWS: resources are asked for, changed and deleted while AWS throttles,
 * fails before and after the effect, cuts connections, answers late and shows old states, and while
 * the server dies by kill -9 again and again. Used once.
 */
final class HostileRuns {

  private static final int AT_A_TIME = 32;
  private static final long LONGEST_UP_MILLIS = 20_000;
  private static final long LONGEST_IN_START_MILLIS = 4_000;

  /** So often at most, the day stays bad and the server dies, when all lives are over. */
  private static final int KILLS_AFTERWARDS = 6;

  private static final int TOLD_EVERY = 10;

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

  private final Workplace place;
  private final int runs;
  private final long seed;
  private final boolean untilTombstones;
  private final Consumer<String> progress;
  private final SplittableRandom random;
  private final List<Kept> kept = new ArrayList<>();

  /** All that lived, in their order. */
  private final List<ServerProcess> servers = new ArrayList<>();

  /**
   * @param runs how many resources live, each its own life
   * @param seed of the lives, the kills and the faults
   * @param untilTombstones whether what is deleted must be known to be gone, which takes minutes
   * @param progress is told now and then how far it came
   */
  HostileRuns(
      Workplace place, int runs, long seed, boolean untilTombstones, Consumer<String> progress) {
    this.place = place;
    this.runs = runs;
    this.seed = seed;
    this.untilTombstones = untilTombstones;
    this.progress = progress;
    this.random = new SplittableRandom(seed);
  }

  /** What a trial came to that found nothing wrong. */
  record Outcome(int runs, int kills, long calls, long faults, int told, long seed, Duration took) {

    @Override
    public String toString() {
      return ("%d runs, %d kills, %d calls of which %d met a fault, %d failures told, seed %d, %d"
              + " s: none leaked, doubled or lost")
          .formatted(runs, kills, calls, faults, told, seed, took.toSeconds());
    }
  }

  /**
   * Lives all lives, lets everything come to rest, and judges.
   *
   * @throws AssertionError if anything leaked, was doubled or lost, or a failure was not told
   */
  Outcome live() throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (AwsGround ground = AwsGround.prepare(seed)) {
      servers.add(ground.launch(place, ""));
      try (Talk talk = new Talk(servers.getLast())) {
        ground.aws().become(BAD_DAY);
        try (Troubles troubles = new Troubles(talk)) {
          killWhileTheyLive(ground, talk);
          // What went wrong so far is to be got over; on a day that stays bad nothing ever rests.
          ground.aws().become(AwsFaults.NONE);
          judge(ground, talk, troubles);
          return new Outcome(
              runs,
              servers.size() - 1,
              ground.aws().calls().total(),
              ground.aws().faulty(),
              troubles.count(),
              seed,
              Duration.ofNanos(System.nanoTime() - began));
        }
      } finally {
        servers.getLast().close();
      }
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

  private void killWhileTheyLive(AwsGround ground, Talk talk)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> living = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        Kept resource = next(i);
        kept.add(resource);
        living.add(threads.submit(new AwsLife(resource, talk, random.split())));
      }
      int afterwards = 0;
      while (over(living) < runs || (afterwards++ < KILLS_AFTERWARDS && manyAreUnderWay(talk))) {
        pause(LONGEST_UP_MILLIS);
        killAndStart(ground);
        if (random.nextInt(4) == 0) {
          pause(LONGEST_IN_START_MILLIS);
          killAndStart(ground);
        }
        talk.moveTo(servers.getLast());
        progress.accept(
            "%d of %d lived, %d kills".formatted(over(living), runs, servers.size() - 1));
      }
    }
  }

  /** Those who asked are done; what they asked for is mostly not. */
  private boolean manyAreUnderWay(Talk talk) {
    try {
      return talk.list().stream().filter(document -> !Aftermath.isReady(document)).count() * 4
          > runs;
    } catch (IOException down) {
      return true;
    }
  }

  private void pause(long longestMillis) {
    LockSupport.parkNanos(random.nextLong(longestMillis) * 1_000_000L);
  }

  private void killAndStart(AwsGround ground) throws InterruptedException {
    servers.getLast().kill();
    assertEquals(137, servers.getLast().awaitEnd(), "it was the kill that ended the server");
    servers.add(ground.launch(place, ""));
  }

  /** How many lives are over; one that went wrong ends the trial. */
  private static int over(List<Future<?>> living) throws InterruptedException, ExecutionException {
    int over = 0;
    for (Future<?> life : living) {
      if (life.isDone()) {
        life.get();
        over++;
      }
    }
    return over;
  }

  private void judge(AwsGround ground, Talk talk, Troubles troubles) {
    Aftermath aftermath = new Aftermath(talk, kept, untilTombstones);
    comeToRest(aftermath, talk);
    aftermath.everythingEndsAsAcknowledged();
    Await.until("no call is late", () -> ground.aws().late() == 0);
    theAccountHoldsWhatTheApiLists(aftermath, ground);
    troubles.requireAllTold();
    assertEquals(0, talk.get("/v1/leaks").json().path("items").size());
  }

  private void comeToRest(Aftermath aftermath, Talk talk) {
    Impatience impatience = new Impatience(talk);
    int rest = 0;
    for (Kept resource : kept) {
      impatience.await(resource.path(), "at rest", aftermath::isAtRest);
      if (++rest % TOLD_EVERY == 0) {
        progress.accept("%d of %d are at rest".formatted(rest, runs));
      }
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
    assertEquals(expected.keySet(), inventory.mainObjects(), "leaked or lost");
    // A child that came up late goes with the second look at what was deleted.
    Await.until(
        () -> "nothing is left of what was deleted: " + strays(inventory, expected),
        () -> strays(inventory, expected).isEmpty());
  }

  /** What belongs to nothing that the API lists, or does not say that it does. */
  private static List<String> strays(AwsInventory inventory, Map<String, String> expected) {
    List<String> strays = new ArrayList<>();
    inventory
        .everything()
        .forEach(
            (line, tags) -> {
              boolean owned =
                  expected.entrySet().stream()
                      .filter(owner -> line.contains(owner.getKey()))
                      .anyMatch(
                          owner ->
                              tags.isEmpty() || owner.getValue().equals(tags.get("automat-uid")));
              if (!owned) {
                strays.add(line + " " + tags);
              }
            });
    return strays;
  }
}
