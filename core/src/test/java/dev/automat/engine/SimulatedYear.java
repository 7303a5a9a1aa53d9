package dev.automat.engine;

import dev.automat.audit.SealerTurns;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.lifetime.QuietHours;
import dev.automat.notify.SimulatedDispatch;
import dev.automat.notify.SimulatedReceivers;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.secret.SecretBox;
import dev.automat.store.Beginning;
import dev.automat.store.Completion;
import dev.automat.store.Store;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.HostilePlugin;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A year on one seed: whoever has something to do next does it, and the time between passes at
 * once. Two replicas are killed, frozen and restarted; the clock of the house jumps, and that of
 * one replica is wrong for a while; receivers of notices fail every other time, and for days.
 */
final class SimulatedYear {

  static final Duration LENGTH = Duration.ofDays(365);
  static final int ACTS_PER_MINUTE = 5;

  /** The last days are without trouble, so that what is late by then is late for good. */
  static final Duration CALM = Duration.ofDays(12);

  static final QuietHours QUIET =
      new QuietHours(
          ZoneId.of("Europe/Berlin"),
          EnumSet.complementOf(EnumSet.of(DayOfWeek.SATURDAY)),
          LocalTime.of(19, 0),
          LocalTime.of(7, 0));

  static final LifetimeSettings LIFETIMES =
      new LifetimeSettings(Duration.ofDays(3), Duration.ofDays(7), Optional.of(QUIET));

  private static final Duration FROZEN = Fixtures.LEASE.plusSeconds(5);
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration BETWEEN_TURNS_OF_NOTICES = Duration.ofMinutes(10);
  private static final Duration WRONG = Duration.ofHours(5);

  final SimulatedClock machine = new SimulatedClock();
  final JumpingClock wall = new JumpingClock(machine);
  final Instant start = machine.instant();
  final Instant end = start.plus(LENGTH);
  final Store store;
  final HostileCloud cloud;
  final SimulatedKeeping keeping;
  final SimulatedReceivers receivers;
  final SealerTurns sealer;

  private final SplittableRandom random;
  private final Hazards hazards;
  private final YearsPeople people;
  private final SimulatedDispatch dispatch;
  private final YearsReplica.House house;
  private final List<YearsReplica> replicas = new ArrayList<>();

  /** How far the second one's clock is off that of the house. */
  private Duration skew = Duration.ZERO;

  private Instant engineDue = start;
  private boolean noticesWritten;
  private Instant noticesTurned = Instant.MIN;
  private Instant sealed = start;
  private boolean calm;

  SimulatedYear(long seed, Store store, SecretBox secrets, Path checkpoints) {
    this.random = new SplittableRandom(seed);
    this.store = store;
    this.cloud =
        new HostileCloud(
            Faults.CALM.failing(0.01, 0.01, 0).working(1), random.split(), machine, _ -> {});
    this.keeping = new SimulatedKeeping(new HostilePlugin(cloud), cloud, random.split());
    this.hazards = new Hazards(random.split(), 0.003, 0.0005, this::workElsewhere);
    this.receivers =
        new SimulatedReceivers(seed)
            .with("hook", _ -> isWithin(40, 3) || isWithin(150, 2))
            .with("chat", _ -> isWithin(42, 1) || isWithin(200, 3))
            .with(SimulatedDispatch.PLATFORM, _ -> isWithin(41, 1));
    this.house =
        new YearsReplica.House(
            store,
            machine,
            wall,
            secrets,
            new InstalledPlugins(List.of(keeping)),
            LIFETIMES,
            hazards,
            this::listening,
            ACTS_PER_MINUTE);
    this.dispatch =
        new SimulatedDispatch(
            store.outbox(),
            Map.of("hook", Set.of("red", "green", "blue"), "chat", Set.of("blue", "white")),
            receivers,
            wall,
            random.split());
    this.sealer = new SealerTurns(store.auditChain(), secrets, checkpoints, wall);
    this.people = new YearsPeople(this, random.split());
    replicas.add(boot(0));
    replicas.add(boot(1));
    cloud
        .evidence()
        .deletionAllowedIf(
            uid ->
                store.byUid(uid).filter(r -> !r.want().absent() && r.work().madeOnce()).isEmpty());
    plan();
  }

  private boolean isWithin(int day, int days) {
    Instant from = start.plus(Duration.ofDays(day));
    Instant now = machine.instant();
    return !now.isBefore(from) && now.isBefore(from.plus(Duration.ofDays(days)));
  }

  private YearsReplica boot(int number) {
    return new YearsReplica(
        house, () -> wall.instant().plus(number == 0 ? Duration.ZERO : skew), random.split());
  }

  /** Beside what people do. */
  private void plan() {
    Instant troubleEnds = end.minus(CALM);
    for (int day = 25; start.plus(Duration.ofDays(day + 9)).isBefore(troubleEnds); day += 25) {
      boolean forward = random.nextBoolean();
      Duration by =
          forward
              ? Duration.ofHours(12 + random.nextInt(60))
              : Duration.ofHours(1 + random.nextInt(9)).negated();
      people.at(dayAndAHalf(day), () -> wall.jump(by));
      people.at(dayAndAHalf(day + 3), () -> skew = random.nextBoolean() ? WRONG : WRONG.negated());
      people.at(dayAndAHalf(day + 4), () -> skew = Duration.ZERO);
    }
    for (int day = 0; start.plus(Duration.ofDays(day)).isBefore(end); day += 3) {
      people.at(dayAndAHalf(day), this::restart);
    }
    people.at(troubleEnds, this::becomeCalm);
  }

  private Instant dayAndAHalf(int day) {
    return start.plus(Duration.ofDays(day)).plusSeconds(random.nextInt(36 * 3600));
  }

  private void restart() {
    int number = random.nextInt(replicas.size());
    replicas.set(number, boot(number));
    sealer.restart();
  }

  private void becomeCalm() {
    calm = true;
    hazards.end();
    keeping.becomeCalm();
    dispatch.becomeCalm();
    cloud.become(Faults.NONE);
  }

  /** Has the year pass. */
  void pass() {
    Instant next = next();
    while (next.isBefore(end)) {
      machine.advanceTo(next);
      boolean asked = people.act(machine.instant());
      if (asked || !engineDue.isAfter(machine.instant())) {
        work();
      }
      tell();
      if (machine.instant().isAfter(sealed.plus(Duration.ofDays(1)))) {
        sealed = machine.instant();
        sealer.turn();
      }
      next = next();
    }
    sealer.restart();
  }

  /** On a whole millisecond, and not now. */
  private Instant next() {
    Instant next = people.due().orElse(end);
    engineDue = store.nextDue(Set.of()).map(wall::comes).orElse(end);
    next = earlier(next, engineDue);
    next = earlier(next, nextTurnOfNotices().orElse(end));
    Instant whole = next.truncatedTo(ChronoUnit.MILLIS);
    Instant at = whole.equals(next) ? whole : whole.plus(LEAST);
    Instant soonest = machine.instant().plus(LEAST);
    return at.isBefore(soonest) ? soonest : at;
  }

  private Optional<Instant> nextTurnOfNotices() {
    Instant soonest =
        noticesTurned.equals(Instant.MIN)
            ? machine.instant()
            : noticesTurned.plus(BETWEEN_TURNS_OF_NOTICES);
    Optional<Instant> due =
        noticesWritten ? Optional.of(machine.instant()) : dispatch.due().map(wall::comes);
    return due.map(at -> at.isBefore(soonest) ? soonest : at);
  }

  private static Instant earlier(Instant a, Instant b) {
    return b.isBefore(a) ? b : a;
  }

  private void tell() {
    if (nextTurnOfNotices().filter(at -> !at.isAfter(machine.instant())).isPresent()) {
      noticesWritten = false;
      noticesTurned = machine.instant();
      dispatch.settle();
    }
  }

  private void workElsewhere() {
    machine.advance(FROZEN);
    work();
  }

  private void work() {
    int first = random.nextInt(replicas.size());
    boolean free = replicas.get(first).beat();
    boolean other = replicas.get(1 - first).beat();
    if (free) {
      work(first);
    } else if (other) {
      work(1 - first);
    }
  }

  private void work(int number) {
    try {
      replicas.get(number).work();
    } catch (Hazards.Killed killed) {
      replicas.set(number, boot(number));
    }
  }

  /** Hears of notices that are written. */
  private Records listening(Records records) {
    return new Records() {
      @Override
      public boolean begin(Beginning beginning) {
        noticesWritten |= beginning.events().stream().anyMatch(Event.Draft::notice);
        return records.begin(beginning);
      }

      @Override
      public boolean complete(Completion completion) {
        noticesWritten |=
            completion.found().stream()
                .flatMap(found -> found.events().stream())
                .anyMatch(Event.Draft::notice);
        return records.complete(completion);
      }
    };
  }

  boolean isCalm() {
    return calm;
  }
}
