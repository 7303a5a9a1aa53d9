package dev.automat.bench;

import dev.automat.bench.HoldBench.Held;
import dev.automat.engine.Engine;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import dev.automat.store.Stores;
import dev.automat.store.Write;
import dev.automat.testkit.CountingPlugin;
import dev.automat.testkit.Operation;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store and a cloud with so many resources, and engines that hold them. */
final class Holding implements AutoCloseable {

  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration INTERVAL = Duration.ofMinutes(10);

  /** Longer than a lease: what is due later than that is neither worked on nor about to be. */
  private static final Duration AT_REST = Duration.ofMinutes(10);

  /** Longer than any resource rests with the default interval. */
  private static final Duration ALL_DUE = Duration.ofHours(8);

  private final Workspace workspace;
  private final Optional<Platform.Database> database;
  private final int size;
  private final CountingPlugin cloud = new CountingPlugin(ListDepth.TAGS);
  private final MovableClock clock = new MovableClock();
  private final SecretBox secrets;
  private final Store store;

  private Holding(Workspace workspace, Optional<Platform.Database> database, int size) {
    this.workspace = workspace;
    this.database = database;
    this.size = size;
    this.secrets = SecretBox.open(workspace.directory().resolve("keys.json"), true);
    this.store = Stores.open(platform().configuration());
  }

  static Holding open(Workspace workspace, Optional<Platform.Database> database, int size) {
    return new Holding(workspace, database, size);
  }

  private Platform platform() {
    return Platform.ofThings(workspace, cloud, database, INTERVAL.toMillis() + "ms");
  }

  private Engine start(SimpleMeterRegistry meters) {
    Platform platform = platform();
    return Engine.start(
        platform.configuration(),
        store,
        platform.plugins(),
        secrets,
        new StoreClock(clock, clock::instant), // The bench moves the time of the whole world.
        new SecureRandom(),
        meters);
  }

  /**
   * @param rounds how often all are made due at once
   * @param quiet so long without a list tells the end of a sweep
   */
  Held measure(int rounds, Duration quiet) {
    double loaded = perSecond(size, load());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    double made;
    double reconciled;
    Rest rest;
    try (Engine _ = start(meters)) {
      made = perSecond(size, awaitAllMade());
      reconciled = perSecond((long) size * rounds, reconcileAll(meters, rounds));
      rest = rest();
    }
    long heap = heapAfterCollection();
    long lists = cloud.count(Operation.LIST);
    long calls = cloud.calls();
    long nanos = sweepOnce(quiet);
    lists = cloud.count(Operation.LIST) - lists;
    long looks = cloud.calls() - calls - lists;
    return new Held(size, loaded, made, reconciled, heap, lists, looks, nanos, rest);
  }

  /**
   * How long resources are left alone after they were looked at.
   *
   * @param rolling the looks that fall into one interval, against looking at all
   */
  record Rest(Duration longest, double rolling) {}

  private static double perSecond(long count, long nanos) {
    return count * 1e9 / nanos;
  }

  private long load() {
    Rows rows = Rows.of(platform(), "Thing", "{\"environment\":\"dev\"}");
    long start = System.nanoTime();
    List<Write> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(rows.next("t" + i, clock.instant()));
      if (batch.size() == BATCH || i == size - 1) {
        store.write(batch);
        batch.clear();
      }
    }
    return System.nanoTime() - start;
  }

  private long awaitAllMade() {
    long start = System.nanoTime();
    Waiting.until("all things are made", PATIENCE, () -> cloud.size() == size);
    long nanos = System.nanoTime() - start;
    Waiting.until(
        "all are Ready",
        PATIENCE,
        () -> store.countByPhase().getOrDefault(Phase.Ready.name(), 0L) == size);
    return nanos;
  }

  /** Lets hours pass, so that all are due, and rings: the engine would look within a second. */
  private long reconcileAll(SimpleMeterRegistry meters, int rounds) {
    Timer reconciliations = meters.get("automat.engine.reconciliation").timer();
    String one = store.list(ResourceFilter.all(), Optional.empty(), 1).getFirst().uid();
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      long goal = reconciliations.count() + size;
      clock.advance(ALL_DUE);
      store.wake(List.of(one), clock.instant());
      Waiting.until("all were looked at", PATIENCE, () -> reconciliations.count() >= goal);
      // A claim that is under way when hours pass is lost, and its resource looked at again.
      awaitRest();
    }
    return System.nanoTime() - start;
  }

  /**
   * Until nothing is due and nothing claimed, so that a sweep is not blamed for what is left over.
   */
  private void awaitRest() {
    Waiting.until(
        "all are at rest",
        PATIENCE,
        () ->
            store
                .nextDue(Set.of())
                .map(due -> due.isAfter(clock.instant().plus(AT_REST)))
                .orElse(true));
  }

  private Rest rest() {
    Instant now = clock.instant();
    Instant latest = now;
    double seconds = 0;
    Optional<String> after = Optional.empty();
    List<Resource> page;
    do {
      page = store.list(ResourceFilter.all(), after, BATCH);
      for (Resource resource : page) {
        Instant due = resource.lease().dueAt();
        latest = due.isAfter(latest) ? due : latest;
        seconds += Duration.between(now, due).toSeconds();
        after = Optional.of(resource.uid());
      }
    } while (page.size() == BATCH);
    return new Rest(Duration.between(now, latest), INTERVAL.toSeconds() * size / seconds);
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * One sweep of an engine that has nothing else to do: the first, which comes soon after its
   * start. The next is an interval away, however slow the machine is. @return how long its lists
   * went on
   */
  private long sweepOnce(Duration quiet) {
    long before = cloud.count(Operation.LIST);
    try (Engine _ = start(new SimpleMeterRegistry())) {
      Waiting.until("a sweep began", PATIENCE, () -> cloud.count(Operation.LIST) > before);
      return untilQuiet(quiet);
    }
  }

  private long untilQuiet(Duration quiet) {
    long start = System.nanoTime();
    long[] lists = {cloud.count(Operation.LIST), start};
    Waiting.until(
        "the sweep is over",
        PATIENCE,
        () -> {
          long now = System.nanoTime();
          if (cloud.count(Operation.LIST) != lists[0]) {
            lists[0] = cloud.count(Operation.LIST);
            lists[1] = now;
          }
          return now - lists[1] > quiet.toNanos();
        });
    return lists[1] - start;
  }

  @Override
  public void close() {
    store.close();
  }
}
