package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.identity.AuthSettings;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Binding;
import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work.Finale;
import dev.automat.secret.SecretBox;
import dev.automat.store.BindingWrite;
import dev.automat.store.Place;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.HostilePlugin;
import dev.automat.testkit.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The whole engine on one seed and simulated time: people who ask, a cloud that misbehaves,
 * somebody who meddles with it, and two replicas that are killed and frozen.
 */
final class SimulatedWorld {

  static final List<String> ACCOUNTS = List.of("steady", "shaky");

  /** How often what is drifted is looked at. */
  private static final Duration INTERVAL = Duration.ofHours(3);

  private static final Duration UNDELETE = Duration.ofHours(36);
  private static final Duration REST = Duration.ofHours(6);

  /** In the days at the end nobody meddles any more, so that looks at what rests show nothing. */
  private static final int CALMER = 6;

  private static final Duration FROZEN = Fixtures.LEASE.plusSeconds(5);
  private static final Duration LATENESS = Faults.ROUGH.lateness();
  private static final List<String> KINDS = List.of("Database", "Queue");

  final SimulatedClock clock = new SimulatedClock();
  final Store store;
  final HostileCloud cloud;
  final SecretBox secrets;
  final SimulatedUsers users;
  final SimulatedSharing sharing;
  final SimulatedKeeping keeping;
  final SimulatedBoard board;
  final SplittableRandom random;

  /** Uids whose objects somebody else deleted, and those that a person asked to make anew. */
  final Set<String> vandalised = new HashSet<>();

  final Set<String> recreateAsked = new HashSet<>();
  final List<ResourceKey> keys = new ArrayList<>();

  private boolean calm;
  private final SimulatedRequests requests;
  private final Hazards hazards;
  private final List<Tools> replicas = new ArrayList<>();
  private final InstalledPlugins plugins;
  private final String installation;

  SimulatedWorld(long seed, Store store, SecretBox secrets) {
    this.random = new SplittableRandom(seed);
    this.store = store;
    this.secrets = secrets;
    this.cloud = new HostileCloud(Faults.ROUGH, random.split(), clock, clock::advance);
    this.keeping = new SimulatedKeeping(new HostilePlugin(cloud), cloud, random.split());
    this.users = new SimulatedUsers(keeping, random.split(), this::secretChanged);
    this.board = new SimulatedBoard(clock);
    this.plugins = new InstalledPlugins(List.of(users));
    this.sharing = new SimulatedSharing(this, plugins, random.split());
    this.installation = "simulation";
    this.requests = new SimulatedRequests(random.split());
    this.hazards = new Hazards(random.split(), 0.02, 0.02, this::workElsewhere);
    cloud
        .evidence()
        .deletionAllowedIf(
            uid ->
                store
                    .byUid(uid)
                    .filter(r -> r.want() == Want.PRESENT && r.work().madeOnce())
                    .isEmpty());
    for (String account : ACCOUNTS) {
      for (int i = 0; i < 4; i++) {
        keys.add(new ResourceKey(account, KINDS.get(i % 2), "r" + i));
      }
    }
    replicas.add(boot());
    replicas.add(boot());
  }

  private void secretChanged(String uid) {
    sharing.secretChanged(uid);
  }

  private Tools boot() {
    Configuration configuration =
        new Configuration(
            Configuration.Http.plain(
                "127.0.0.1", 0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Path.of("unused"),
            new Configuration.StoreSettings(Optional.empty(), Optional.empty(), Optional.empty()),
            Path.of("unused"),
            Map.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            new Configuration.EngineSettings(Duration.ofMinutes(10), Fixtures.LEASE, 10, 5),
            new Configuration.Secrets(Optional.empty(), Optional.empty(), Optional.empty()),
            AuthSettings.open(),
            new Configuration.PolicySettings(Duration.ofDays(90)),
            new Configuration.Audit(Path.of("unused"), Duration.ofSeconds(10)),
            LifetimeSettings.DEFAULT,
            Optional.empty(),
            new Configuration.CatalogSettings(false));
    return new Tools(
        new OpenPlugins(plugins, configuration, installation, clock),
        new AccountGates(256),
        hazards.calls(),
        hazards.records(store, clock),
        store,
        secrets,
        new AccountGuard(store),
        new SweptPlaces(List.of()),
        new ExpiryBudget(5, clock, clock),
        clock,
        random.split(),
        installation,
        calm ? INTERVAL.multipliedBy(CALMER) : INTERVAL,
        calm ? REST.multipliedBy(CALMER) : REST,
        () -> true,
        new Lifetimes(
            new LifetimeSettings(Duration.ofHours(9), UNDELETE, Optional.empty()), board));
  }

  // What happens.

  /** One thing happens. */
  void step() {
    switch (random.nextInt(22)) {
      case 0, 1 -> ask(anyKey());
      case 2 -> change(anyKey());
      case 3 -> delete(anyKey());
      case 4 -> meddle(anyKey());
      case 5 -> trouble();
      case 6 -> nudge(anyKey());
      case 7 -> sweep();
      case 8, 9 -> bind(anyKey());
      case 10 -> unbind(anyKey());
      case 11 -> clock.advance(Duration.ofMinutes(random.nextLong(60)));
      case 12 -> undelete(anyKey());
      case 13 -> release(anyKey());
      case 14 -> extend(anyKey());
      case 15 -> pause(anyKey());
      case 16 -> clock.advance(Duration.ofHours(random.nextLong(12)));
      default -> {
        clock.advance(Duration.ofSeconds(random.nextLong(90)));
        work(random.nextInt(replicas.size()));
      }
    }
  }

  private ResourceKey anyKey() {
    return keys.get(random.nextInt(keys.size()));
  }

  private Optional<Resource> live(ResourceKey key) {
    return store.current(key).filter(r -> !r.isTombstone() && !r.want().absent());
  }

  private void ask(ResourceKey key) {
    Optional<Resource> current = store.current(key);
    if (current.isEmpty() || current.get().isTombstone()) {
      accept(requests.create(key, current.map(Resource::uid), clock.instant()));
    }
  }

  private void change(ResourceKey key) {
    live(key)
        .filter(resource -> resource.stay().quarantine().isEmpty())
        .ifPresent(resource -> accept(requests.change(resource, clock.instant())));
  }

  private void delete(ResourceKey key) {
    live(key)
        .filter(r -> r.stay().pausedAt(clock.instant()).isEmpty())
        .ifPresent(
            r ->
                accept(
                    new Write.End(
                        key,
                        r.uid(),
                        r.generation(),
                        Want.DELETED,
                        clock.instant(),
                        Optional.empty(),
                        Event.Draft.normal(clock.instant(), "DeleteRequested", ""),
                        Optional.empty(),
                        random.nextInt(4) == 0)));
  }

  /** Has the data of a tombstone back. */
  private void undelete(ResourceKey key) {
    store
        .current(key)
        .filter(Resource::isTombstone)
        .filter(r -> r.work().purgeAt().filter(clock.instant()::isBefore).isPresent())
        .ifPresent(
            tombstone ->
                tombstone
                    .work()
                    .finale()
                    .flatMap(Finale::snapshot)
                    .ifPresent(snapshot -> undelete(tombstone, snapshot)));
  }

  private void undelete(Resource tombstone, String snapshot) {
    Write.Create create =
        requests.create(tombstone.key(), Optional.of(tombstone.uid()), clock.instant());
    Stay restored = Stay.of(Optional.of(new Stay.Source(tombstone.uid(), snapshot)));
    accept(
        new Write.Create(create.resource().with(restored), create.overTombstone(), create.event()));
  }

  private void release(ResourceKey key) {
    Instant now = clock.instant();
    live(key)
        .filter(r -> r.stay().quarantine().isPresent() && r.stay().release().isEmpty())
        .ifPresent(
            r ->
                steer(
                    r,
                    new Steering.Release(
                        new Stay.Release(now, now.plus(LifetimeSettings.RELEASE), "ann", "look"))));
  }

  private void extend(ResourceKey key) {
    Instant now = clock.instant();
    live(key)
        .filter(r -> r.times().expires().isPresent())
        .ifPresent(
            r -> {
              Instant ends = r.times().expires().orElseThrow();
              accept(
                  new Write.Extend(
                      key,
                      r.uid(),
                      ends,
                      (ends.isBefore(now) ? now : ends).plus(Duration.ofHours(5)),
                      now,
                      Event.Draft.normal(now, "Extended", "")));
            });
  }

  private void pause(ResourceKey key) {
    Instant now = clock.instant();
    Instant until = now.plus(Duration.ofMinutes(10 + random.nextLong(300)));
    live(key)
        .ifPresent(
            r ->
                steer(
                    r,
                    random.nextBoolean()
                        ? new Steering.Pause(new Stay.Pause(now, until, "ann", "test"))
                        : new Steering.Resume()));
  }

  private void steer(Resource resource, Steering steering) {
    Instant now = clock.instant();
    accept(
        new Write.Steer(
            resource.key(), resource.uid(), steering, now, Event.Draft.normal(now, "Steered", "")));
  }

  private void bind(ResourceKey key) {
    Optional<Resource> live = live(key);
    if (SimulatedRequests.isDatabase(key)) {
      live.ifPresent(this::bind);
    } else {
      live.ifPresent(sharing::bind);
    }
  }

  /** Binds the application, or gives it a new secret. */
  private void bind(Resource database) {
    Optional<Binding> bound = store.bindings().live(database.uid(), "shop");
    if (bound.isEmpty()) {
      write(requests.binding(database, clock.instant()), "BindingRequested");
    } else if (!bound.get().absent() && !bound.get().isRotating()) {
      write(bound.get().rotated(Duration.ofMinutes(random.nextLong(90))), "RotationRequested");
    }
  }

  private void unbind(ResourceKey key) {
    Optional<Resource> live = live(key);
    if (SimulatedRequests.isDatabase(key)) {
      live.flatMap(resource -> store.bindings().live(resource.uid(), "shop"))
          .filter(bound -> !bound.absent())
          .ifPresent(bound -> write(bound.released(), "UnbindRequested"));
    } else {
      live.ifPresent(sharing::unbind);
    }
  }

  private void write(Binding wanted, String reason) {
    Event.Draft event = Event.Draft.normal(clock.instant(), reason, "");
    if (!store.bindings().write(new BindingWrite(wanted, event), clock.instant())) {
      throw new AssertionError("nobody else writes, yet " + wanted + " was refused");
    }
  }

  private void nudge(ResourceKey key) {
    live(key)
        .ifPresent(
            r -> {
              boolean missing = isMissing(r);
              if (missing) {
                recreateAsked.add(r.uid());
              }
              accept(
                  new Write.Nudge(
                      key,
                      r.uid(),
                      missing,
                      clock.instant(),
                      Event.Draft.normal(clock.instant(), "Nudged", "")));
            });
  }

  static boolean isMissing(Resource resource) {
    return resource
        .status()
        .condition(Condition.Type.Ready)
        .filter(ready -> ready.reason().equals(Reasons.MISSING))
        .isPresent();
  }

  private void accept(Write write) {
    WriteOutcome outcome = store.write(List.of(write)).getFirst();
    if (!(outcome instanceof WriteOutcome.Accepted)) {
      throw new AssertionError("nobody else writes, yet " + write + " ended as " + outcome);
    }
  }

  private void meddle(ResourceKey key) {
    live(key).filter(r -> r.phase() == Phase.Ready).ifPresent(this::meddle);
  }

  private void meddle(Resource resource) {
    boolean database = SimulatedRequests.isDatabase(resource.key());
    switch (random.nextInt(5)) {
      case 0 -> {
        // Not while a create that timed out may still take effect: then the engine rightly makes it
        // anew, and the late one makes two.
        boolean lateEffectsAreOver =
            resource
                .work()
                .createIntentAt()
                .filter(at -> at.plus(LATENESS).isBefore(clock.instant()))
                .isPresent();
        if (lateEffectsAreOver && cloud.saboteur().delete(resource.uid()) > 0) {
          vandalised.add(resource.uid());
          users.drop(resource.uid());
        }
      }
      case 1 -> cloud.saboteur().untag(resource.uid(), "automat-uid");
      case 2 ->
          cloud
              .saboteur()
              .drift(resource.uid(), database ? "class" : "retentionDays", database ? "huge" : 13L);
      case 3 -> {
        if (database) {
          cloud.saboteur().untag(resource.uid(), "team");
        } else {
          users.changeSecret(resource.uid());
        }
      }
      default -> cloud.saboteur().untag(resource.uid(), "team");
    }
  }

  private void trouble() {
    Trouble trouble = random.nextBoolean() ? Trouble.UNREACHABLE : Trouble.THROTTLED;
    cloud.saboteur().trouble(trouble, "shaky", random.nextBoolean());
  }

  // The replicas.

  private void workElsewhere() {
    clock.advance(FROZEN);
    work(random.nextInt(replicas.size()));
  }

  /** One replica claims what is due and works on it, unless it is killed over it. */
  void work(int replica) {
    Tools tools = replicas.get(replica);
    try {
      for (Resource claimed :
          store.claim(
              clock.instant(),
              Fixtures.LEASE,
              1 + random.nextInt(4),
              tools.gates().saturated(clock.instant()))) {
        new Reconciler(tools).reconcile(claimed);
        saysTheTruthOfAccess(claimed.uid());
      }
    } catch (Hazards.Killed killed) {
      replicas.set(replica, boot());
    }
  }

  /** What is said to be cut, and nothing is in the way any more, is; and its data are there. */
  private void saysTheTruthOfAccess(String uid) {
    if (!calm) {
      return;
    }
    Resource resource = store.byUid(uid).orElseThrow();
    boolean saysCut =
        resource.phase() == Phase.Quarantined
            && resource.status().condition(Condition.Type.Synced).stream()
                .anyMatch(synced -> synced.reason().equals(Reasons.QUARANTINED));
    if (saysCut && !resource.want().absent()) {
      if (!keeping.isCut(uid) || cloud.live(uid).isEmpty()) {
        throw new AssertionError("said to be cut, with its data: " + resource);
      }
    }
  }

  private void sweep() {
    int replica = random.nextInt(replicas.size());
    try {
      for (Place place : store.places()) {
        new Sweep(replicas.get(replica), place).run();
      }
    } catch (Hazards.Killed killed) {
      replicas.set(replica, boot());
    }
  }

  // The end of all trouble.

  /**
   * Everything works from now on, and a person releases the accounts; time goes on until all has
   * come to rest.
   */
  void settle() {
    hazards.end();
    users.becomeCalm();
    keeping.becomeCalm();
    board.becomeCalm();
    calm = true;
    replicas.set(0, boot());
    cloud.become(Faults.NONE);
    for (String account : ACCOUNTS) {
      for (Trouble trouble : Trouble.values()) {
        cloud.saboteur().trouble(trouble, account, false);
      }
    }
    restUntil(clock.instant().plus(Duration.ofDays(2)));
    // An update that a late effect undid looks as if it had been survived: people ask once more.
    keys.forEach(this::nudge);
    restUntil(clock.instant().plus(Duration.ofDays(3)));
  }

  private void restUntil(Instant end) {
    while (clock.instant().isBefore(end)) {
      store.holds().forEach(hold -> store.release(hold.account()));
      sweepOnceIn();
      Instant due = store.nextDue(Set.of()).orElse(end);
      clock.advanceTo(due.isBefore(end) ? due : end);
      work(0);
      clock.advance(Duration.ofMillis(500));
    }
  }

  private Instant nextSweep = Instant.MIN;

  private void sweepOnceIn() {
    if (!clock.instant().isBefore(nextSweep)) {
      sweep();
      nextSweep = clock.instant().plus(Duration.ofHours(12));
    }
  }
}
