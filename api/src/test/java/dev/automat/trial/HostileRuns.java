package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Law 2 against a hostile cloud: resources are asked for, changed and deleted while the cloud
 * throttles, fails before and after the effect, cuts connections, answers late and shows old
 * states, and while the server dies by kill -9 again and again. Used once.
 */
final class HostileRuns {

  private static final int AT_A_TIME = 32;
  private static final long LONGEST_IN_START_MILLIS = 4_000;

  /** So often at most, the day stays bad and the server dies, when all lives are over. */
  private static final int KILLS_AFTERWARDS = 6;

  private static final int TOLD_EVERY = 10;

  /**
   * One call in nine meets something. Late effects come when the client, which waits 20 s, has
   * given up.
   */
  private static final WireFaults BAD_DAY =
      WireFaults.NONE
          .with(Fault.THROTTLED, 0.03)
          .with(Fault.FAILS_BEFORE, 0.02)
          .with(Fault.FAILS_AFTER, 0.02)
          .with(Fault.DROPPED_BEFORE, 0.015)
          .with(Fault.DROPPED_AFTER, 0.015)
          .with(Fault.LATE_EFFECT, 0.005)
          .with(Fault.LATE_ANSWER, 0.005)
          .late(Duration.ofSeconds(22))
          .stale(0.3, Duration.ofSeconds(2));

  private final TrialCloud cloud;
  private final Workplace place;
  private final Scale scale;
  private final long seed;
  private final Consumer<String> progress;
  private final SplittableRandom random;
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Kept> kept = new ArrayList<>();
  private final List<Future<?>> living = new ArrayList<>();

  /** Kills at a moment of {@link Moments}, and those of them that met a server at work. */
  private int kills;

  private int atWork;

  /** All that lived, in their order. */
  private final List<ServerProcess> servers = new ArrayList<>();

  /**
   * @param seed of the lives, the kills and the faults
   * @param progress is told now and then how far it came
   */
  HostileRuns(
      TrialCloud cloud, Workplace place, Scale scale, long seed, Consumer<String> progress) {
    this.cloud = cloud;
    this.place = place;
    this.scale = scale;
    this.seed = seed;
    this.progress = progress;
    this.random = new SplittableRandom(seed);
  }

  /** What a trial came to that found nothing wrong. */
  record Outcome(
      TrialCloud cloud,
      int runs,
      int kills,
      int atWork,
      Ground.Tally tally,
      int told,
      long seed,
      Duration took) {

    @Override
    public String toString() {
      return ("%s: %d runs, %d kills, %d of them of a server at work, %d calls of which %d met a"
              + " fault, %d failures told, seed %d, %d s: none leaked, doubled or lost")
          .formatted(
              cloud,
              runs,
              kills,
              atWork,
              tally.calls(),
              tally.faults(),
              told,
              seed,
              took.toSeconds());
    }
  }

  /**
   * Lives all lives, lets everything come to rest, and judges.
   *
   * @throws AssertionError if anything leaked, was doubled or lost, a failure was not told, or none
   *     was met
   */
  Outcome live() throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (Ground ground = cloud.prepare(seed)) {
      servers.add(ground.launch(place, ""));
      try (Talk talk = new Talk(servers.getLast())) {
        for (int i = 0; i < scale.runs(); i++) {
          kept.add(new Kept(ground.variants(i), "r" + i));
        }
        makeWhatIsToLeaveACopy(talk);
        ground.become(BAD_DAY);
        try (Troubles troubles = new Troubles(talk)) {
          killWhileTheyLive(ground, talk);
          // What went wrong so far is to be got over; on a day that stays bad nothing ever rests.
          ground.become(WireFaults.NONE);
          Await.until("no call is late", () -> ground.tally().late() == 0);
          judge(ground, talk, troubles);
          Ground.Tally tally = ground.tally();
          requireEvidence(tally);
          return new Outcome(
              cloud,
              scale.runs(),
              servers.size() - 1,
              atWork,
              tally,
              troubles.count(),
              seed,
              Duration.ofNanos(System.nanoTime() - began));
        }
      } finally {
        servers.getLast().close();
      }
    }
  }

  /**
   * Only what was ready must leave one. On a bad day it may take any time until it is: of the eight
   * or nine calls that make a database one fails more often than not, whatever fails is tried again
   * a settle time later, from the first call on, and each start of the server begins that time
   * anew. Its life asks for it once more.
   */
  private void makeWhatIsToLeaveACopy(Talk talk) {
    for (int i = 0; i < scale.runs(); i++) {
      Kept resource = kept.get(i);
      if (Fate.of(i) == Fate.DELETED && resource.leavesACopy()) {
        new Insistence(talk, random.split()).put(resource, 0);
        new Impatience(talk).awaitReady(resource.path());
        resource.seenReady();
      }
    }
  }

  private void killWhileTheyLive(Ground ground, Talk talk)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int i = 0; i < scale.runs(); i++) {
        living.add(
            threads.submit(
                new Life(
                    kept.get(i), Fate.of(i), talk, random.split(), scale, asked::incrementAndGet)));
      }
      Moments moments =
          new Moments(
              scale,
              random,
              ground::tally,
              asked::get,
              () -> living.stream().allMatch(Future::isDone));
      if (scale.kills() > 0) {
        for (int kill = 0; kill < scale.kills(); kill++) {
          killOnce(kill, moments, ground, talk);
        }
      } else {
        killOnAndOn(moments, ground, talk);
      }
      for (Future<?> life : living) {
        life.get();
      }
    }
  }

  private void killOnAndOn(Moments moments, Ground ground, Talk talk)
      throws InterruptedException, ExecutionException {
    int afterwards = 0;
    for (int kill = 0; isUnderWay(talk, afterwards); kill++) {
      afterwards += over() < scale.runs() ? 0 : 1;
      killOnce(kill, moments, ground, talk);
    }
  }

  private boolean isUnderWay(Talk talk, int afterwards)
      throws InterruptedException, ExecutionException {
    return over() < scale.runs() || (afterwards < KILLS_AFTERWARDS && manyAreUnderWay(talk));
  }

  private void killOnce(int kill, Moments moments, Ground ground, Talk talk)
      throws InterruptedException, ExecutionException {
    atWork += moments.await(kill) ? 1 : 0;
    kills++;
    killAndStart(ground);
    if (random.nextInt(4) == 0) {
      moments.pause(LONGEST_IN_START_MILLIS);
      killAndStart(ground);
    }
    talk.moveTo(servers.getLast());
    progress.accept("%d of %d lived, %d kills".formatted(over(), scale.runs(), servers.size() - 1));
  }

  /** Those who asked are done; what they asked for is mostly not. */
  private boolean manyAreUnderWay(Talk talk) {
    try {
      return talk.list().stream().filter(document -> !Aftermath.isReady(document)).count() * 4
          > scale.runs();
    } catch (IOException down) {
      return true;
    }
  }

  private void killAndStart(Ground ground) throws InterruptedException {
    servers.getLast().kill();
    assertEquals(137, servers.getLast().awaitEnd(), "it was the kill that ended the server");
    servers.add(ground.launch(place, ""));
  }

  /** How many lives are over; one that went wrong ends the trial. */
  private int over() throws InterruptedException, ExecutionException {
    int over = 0;
    for (Future<?> life : living) {
      if (life.isDone()) {
        life.get();
        over++;
      }
    }
    return over;
  }

  private void judge(Ground ground, Talk talk, Troubles troubles) {
    Aftermath aftermath = new Aftermath(talk, kept, scale.untilTombstones());
    comeToRest(aftermath, talk);
    aftermath.everythingEndsAsAcknowledged();
    if (scale.runs() >= Fate.DECIDED) {
      aftermath.eachPluralHasBothEnds();
    }
    CloudAftermath cloudAftermath =
        new CloudAftermath(aftermath, ground.inventory(), new Impatience(talk));
    cloudAftermath.theAccountHoldsWhatTheApiLists();
    troubles.requireAllTold();
    cloudAftermath.noLeakIsListed();
  }

  private void requireEvidence(Ground.Tally tally) {
    assertTrue(tally.faults() > 0, "a day on which nothing went wrong is no evidence");
    assertTrue(
        atWork * 2 > kills,
        () -> "only %d of %d kills met a server at work".formatted(atWork, kills));
    if (scale.runs() >= Fate.DECIDED) {
      assertFalse(tally.byService().containsValue(0L), () -> "all was called: " + tally);
    }
  }

  private void comeToRest(Aftermath aftermath, Talk talk) {
    Impatience impatience = new Impatience(talk);
    int rest = 0;
    for (Kept resource : kept) {
      String path = resource.path();
      impatience.until(
          () -> resource + " is " + Aftermath.unrest(talk.get(path)) + talk.get(path + "/events"),
          List.of(path),
          () -> aftermath.isAtRest(talk.get(path)));
      if (++rest % TOLD_EVERY == 0) {
        progress.accept("%d of %d are at rest".formatted(rest, scale.runs()));
      }
    }
  }
}
