package dev.automat.engine;

import dev.automat.lifetime.LifetimeSettings;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Resource;
import dev.automat.secret.SecretBox;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** One replica of the engine, from its start to when it is killed: what its loops do, by hand. */
final class YearsReplica {

  /** Long, as nobody meddles: a year of looks at what rests shows nothing. */
  private static final Duration REST = Duration.ofDays(60);

  private static final Duration INTERVAL = Duration.ofDays(2);
  private static final int CLAIMS = 50;

  private final Store store;
  private final StoreClock clock;
  private final Tools tools;
  private final Reconciler reconciler;

  /** What all replicas of a year share. */
  record House(
      Store store,
      InstantSource machine,
      InstantSource database,
      SecretBox secrets,
      InstalledPlugins plugins,
      LifetimeSettings lifetimes,
      Hazards hazards,
      UnaryOperator<Records> records,
      int actsPerMinute) {}

  /**
   * @param wall the clock of its machine
   */
  YearsReplica(House house, InstantSource wall, RandomGenerator random) {
    this.store = house.store();
    this.clock = new StoreClock(wall, house.database()::instant);
    clock.measure();
    this.tools =
        new Tools(
            new OpenPlugins(
                house.plugins(), Workbench.configuration(CLAIMS), Workbench.INSTALLATION, clock),
            new AccountGates(CLAIMS),
            house.hazards().calls(),
            house.records().apply(house.hazards().records(store, clock)),
            store,
            house.secrets(),
            new AccountGuard(store),
            new SweptPlaces(List.of()),
            new ExpiryBudget(
                house.actsPerMinute(), clock, house.machine(), new AuditedExpiry(store.audit())),
            clock,
            random,
            Workbench.INSTALLATION,
            INTERVAL,
            REST,
            clock::isTrusted,
            new Lifetimes(house.lifetimes(), store.outbox()));
    this.reconciler = new Reconciler(tools);
  }

  /** What its heartbeat and its loop do every few seconds; whether it may work. */
  boolean beat() {
    clock.measure();
    tools.expiry().read();
    return clock.isTrusted();
  }

  /** Claims what is due, and works on it. */
  void work() {
    Instant now = clock.instant();
    List<Resource> claimed = store.claim(now, Fixtures.LEASE, CLAIMS, tools.gates().saturated(now));
    claimed.forEach(reconciler::reconcile);
  }
}
