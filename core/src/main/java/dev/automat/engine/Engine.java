package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.keys.SealingKeys;
import dev.automat.lifetime.NoticeBoard;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Uid;
import dev.automat.secret.SecretBox;
import dev.automat.spi.ResourceType;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The running engine of one replica. */
public final class Engine implements AutoCloseable {

  /**
   * How many sweeps lie between two looks at one resource: what lists do not show is seen that
   * late.
   */
  private static final int SWEEPS_PER_LOOK = 36;

  private final OpenPlugins plugins;
  private final BatchedRecords records;
  private final WorkLoop work;
  private final SweepLoop sweeps;
  private final Heartbeat heartbeat;
  private final Connections connections;
  private final SealingKeys keys;

  private Engine(
      OpenPlugins plugins,
      BatchedRecords records,
      WorkLoop work,
      SweepLoop sweeps,
      Heartbeat heartbeat,
      Connections connections,
      SealingKeys keys) {
    this.plugins = plugins;
    this.records = records;
    this.work = work;
    this.sweeps = sweeps;
    this.heartbeat = heartbeat;
    this.connections = connections;
    this.keys = keys;
  }

  /** As the other, where whatever stands in the timeline counts as a notice that was accepted. */
  public static Engine start(
      Configuration configuration,
      Store store,
      InstalledPlugins installed,
      SecretBox secrets,
      StoreClock clock,
      RandomGenerator random,
      MeterRegistry meters) {
    return start(
        configuration, store, installed, secrets, clock, random, meters, NoticeBoard.TIMELINE);
  }

  /**
   * Opens the plugins and starts to work. Returns at once.
   *
   * @param clock corrected to the store's from now on, as long as the engine runs
   * @param random cryptographically strong: passwords come from it
   * @param notices law 9: whether somebody has accepted a notice, without which nothing is taken
   *     back
   * @throws dev.automat.secret.KeyUnavailableException if the store was used with a key that is not
   *     in {@code secrets}: what is sealed in it could not be opened
   */
  public static Engine start(
      Configuration configuration,
      Store store,
      InstalledPlugins installed,
      SecretBox secrets,
      StoreClock clock,
      RandomGenerator random,
      MeterRegistry meters,
      NoticeBoard notices) {
    Configuration.EngineSettings settings = configuration.engine();
    SealingKeys keys = SealingKeys.open(secrets, store.keys(), clock, Heartbeat.SILENCE);
    String installation = store.setting("installation", Uid.next(random));
    OpenPlugins plugins = new OpenPlugins(installed, configuration, installation, clock);
    BatchedRecords records = new BatchedRecords(store, clock, settings.slots());
    ExpiryBudget expiry =
        new ExpiryBudget(
            settings.destructiveActsPerMinute(),
            clock,
            Engine::machineTime,
            new AuditedExpiry(store.audit()));
    CloudCalls calls = CloudCalls.withDeadline(ResourceType.CALL_DEADLINE);
    Tools tools =
        new Tools(
            plugins,
            new AccountGates(settings.slots()),
            calls,
            records,
            store,
            secrets,
            new AccountGuard(store),
            SweptPlaces.of(configuration.placements(), installed, store.places()),
            expiry,
            clock,
            random,
            installation,
            settings.interval(),
            settings.interval().multipliedBy(SWEEPS_PER_LOOK),
            clock::isTrusted,
            new Lifetimes(configuration.lifetime(), notices));
    Heartbeat heartbeat =
        new Heartbeat(store, clock, tools.gates(), keys, Uid.next(random)).start();
    WorkLoop work =
        new WorkLoop(
            store,
            new Reconciler(tools),
            tools.gates(),
            expiry,
            clock,
            settings.lease(),
            settings.slots(),
            meters);
    return new Engine(
        plugins,
        records,
        work,
        new SweepLoop(tools, settings.interval()),
        heartbeat,
        new StoredConnections(plugins, calls, store, secrets),
        keys);
  }

  private static Instant machineTime() {
    return Instant.EPOCH.plus(Duration.ofNanos(System.nanoTime()));
  }

  public Connections connections() {
    return connections;
  }

  /** The keys of this replica. */
  public SealingKeys keys() {
    return keys;
  }

  /** The plugins that are loaded and could not be opened: name to reason. */
  public Map<String, String> unopenedPlugins() {
    return plugins.unopened();
  }

  /** Whether it works, for readiness. */
  public boolean isRunning() {
    return work.isRunning();
  }

  /**
   * Stops claiming, gives calls under way ten seconds, and closes the plugins. What was cut off is
   * taken up at the next start.
   */
  @Override
  public void close() {
    sweeps.close();
    work.close();
    heartbeat.close();
    records.close();
    plugins.close();
  }
}
