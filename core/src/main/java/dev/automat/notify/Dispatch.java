package dev.automat.notify;

import dev.automat.notify.Outbox.Backlog;
import dev.automat.resource.Event;
import dev.automat.team.Teams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notices from the outbox to those whom they concern. Each replica does: what one has
 * claimed and not ended when it dies, another takes up when the lease is over.
 */
public final class Dispatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  /** How often it is looked for what nobody needs any more. */
  private static final Duration CLEARING = Duration.ofHours(1);

  private static final int BATCH = 200;

  private final Optional<NotifySettings> settings;
  private final Router router;
  private final Outbox outbox;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MeterRegistry meters;
  private final Map<String, Courier> couriers = new TreeMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();

  private Instant clearing = Instant.MIN;
  private volatile Backlog backlog = Backlog.NONE;

  /**
   * @param sinks by name, without the platform's log
   */
  Dispatch(
      Optional<NotifySettings> settings,
      Map<String, Sink> sinks,
      Outbox outbox,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters) {
    this.settings = settings;
    this.router = new Router(settings);
    this.outbox = outbox;
    this.clock = clock;
    this.random = random;
    this.meters = meters;
    if (settings.isPresent()) {
      sinks.forEach(this::add);
      add(NotifySettings.LOG, new LogSink());
    }
    Gauge.builder("automat.notices.waiting", this, each -> each.backlog.waiting())
        .description("notices that are still to be sent to somebody")
        .register(meters);
    Gauge.builder("automat.notices.dead", this, each -> each.backlog.dead())
        .description("notices that a sink could not be given, and that the platform has not got")
        .register(meters);
    Gauge.builder("automat.notices.oldest", this, Dispatch::oldestSeconds)
        .description("how long the oldest of those is waiting")
        .baseUnit("seconds")
        .register(meters);
  }

  private void add(String name, Sink sink) {
    Courier courier = new Courier(name, sink, outbox, platform(), clock, random, meters);
    couriers.put(name, courier);
    open.add(courier);
  }

  /**
   * Starts. Without settings the timeline is the channel, and everything is accepted at once.
   *
   * @throws IllegalStateException if the authorities that the settings name can not be read
   */
  public static Dispatch start(
      Optional<NotifySettings> settings,
      Outbox outbox,
      Teams teams,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters) {
    Map<String, Sink> sinks = new HashMap<>();
    List<AutoCloseable> senders = new ArrayList<>();
    settings
        .filter(these -> !these.sinks().isEmpty())
        .ifPresent(
            these -> {
              SSLContext tls = Trust.of(these.egress().authorities());
              HttpSender http = new HttpSender(EgressRules.of(these.egress()), tls);
              senders.add(http);
              these.sinks().forEach(each -> sinks.put(each.name(), sink(each, http, teams, tls)));
            });
    Dispatch dispatch = new Dispatch(settings, sinks, outbox, clock, random, meters);
    dispatch.open.addAll(senders);
    return dispatch.run();
  }

  private static Sink sink(SinkSettings settings, HttpSender http, Teams teams, SSLContext tls) {
    return switch (settings) {
      case SinkSettings.Webhook webhook -> new WebhookSink(webhook, http);
      case SinkSettings.Slack slack -> new SlackSink(slack, http);
      case SinkSettings.Smtp smtp -> new SmtpSink(smtp, teams, tls);
    };
  }

  private Dispatch run() {
    workers.add(new Worker("notices", this::turn));
    couriers
        .values()
        .forEach(each -> workers.add(new Worker("notices-" + each.name(), each::turn)));
    workers.forEach(Worker::start);
    return this;
  }

  /** One turn of handing notices to sinks. @return how many */
  int turn() {
    Instant now = clock.instant();
    int routed = outbox.route(BATCH, now, router::route);
    if (routed > 0) {
      workers.forEach(Worker::wake);
    }
    if (settings.isPresent()) {
      outbox.abandoned(couriers.keySet(), now).ifPresent(sink -> abandon(sink, now));
      backlog = outbox.backlog();
    }
    clear(now);
    return routed;
  }

  /** One batch in a turn: nobody waits for the rest of it. */
  private void clear(Instant now) {
    if (now.isBefore(clearing)) {
      return;
    }
    Duration keep = settings.map(NotifySettings::keep).orElse(NotifySettings.KEEP);
    if (outbox.forget(now.minus(keep), BATCH) < BATCH) {
      clearing = now.plus(CLEARING);
    }
  }

  /** Turns of all, until nothing is left to do now. */
  void settle() {
    int found;
    do {
      found = turn() + couriers.values().stream().mapToInt(Courier::turn).sum();
    } while (found > 0);
  }

  /** What was meant for a sink that is not configured any more. */
  private void abandon(String sink, Instant now) {
    List<Ended> dead =
        outbox.claim(sink, now, Courier.LEASE, BATCH, false).stream()
            .map(
                delivery ->
                    new Ended(
                        delivery, false, new Ended.Outcome.Dead("there is no such sink any more")))
            .toList();
    outbox.end(dead, platform(), now);
  }

  private String platform() {
    return settings.map(NotifySettings::platform).orElse(NotifySettings.LOG);
  }

  private double oldestSeconds() {
    return backlog
        .oldest()
        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }

  /** The sinks that a notice can be sent to, by their names. */
  public Set<String> sinks() {
    return couriers.keySet();
  }

  /** Sends a test to a sink, and waits for what it says: 15 s at most. */
  public Optional<Answer> test(String sink, String team, String actor) {
    Instant now = clock.instant();
    Notice notice =
        new Notice(
            "test-" + Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX),
            "test",
            1,
            team,
            Notice.TEST,
            sink,
            "",
            now,
            Event.Level.Normal,
            Notice.TEST,
            actor + " tries whether notices arrive here. There is nothing to do",
            Optional.empty(),
            Optional.empty());
    return Optional.ofNullable(couriers.get(sink)).map(courier -> courier.test(notice));
  }

  /**
   * Has a notice sent again to the sinks that were given up. A repeat finds nothing to do.
   *
   * @return to how many sinks
   */
  public int redeliver(String id) {
    Instant now = clock.instant();
    Duration time = settings.map(NotifySettings::giveUpAfter).orElse(Duration.ZERO);
    int again = outbox.redeliver(id, now, now.plus(time), platform());
    workers.forEach(Worker::wake);
    return again;
  }

  /** Ends attempts; what was claimed is taken up again when its lease is over. */
  @Override
  public void close() {
    workers.forEach(Worker::stop);
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        // The others must be closed all the same.
        LOG.warn("{} did not close: {}", each.getClass().getSimpleName(), e.toString());
      }
    }
    workers.forEach(Worker::join);
  }
}
