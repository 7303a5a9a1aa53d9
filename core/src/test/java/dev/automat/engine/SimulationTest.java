package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.lifetime.Course;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Work.Finale;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation.State;
import dev.automat.store.InMemoryStore;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import dev.automat.testkit.Evidence.Misdeed;
import dev.automat.testkit.HostileCloud.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The laws of the engine, over many seeds. {@code -Dsimulation.seeds=5000} runs more, {@code
 * -Dsimulation.seed=42} replays one.
 */
class SimulationTest {

  private static final int STEPS = 150;
  private static final Set<String> TAKEN_BACK = Set.of("Expired", "QuarantineEnded");
  private static final Pattern END = Pattern.compile("Its lifetime ended at ([^,;]+)");
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 1000);

  @TempDir private Path directory;

  @Test
  void keepsEveryLawOnEverySeed() throws Exception {
    SecretBox secrets = SecretBox.open(directory.resolve("keys.json"), true);
    Optional<Long> replay = Optional.ofNullable(Long.getLong("simulation.seed"));
    List<Long> seeds =
        replay.map(List::of).orElseGet(() -> LongStream.range(0, SEEDS).boxed().toList());
    AtomicLong followed = new AtomicLong();
    List<String> failures = runAll(seeds, secrets, followed);
    assertTrue(
        failures.isEmpty(),
        () -> failures.size() + " seeds failed:\n" + String.join("\n", failures));
    assertTrue(
        replay.isPresent() || followed.get() > 0, "no secret changed that somebody was bound to");
  }

  private static List<String> runAll(List<Long> seeds, SecretBox secrets, AtomicLong followed)
      throws Exception {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Optional<String>>> runs = new ArrayList<>();
      for (long seed : seeds) {
        runs.add(
            threads.submit((Callable<Optional<String>>) () -> failureOf(seed, secrets, followed)));
      }
      List<String> failures = new ArrayList<>();
      for (Future<Optional<String>> run : runs) {
        run.get().ifPresent(failures::add);
      }
      return failures;
    }
  }

  private static Optional<String> failureOf(long seed, SecretBox secrets, AtomicLong followed) {
    try {
      followed.addAndGet(run(seed, secrets));
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      if (Boolean.getBoolean("simulation.trace")) {
        e.printStackTrace();
      }
      return Optional.of("-Dsimulation.seed=" + seed + ": " + e);
    }
  }

  /** How many had a secret that was changed, and were told. */
  private static int run(long seed, SecretBox secrets) {
    Store store = InMemoryStore.empty();
    SimulatedWorld world = new SimulatedWorld(seed, store, secrets);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    world.settle();
    if (Boolean.getBoolean("simulation.trace")) {
      trace(world);
    }
    nothingWrongWasEverDone(world);
    List<Resource> all = store.list(everything(), Optional.empty(), 10_000);
    assertTrue(!all.isEmpty(), "the seed made nothing");
    all.forEach(resource -> cameToItsEnd(world, resource));
    all.forEach(resource -> hasATruthfulTimeline(world, store, resource));
    nothingLeaks(world);
    noSnapshotLeaks(world, all);
    world.sharing.staysSecret(all);
    return world.sharing.followed();
  }

  /** All that was done, resource by resource, for whoever replays a seed. */
  private static void trace(SimulatedWorld world) {
    for (Resource resource : world.store.list(everything(), Optional.empty(), 10_000)) {
      System.out.println(resource);
      world.store.events(resource.uid(), 0, 10_000).forEach(System.out::println);
      world.cloud.evidence().calls().stream()
          .filter(call -> call.uid().equals(resource.uid()))
          .forEach(System.out::println);
    }
  }

  private static ResourceFilter everything() {
    return new ResourceFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  private static void nothingWrongWasEverDone(SimulatedWorld world) {
    assertEquals(List.of(), world.cloud.evidence().doubles(), "made twice");
    assertEquals(List.of(), world.cloud.evidence().foreignWrites(), "touched what is not its own");
    assertEquals(List.of(), world.cloud.evidence().overlaps(), "two writes at once");
    // A dead-letter queue goes when a change takes it out of the request; databases and queues go
    // only when they are to.
    List<Misdeed> losses =
        world.cloud.evidence().dataLosses().stream()
            .filter(loss -> !loss.what().startsWith("dlq-"))
            .toList();
    assertEquals(List.of(), losses, "deleted what is wanted");
    world.cloud.evidence().remakes().forEach(remake -> wasAllowed(world, remake));
  }

  /**
   * Either a person said so, or a create that timed out came up after the end of the resource, and
   * is a late arrival.
   */
  private static void wasAllowed(SimulatedWorld world, Misdeed remake) {
    boolean afterItsEnd =
        world
            .store
            .byUid(remake.uid())
            .flatMap(resource -> resource.times().deleteRequested())
            .filter(end -> end.isBefore(remake.at()))
            .isPresent();
    assertTrue(
        afterItsEnd || world.recreateAsked.contains(remake.uid()),
        "remade empty without a person's word: " + remake);
  }

  private static void nothingLeaks(SimulatedWorld world) {
    List<Shown> leaks =
        world.cloud.leaks(uid -> world.store.byUid(uid).filter(r -> !r.isTombstone()).isPresent());
    assertEquals(List.of(), leaks, "leaked");
  }

  /** Each copy belongs to a tombstone whose time is not over. */
  private static void noSnapshotLeaks(SimulatedWorld world, List<Resource> all) {
    Set<String> referenced =
        all.stream()
            .filter(resource -> resource.work().purgeAt().isPresent())
            .flatMap(resource -> resource.work().finale().flatMap(Finale::snapshot).stream())
            .collect(Collectors.toSet());
    Set<String> standing = new HashSet<>(world.keeping.snapshots());
    all.stream()
        .filter(resource -> isEndingJustNow(world, resource))
        .forEach(
            resource ->
                standing.removeIf(name -> name.startsWith(resource.status().externalName())));
    assertEquals(referenced, standing, "copies of data");
  }

  /** Some lifetimes end as the simulation does. */
  private static boolean isEndingJustNow(SimulatedWorld world, Resource resource) {
    Instant anHourAgo = world.clock.instant().minus(Duration.ofHours(1));
    return !resource.isTombstone()
        && resource.times().deleteRequested().filter(anHourAgo::isBefore).isPresent();
  }

  private static void cameToItsEnd(SimulatedWorld world, Resource resource) {
    List<Shown> standing = world.cloud.live(resource.uid());
    if (isEndingJustNow(world, resource)) {
      return;
    }
    if (resource.want().absent()) {
      assertTrue(resource.isTombstone(), () -> "should be gone: " + resource);
      assertEquals(List.of(), standing, () -> "a tombstone stands in the cloud: " + resource);
      assertEquals(Map.of(), world.users.of(resource.uid()), () -> "its users: " + resource);
    } else if (SimulatedWorld.isMissing(resource)) {
      assertTrue(world.vandalised.contains(resource.uid()), () -> "not missing: " + resource);
      assertEquals(List.of(), standing, () -> "not missing: " + resource);
    } else if (resource.phase() == Phase.Quarantined) {
      assertTrue(world.keeping.isCut(resource.uid()), () -> "somebody reaches it: " + resource);
      assertEquals(1, standing.size(), () -> "its data are kept: " + resource);
    } else {
      isAsAskedFor(world, resource, standing);
    }
  }

  private static void isAsAskedFor(SimulatedWorld world, Resource resource, List<Shown> standing) {
    Phase usable = resource.status().is(Condition.Type.Expiring) ? Phase.Expiring : Phase.Ready;
    assertEquals(usable, resource.phase(), () -> "should be ready: " + resource);
    assertEquals(
        resource.generation(), resource.status().observedGeneration(), () -> "old: " + resource);
    assertEquals(1, standing.size(), () -> "should stand once: " + resource + " " + standing);
    Shown shown = standing.getFirst();
    assertTrue(!world.keeping.isCut(resource.uid()), () -> "nobody can reach it: " + resource);
    assertEquals(State.AVAILABLE, shown.state(), () -> resource.toString());
    assertEquals(resource.uid(), shown.tags().get("automat-uid"), "identity tag");
    assertEquals(resource.key().team(), shown.tags().get("team"), "cost tag");
    if (SimulatedRequests.isDatabase(resource.key())) {
      isTheDatabaseAskedFor(world, resource, shown);
    } else {
      assertEquals(
          resource.plan().settings().get("retentionDays"), shown.settings().get("retentionDays"));
      world.sharing.isAsAskedFor(resource);
    }
  }

  private static void isTheDatabaseAskedFor(SimulatedWorld world, Resource resource, Shown shown) {
    assertEquals(
        resource.plan().settings().get("class").toString().toLowerCase(Locale.ROOT),
        shown.settings().get("class"));
    boolean moreThanTheCloudKeeps = resource.plan().settings().get("backupDays").equals(30L);
    assertEquals(
        moreThanTheCloudKeeps,
        resource.status().is(Condition.Type.Drifted),
        () -> "drift shown: " + resource);
    SealedSecret secret = world.store.secret(resource.uid(), Pass.CREDENTIALS).orElseThrow();
    assertTrue(
        world.cloud.signsIn(resource.uid(), world.secrets.unseal(secret)),
        "its password is not the stored one");
    assertEquals(
        1, world.cloud.evidence().credentialsSeen(resource.uid()).size(), "more than one password");
    isBoundAsAskedFor(world, resource);
    if (!world.recreateAsked.contains(resource.uid())) {
      resource.stay().restoredFrom().ifPresent(source -> hasItsDataBack(world, resource, source));
    }
  }

  /** The data of a resource that was itself restored are those of the first. */
  private static void hasItsDataBack(SimulatedWorld world, Resource resource, Source source) {
    assertEquals(
        world.keeping.dataIn(source.uid()),
        world.keeping.dataIn(resource.uid()),
        () -> "its data: " + resource);
  }

  /** Just what the records say, each with its own secret. */
  private static void isBoundAsAskedFor(SimulatedWorld world, Resource resource) {
    Map<GrantId, Grant> wanted = new HashMap<>();
    for (Binding binding : world.store.bindings().of(resource.uid())) {
      assertEquals(
          binding.absent(), binding.gone().isPresent(), () -> "not at its end: " + binding);
      if (!binding.absent()) {
        int version = binding.wantedVersion();
        assertEquals(
            List.of(version),
            binding.status().versions().stream().map(BindingStatus.Version::number).toList(),
            () -> "old ones have ended: " + binding);
        GrantId id = new GrantId(binding.id(), version);
        SealedSecret secret = world.store.bindings().secret(binding, version).orElseThrow();
        wanted.put(
            id,
            new Grant(
                id,
                binding.consumer(),
                Grant.Access.valueOf(binding.spec().access().name()),
                new Grant.User(world.secrets.unseal(secret))));
      }
    }
    assertEquals(wanted, world.users.of(resource.uid()), () -> "users of " + resource);
  }

  private static void hasATruthfulTimeline(SimulatedWorld world, Store store, Resource resource) {
    List<Event> events = store.events(resource.uid(), 0, 10_000);
    for (int i = 0; i < events.size(); i++) {
      assertEquals(i + 1, events.get(i).sequence(), "a gap in the timeline");
    }
    if (!SimulatedRequests.isDatabase(resource.key())) {
      SimulatedSharing.saysWhatGoesOn(events);
    }
    events.stream()
        .filter(event -> TAKEN_BACK.contains(event.reason()))
        .forEach(event -> wasAnnounced(world, resource, events, event));
  }

  /** Law 9: a notice that somebody had accepted stood long enough. */
  private static void wasAnnounced(
      SimulatedWorld world, Resource resource, List<Event> events, Event act) {
    Duration span =
        act.reason().equals("QuarantineEnded")
            ? resource
                .stay()
                .quarantine()
                .map(began -> Duration.between(began.since(), began.deletesAt()))
                .orElseThrow()
            : Duration.between(resource.times().accepted(), endIn(act));
    Duration quarter = span.dividedBy(4);
    Duration grace = quarter.compareTo(Course.LONGEST_GRACE) < 0 ? quarter : Course.LONGEST_GRACE;
    boolean heard =
        events.stream()
            .filter(event -> event.sequence() < act.sequence())
            .filter(event -> event.reason().equals(Reasons.EXPIRY_ANNOUNCED))
            .flatMap(event -> world.board.accepted(resource.uid(), event.at()).stream())
            .anyMatch(at -> !act.at().isBefore(at.plus(grace)));
    assertTrue(heard, () -> act + " without notice: " + resource + events);
  }

  /** The end that it was taken back for: it may have been moved since. */
  private static Instant endIn(Event act) {
    Matcher matcher = END.matcher(act.message());
    assertTrue(matcher.find(), act.message());
    return Instant.parse(matcher.group(1));
  }
}
