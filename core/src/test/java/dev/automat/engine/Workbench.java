package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.identity.AuthSettings;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.Want;
import dev.automat.secret.SecretBox;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.store.Beginning;
import dev.automat.store.Completion;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Place;
import dev.automat.store.Store;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.HostilePlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One replica of the engine on the test's own thread and a clock that the test moves, over a cloud
 * that does as it is told.
 */
final class Workbench {

  static final String INSTALLATION = "workbench";
  static final Duration REST = Duration.ofHours(6);
  static final Duration INTERVAL = Duration.ofMinutes(10);
  static final SecretBox SECRETS = newSecrets();

  private static final int SLOTS = 100;

  final SimulatedClock clock = new SimulatedClock();

  /** What puts databases out of reach and copies them, where they can be. */
  final SimulatedKeeping keeping;

  final HostileCloud cloud = new HostileCloud(Faults.NONE, new SplittableRandom(1), clock);
  final Store store = InMemoryStore.empty();
  Tools tools;

  /** Whether the clock of its machine can be trusted. */
  boolean timeIsKnown = true;

  private Started started;
  private Runnable afterIntent = () -> {};

  /** What lives until the replica starts again. */
  private record Started(Tools with, Reconciler reconciler) {}

  /**
   * @param more plugins beside the one of the cloud
   */
  Workbench(ProvisionerPlugin... more) {
    this(false, more);
  }

  /** One whose databases can be put out of reach and copied. */
  static Workbench thatKeeps() {
    return new Workbench(true);
  }

  private Workbench(boolean keeps, ProvisionerPlugin... more) {
    ProvisionerPlugin hostile = new HostilePlugin(cloud);
    keeping = new SimulatedKeeping(hostile, cloud, new SplittableRandom(3));
    keeping.becomeCalm();
    List<ProvisionerPlugin> plugins = new ArrayList<>(List.of(more));
    plugins.add(keeps ? keeping : hostile);
    tools =
        new Tools(
            new OpenPlugins(
                new InstalledPlugins(plugins), configuration(SLOTS), INSTALLATION, clock),
            new AccountGates(256),
            new DirectCalls(),
            records(),
            store,
            SECRETS,
            new AccountGuard(store),
            new SweptPlaces(List.of()),
            new ExpiryBudget(100, clock, clock),
            clock,
            new SplittableRandom(2),
            INSTALLATION,
            INTERVAL,
            REST,
            () -> timeIsKnown);
    started = new Started(tools, new Reconciler(tools));
  }

  static Configuration configuration(int slots) {
    return new Configuration(
        Configuration.Http.plain("127.0.0.1", 0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
        Path.of("unused"),
        new Configuration.StoreSettings(Optional.empty(), Optional.empty(), Optional.empty()),
        Path.of("unused"),
        Map.of(),
        Optional.empty(),
        List.of(),
        Map.of(),
        new Configuration.EngineSettings(Duration.ofMinutes(10), Fixtures.LEASE, slots, 100),
        new Configuration.Secrets(Optional.empty(), Optional.empty(), Optional.empty()),
        AuthSettings.open(),
        new Configuration.PolicySettings(Duration.ofDays(90)),
        new Configuration.Audit(Path.of("unused"), Duration.ofSeconds(10)),
        LifetimeSettings.DEFAULT,
        Optional.empty(),
        new Configuration.CatalogSettings(false));
  }

  /** Keys that no other has. */
  static SecretBox newSecrets() {
    try {
      Path directory = Files.createTempDirectory("automat-workbench");
      SecretBox box = SecretBox.open(directory.resolve("keys.json"), true);
      directory.resolve("keys.json").toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      return box;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Records records() {
    return new Records() {
      @Override
      public boolean begin(Beginning beginning) {
        boolean held = store.begin(List.of(beginning)).getFirst();
        afterIntent.run();
        return held;
      }

      @Override
      public boolean complete(Completion completion) {
        return store.complete(List.of(completion), clock.instant()).getFirst();
      }
    };
  }

  /** From now on, this happens between each intent and its call to the cloud. */
  void afterEachIntent(Runnable happens) {
    afterIntent = happens;
  }

  /** From now on, the replica has these keys. */
  void startAgainWith(SecretBox secrets) {
    startAgainWith(secrets, tools.places());
  }

  /** From now on, the replica has not seen these places since its start. */
  void startAgainAwaiting(Place... places) {
    startAgainWith(tools.secrets(), new SweptPlaces(List.of(places)));
  }

  private void startAgainWith(SecretBox secrets, SweptPlaces places) {
    tools = toolsWith(tools.store(), secrets, places, tools.expiry());
  }

  /** From now on, the replica speaks with that one, which stands before the store. */
  void startAgainOver(Store before) {
    tools = toolsWith(before, tools.secrets(), tools.places(), tools.expiry());
  }

  /** From now on, so many may be taken back. */
  void budget(ExpiryBudget expiry) {
    tools = toolsWith(tools.store(), tools.secrets(), tools.places(), expiry);
  }

  private Tools toolsWith(Store with, SecretBox secrets, SweptPlaces places, ExpiryBudget expiry) {
    return new Tools(
        tools.plugins(),
        tools.gates(),
        tools.calls(),
        tools.records(),
        with,
        secrets,
        tools.guard(),
        places,
        expiry,
        clock,
        tools.random(),
        INSTALLATION,
        INTERVAL,
        REST,
        tools.timeIsKnown());
  }

  // People.

  Resource accept(Sample sample) {
    return write(
        new Write.Create(
            sample.build(), Optional.empty(), Event.Draft.normal(clock.instant(), "Accepted", "")));
  }

  /** Accepts it, and lets it become ready. */
  Resource made(Sample sample) {
    Resource accepted = accept(sample);
    settle(Duration.ofMinutes(10));
    return byUid(accepted.uid());
  }

  Resource change(Sample to) {
    Resource wanted = to.build();
    Resource live = byUid(wanted.uid());
    return write(
        new Write.Change(
            live.key(),
            live.uid(),
            live.generation(),
            live.labels(),
            live.spec(),
            wanted.plan(),
            live.origin(),
            wanted.times().expires(),
            Event.Draft.normal(clock.instant(), "Changed", "")));
  }

  Resource delete(String uid) {
    Resource live = byUid(uid);
    return write(
        new Write.End(
            live.key(),
            uid,
            live.generation(),
            Want.DELETED,
            clock.instant(),
            Optional.empty(),
            Event.Draft.normal(clock.instant(), "DeleteRequested", "")));
  }

  Resource nudge(String uid, boolean recreate) {
    return write(
        new Write.Nudge(
            byUid(uid).key(),
            uid,
            recreate,
            clock.instant(),
            Event.Draft.normal(clock.instant(), "Nudged", "")));
  }

  Resource write(Write write) {
    WriteOutcome outcome = store.write(List.of(write)).getFirst();
    if (outcome instanceof WriteOutcome.Accepted accepted) {
      return accepted.resource();
    }
    throw new AssertionError(write + " ended as " + outcome);
  }

  // The replica.

  List<Resource> claim() {
    return store.claim(
        clock.instant(), Fixtures.LEASE, SLOTS, tools.gates().saturated(clock.instant()));
  }

  void reconcile(Resource claimed) {
    if (!started.with.equals(tools)) {
      started = new Started(tools, new Reconciler(tools));
    }
    started.reconciler.reconcile(claimed);
  }

  /** Whatever is due now is reconciled once. */
  int turn() {
    List<Resource> claimed = claim();
    claimed.forEach(this::reconcile);
    return claimed.size();
  }

  /** The resource is woken and reconciled once. */
  Resource look(String uid) {
    store.wake(List.of(uid), clock.instant());
    turn();
    return byUid(uid);
  }

  /** Time goes on, and whatever becomes due on the way is reconciled. */
  void settle(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      turn();
      Instant due = store.nextDue(Set.of()).filter(end::isAfter).orElse(end);
      boolean later = due.isAfter(clock.instant());
      clock.advanceTo(later ? due : clock.instant().plusMillis(100));
    }
    turn();
  }

  /** Every place is swept; the number is how many were woken. */
  int sweep() {
    int woken = 0;
    for (Place place : store.places()) {
      woken += new Sweep(tools, place).run().orElse(0);
    }
    return woken;
  }

  // What came of it.

  Resource byUid(String uid) {
    return store.byUid(uid).orElseThrow();
  }

  Condition condition(String uid, Condition.Type type) {
    return byUid(uid)
        .status()
        .condition(type)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + byUid(uid).status()));
  }

  /** The reasons of its events, oldest first. */
  List<String> timeline(String uid) {
    return store.events(uid, 0, 1000).stream().map(Event::reason).toList();
  }

  boolean isDue(String uid) {
    return !byUid(uid).lease().dueAt().isAfter(clock.instant());
  }
}
