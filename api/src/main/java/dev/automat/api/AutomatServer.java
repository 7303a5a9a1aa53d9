package dev.automat.api;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.api.contract.Contract;
import dev.automat.api.exchange.Handler;
import dev.automat.api.handler.ChangeSignals;
import dev.automat.api.handler.Handlers;
import dev.automat.api.handler.Services;
import dev.automat.api.http.CallerLimits;
import dev.automat.api.http.HttpFront;
import dev.automat.api.identity.Authentication;
import dev.automat.api.identity.Authentications;
import dev.automat.api.identity.Doorkeeper;
import dev.automat.audit.AuditSealer;
import dev.automat.audit.CheckpointFile;
import dev.automat.audit.CheckpointKey;
import dev.automat.catalog.ActiveCatalog;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.CatalogFollower;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.ConfiguredPlaces;
import dev.automat.engine.Engine;
import dev.automat.identity.Memberships;
import dev.automat.identity.TokenIssue;
import dev.automat.intake.Allowances;
import dev.automat.intake.BindingDesk;
import dev.automat.intake.CatalogDesk;
import dev.automat.intake.Extensions;
import dev.automat.intake.Incarnation;
import dev.automat.intake.Intake;
import dev.automat.intake.Replanning;
import dev.automat.intake.StackDesk;
import dev.automat.intake.StackStays;
import dev.automat.intake.StackUndeletion;
import dev.automat.intake.Stays;
import dev.automat.intake.Transfers;
import dev.automat.intake.Undeletion;
import dev.automat.intake.Upgrades;
import dev.automat.intake.WaivedAdmission;
import dev.automat.keys.ConfiguredKeys;
import dev.automat.lifetime.NoticeBoard;
import dev.automat.notify.Dispatch;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.WaiverBook;
import dev.automat.policy.WaiverKeeping;
import dev.automat.secret.SecretBox;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import dev.automat.store.Stores;
import dev.automat.team.TeamDirectory;
import dev.automat.team.TeamKeeping;
import dev.automat.team.TeamSync;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: store, engine and HTTP of one process. */
public final class AutomatServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AutomatServer.class);

  /** How many accepted requests may wait for the store before the next is answered with 503. */
  private static final int WAITING_WRITES = 10_000;

  /** What is open, the newest first: it is closed in that order. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Configuration configuration;
  private final InstalledPlugins plugins;
  private final InstantSource machineClock;
  private final Optional<Function<Memberships, Authentication>> authentication;
  private final Catalog directory;
  private final ActiveCatalog catalog;
  private HttpFront http;

  private AutomatServer(
      Configuration configuration,
      InstalledPlugins plugins,
      InstantSource clock,
      Optional<Function<Memberships, Authentication>> authentication) {
    this.configuration = configuration;
    this.plugins = plugins;
    this.machineClock = clock;
    this.authentication = authentication;
    this.directory = Catalog.load(configuration.catalogDirectory(), plugins);
    this.catalog = new ActiveCatalog(directory);
    try {
      this.http = open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts with the plugins on the class path. When it returns, requests are served.
   *
   * @throws dev.automat.document.DocumentException if the catalogue can not be read
   * @throws dev.automat.store.StoreUnavailableException if the store can not be opened
   * @throws dev.automat.secret.KeyUnavailableException if there is no usable key
   * @throws dev.automat.api.http.PortUnavailableException if the port can not be had
   * @throws dev.automat.api.http.TlsUnusableException if it shall serve TLS, and can not
   */
  public static AutomatServer start(Configuration configuration) {
    return start(configuration, InstalledPlugins.onClassPath(), Clock.systemUTC());
  }

  /** As {@link #start(Configuration)}, with these plugins and that clock. */
  public static AutomatServer start(
      Configuration configuration, InstalledPlugins plugins, InstantSource clock) {
    return new AutomatServer(configuration, plugins, clock, Optional.empty());
  }

  /** As the other, with another way to find out who calls. */
  static AutomatServer start(
      Configuration configuration,
      InstalledPlugins plugins,
      InstantSource clock,
      Function<Memberships, Authentication> authentication) {
    return new AutomatServer(configuration, plugins, clock, Optional.of(authentication));
  }

  private HttpFront open() {
    RandomGenerator random = new SecureRandom();
    PrometheusMeterRegistry meters = Measures.registry();
    open.push(meters::close);
    plugins
        .leftOut()
        .forEach(
            left ->
                LOG.error(
                    "left out: the plugin {} ({}): {}", left.name(), left.place(), left.reason()));
    Store store = opened(Stores.open(configuration));
    CatalogFollower follower =
        opened(new CatalogFollower(catalog, directory, store.catalogs(), plugins));
    if (configuration.catalog().fromStore()) {
      follower.start();
    }
    Gauge.builder("automat.catalog.behind", follower, CatalogFollower::behind)
        .description("1 if this replica could not take the catalogue that is active, 0 if it did")
        .register(meters);
    sayWhatIsLeftOut(catalog);
    // From here on there is one time: that of the store.
    StoreClock clock = new StoreClock(machineClock, store::databaseTime);
    SecretBox secrets = ConfiguredKeys.open(configuration, plugins);
    Engine engine =
        opened(
            Engine.start(
                configuration,
                store,
                plugins,
                secrets,
                clock,
                random,
                meters,
                configuration
                    .notices()
                    .<NoticeBoard>map(_ -> store.outbox())
                    .orElse(NoticeBoard.TIMELINE)));
    opened(
        new AuditSealer(
                store.auditChain(),
                CheckpointKey.open(store.auditChain(), secrets),
                new CheckpointFile(configuration.audit().checkpoints()),
                configuration.audit().every(),
                clock)
            .start());
    CoalescingWriter writer = opened(new CoalescingWriter(store, WAITING_WRITES));
    Gauge.builder("automat.store.waiting", writer, CoalescingWriter::waiting)
        .description("accepted writes that wait for the next commit")
        .register(meters);
    TeamDirectory teams = opened(new TeamDirectory(configuration.teams(), store.teams()).watch());
    Dispatch notices =
        opened(
            Dispatch.start(configuration.notices(), store.outbox(), teams, clock, random, meters));
    List<String> rules = configuration.placements().stream().map(PlacementRule::name).toList();
    configuration
        .teamSync()
        .ifPresent(
            source -> opened(new TeamSync(source, rules, teams, store.teams(), clock).start()));
    Admission admission = new Admission(catalog, teams, configuration.placements());
    LiveChecks liveChecks = new LiveChecks(catalog, plugins);
    WaivedAdmission waived = new WaivedAdmission(admission, store.waivers(), clock);
    WaiverBook waivers = new WaiverBook(store.waivers(), clock);
    Allowances limits = new Allowances(teams, catalog);
    limits.mistaken().forEach(mistake -> LOG.error("a quota that limits nothing: {}", mistake));
    Optional<Allowances> allowances = Optional.of(limits);
    Replanning replanning = new Replanning(waived, liveChecks, clock, allowances);
    Incarnation incarnation = new Incarnation(plugins, random);
    Intake intake = new Intake(store, writer, waived, liveChecks, incarnation, clock, allowances);
    Undeletion undeletion =
        new Undeletion(
            store,
            writer,
            waived,
            liveChecks,
            incarnation,
            plugins,
            new ConfiguredPlaces(configuration.provisioners(), plugins),
            clock,
            allowances);
    Contract contract = Contract.load();
    ChangeSignals signals = new ChangeSignals(store.changes());
    Services services =
        new Services(
            contract,
            configuration,
            catalog,
            plugins,
            engine::unopenedPlugins,
            admission,
            intake,
            new Extensions(store, clock),
            new Stays(store, clock),
            undeletion,
            new Services.Stacks(
                new StackDesk(
                    store, catalog, waived, liveChecks, incarnation, random, clock, allowances),
                new StackStays(store, clock),
                new StackUndeletion(store, catalog, undeletion, random, clock)),
            new BindingDesk(store, plugins, random, clock),
            teams,
            new TeamKeeping(teams, store.teams(), clock),
            new Transfers(store, replanning, plugins, clock, random),
            new Upgrades(store, writer, replanning, catalog, plugins, clock),
            new CatalogDesk(
                store,
                catalog,
                directory,
                follower,
                plugins,
                teams,
                configuration.placements(),
                clock),
            new WaiverKeeping(
                catalog::policies,
                store.waivers(),
                waivers,
                configuration.policy().maxWaiver(),
                random),
            waivers,
            store,
            notices,
            engine.connections(),
            new TokenIssue(store.tokens(), random),
            engine::isRunning,
            engine.keys(),
            signals,
            clock,
            meters);
    Authentication found =
        authentication
            .map(way -> way.apply(teams))
            .orElseGet(
                () ->
                    opened(
                            Authentications.open(
                                configuration, store.tokens(), teams, clock, random))
                        .authentication());
    Doorkeeper door =
        new Doorkeeper(found, teams, store.audit(), () -> catalog.policies().digest());
    Map<String, Handler> handlers =
        door.guard(
            contract,
            new CallerLimits(configuration.http().limits())
                .before(Handlers.withOneCatalogue(catalog, Handlers.of(services))));
    HttpFront front =
        opened(HttpFront.start(configuration.http(), contract, handlers, meters, clock));
    open.push(AddressFile.write(configuration.dataDirectory(), url(front.port())));
    // Before HTTP drains: who waits for the engine is answered at once with what there is.
    open.push(signals);
    open.push(front::beginStop);
    return front;
  }

  private static void sayWhatIsLeftOut(Catalog catalog) {
    catalog
        .rejected()
        .forEach(
            file -> LOG.warn("left out of the catalogue: {}", String.join("; ", file.reasons())));
    if (!catalog.policies().guards().isEmpty()) {
      LOG.error("rules can not be read: what they could refuse is refused until they can");
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Where it can be reached on this machine. */
  public String url() {
    return url(port());
  }

  private String url(int port) {
    Configuration.Http settings = configuration.http();
    return new Configuration.Address(
            settings.host(),
            port,
            settings.tls().isPresent(),
            settings.publicHosts().stream().findFirst())
        .url();
  }

  public Catalog catalog() {
    return catalog;
  }

  /**
   * Takes no more requests, answers those under way, lets the engine end its calls, and closes the
   * store. Closing twice is closing once.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    while (!open.isEmpty()) {
      AutoCloseable next = open.pop();
      try {
        next.close();
      } catch (Exception e) {
        // The others must be closed all the same.
        LOG.warn("{} did not close: {}", next.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
