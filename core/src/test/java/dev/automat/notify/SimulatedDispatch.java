package dev.automat.notify;

import dev.automat.notify.NotifySettings.Egress;
import dev.automat.notify.SinkSettings.Match;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The real dispatch of one replica, turn by turn, which dies now and then between having sent
 * notices and writing that down. It knows when a turn would find something, so that nobody has to
 * look every second of a year.
 */
public final class SimulatedDispatch {

  public static final String PLATFORM = "platform";

  private static final double DEATHS = 0.005;

  /** Longer than a simulation: in the end all of them are held against the laws. */
  private static final Duration KEEP = Duration.ofDays(3650);

  private final Outbox outbox;
  private final Map<String, Set<String>> teams;
  private final SimulatedReceivers receivers;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final TreeSet<Instant> dues = new TreeSet<>();
  private Dispatch dispatch;
  private boolean calm;

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param teams whom a receiver is told about, by its name; nobody has to name the platform's
   */
  public SimulatedDispatch(
      Outbox outbox,
      Map<String, Set<String>> teams,
      SimulatedReceivers receivers,
      InstantSource clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.teams = Map.copyOf(teams);
    this.receivers = receivers;
    this.clock = clock;
    this.random = random;
    this.dispatch = begin();
  }

  private Dispatch begin() {
    List<SinkSettings> sinks =
        teams.entrySet().stream()
            .map(each -> sink(each.getKey(), each.getValue()))
            .sorted(Comparator.comparing(SinkSettings::name))
            .toList();
    NotifySettings settings =
        new NotifySettings(
            sinks,
            PLATFORM,
            Duration.ofHours(24),
            KEEP,
            new Egress(List.of(), Set.of(443), false, Optional.empty()));
    return new Dispatch(
        Optional.of(settings),
        receivers.sinks(),
        new Watched(),
        clock,
        random,
        new SimpleMeterRegistry());
  }

  private static SinkSettings sink(String name, Set<String> teams) {
    return new SinkSettings.Slack(
        name, new Match(teams, Set.of(), Set.of()), false, Path.of("unused"));
  }

  /** It dies no more. */
  public void becomeCalm() {
    calm = true;
  }

  /** Turns until there is nothing left to do now. */
  public void settle() {
    dues.headSet(clock.instant(), true).clear();
    try {
      dispatch.settle();
    } catch (Died e) {
      dues.add(clock.instant().plus(Courier.LEASE));
      dispatch.close();
      dispatch = begin();
    }
  }

  /** When there is something to do, beside new notices. */
  public Optional<Instant> due() {
    return dues.stream().findFirst();
  }

  /** The next of its kind. */
  private final class Watched implements Outbox {

    @Override
    public int route(int max, Instant now, Function<Notice, Routing> routing) {
      return outbox.route(max, now, routing);
    }

    @Override
    public List<Delivery> claim(String sink, Instant now, Duration lease, int max, boolean all) {
      return outbox.claim(sink, now, lease, max, all);
    }

    @Override
    public Optional<String> abandoned(Set<String> sinks, Instant now) {
      return outbox.abandoned(sinks, now);
    }

    @Override
    public List<Boolean> end(List<Ended> batch, String platform, Instant now) {
      if (!calm && !batch.isEmpty() && random.nextDouble() < DEATHS) {
        throw new Died();
      }
      for (Ended ended : batch) {
        if (ended.outcome() instanceof Ended.Outcome.Again(Instant at, String _)) {
          dues.add(at);
        }
      }
      return outbox.end(batch, platform, now);
    }

    @Override
    public List<NoticeReport> page(Optional<Set<String>> of, boolean dead, long before, int limit) {
      return outbox.page(of, dead, before, limit);
    }

    @Override
    public Optional<NoticeReport> find(String id) {
      return outbox.find(id);
    }

    @Override
    public int redeliver(String id, Instant now, Instant giveUpAt, String platform) {
      return outbox.redeliver(id, now, giveUpAt, platform);
    }

    @Override
    public Map<Long, Standing> standings(String uid, long after, long until) {
      return outbox.standings(uid, after, until);
    }

    @Override
    public Backlog backlog() {
      return outbox.backlog();
    }

    @Override
    public int forget(Instant before, int max) {
      return outbox.forget(before, max);
    }

    @Override
    public Optional<Instant> accepted(String uid, Instant writtenAt) {
      return outbox.accepted(uid, writtenAt);
    }
  }
}
