package dev.automat.engine;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditDraft;
import dev.automat.intake.Answer;
import dev.automat.intake.Stays;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Work.Finale;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Many requests, and what those who made them do about them later, in five teams. */
final class YearsPeople {

  static final int RESOURCES = Integer.getInteger("year.resources", 300);
  static final List<String> TEAMS = List.of("red", "green", "blue", "white", "black");

  private static final Origin ANN = new Origin("people:ann", "test", Optional.empty());
  private static final Duration HOUR = Duration.ofHours(1);

  private record Errand(Instant at, long number, Runnable what) {}

  private final SimulatedYear year;
  private final SplittableRandom random;
  private final Stays stays;
  private final YearsOrders orders;
  private final PriorityQueue<Errand> errands =
      new PriorityQueue<>(Comparator.comparing(Errand::at).thenComparing(Errand::number));
  private long numbers;

  YearsPeople(SimulatedYear year, SplittableRandom random) {
    this.year = year;
    this.random = random;
    this.stays = new Stays(year.store, year.wall);
    this.orders = new YearsOrders(random.split());
    for (int i = 0; i < RESOURCES; i++) {
      ResourceKey key =
          new ResourceKey(
              TEAMS.get(random.nextInt(TEAMS.size())),
              random.nextInt(10) < 6 ? "Database" : "Queue",
              "r" + i);
      at(year.start.plusMillis(random.nextLong(Duration.ofDays(330).toMillis())), () -> ask(key));
    }
  }

  /** Has something done then, by the machine's count. */
  void at(Instant when, Runnable what) {
    errands.add(new Errand(when, numbers++, what));
  }

  private void in(Duration wait, Runnable what) {
    at(year.machine.instant().plus(wait), what);
  }

  Optional<Instant> due() {
    return Optional.ofNullable(errands.peek()).map(Errand::at);
  }

  /** Whether anybody did something. */
  boolean act(Instant now) {
    boolean acted = false;
    while (due().filter(at -> !at.isAfter(now)).isPresent()) {
      errands.remove().what().run();
      acted = true;
    }
    return acted;
  }

  private Instant now() {
    return year.wall.instant();
  }

  /** Whoever asks, it stands in the audit log. */
  private <T> T asked(String operation, ResourceKey key, Supplier<T> what) {
    AuditDraft draft =
        new AuditDraft(
            now(),
            ANN.actor(),
            "people",
            "ann",
            "r-" + numbers++,
            operation,
            "resource.write",
            Optional.of(key.team()),
            key.toString());
    return new Asked(draft).during(what::get);
  }

  private boolean write(String operation, Write write) {
    WriteOutcome outcome =
        asked(operation, write.key(), () -> year.store.write(List.of(write)).getFirst());
    return outcome instanceof WriteOutcome.Accepted;
  }

  private Optional<Resource> live(ResourceKey key) {
    return year.store.current(key).filter(r -> !r.isTombstone() && !r.want().absent());
  }

  // What is asked for.

  private Optional<Duration> lifetime() {
    int kind = random.nextInt(100);
    if (kind < 25) {
      return Optional.of(Duration.ofMinutes(120 + random.nextInt(46 * 60)));
    }
    if (kind < 55) {
      return Optional.of(HOUR.multipliedBy(3 * 24 + random.nextInt(11 * 24)));
    }
    if (kind < 80) {
      return Optional.of(Duration.ofDays(15 + random.nextInt(75)));
    }
    return kind < 88 ? Optional.of(Duration.ofDays(365 - random.nextInt(200))) : Optional.empty();
  }

  private void ask(ResourceKey key) {
    Optional<Duration> lifetime = lifetime();
    boolean isProtected = random.nextInt(100) < 4;
    write("resources.put", orders.create(key, lifetime, isProtected, now()));
    lifetime.ifPresent(life -> intend(key, life, isProtected));
    if (lifetime.isEmpty() && !isProtected && random.nextInt(3) == 0) {
      in(upTo(Duration.ofDays(60)), () -> delete(key));
    }
  }

  /** What they will do about it, if anything. */
  private void intend(ResourceKey key, Duration life, boolean isProtected) {
    Duration quarter = life.dividedBy(4);
    if (isProtected) {
      if (random.nextInt(2) == 0) {
        in(life.plus(upTo(Duration.ofDays(40))), () -> unprotect(key));
      }
      return;
    }
    int mind = random.nextInt(100);
    if (mind < 9) {
      in(life.minus(upTo(quarter)), () -> extend(key));
    } else if (mind < 25) {
      in(life.plus(upTo(Duration.ofDays(2))), () -> release(key));
    } else if (mind < 33) {
      in(life.plus(upTo(Duration.ofDays(2))), () -> extend(key));
    } else if (mind < 43) {
      in(upTo(life), () -> delete(key));
    } else if (mind < 58) {
      in(life.plus(upTo(Duration.ofDays(7))), () -> undelete(key));
    } else if (mind < 70) {
      in(life.minus(upTo(quarter)), () -> pause(key));
    } else if (mind < 74) {
      in(life.plus(upTo(Duration.ofDays(1))), () -> pause(key));
    }
  }

  private Duration upTo(Duration most) {
    return Duration.ofMillis(1 + random.nextLong(most.toMillis()));
  }

  // What is done about it later.

  private void extend(ResourceKey key) {
    live(key)
        .filter(r -> r.times().expires().isPresent())
        .ifPresent(
            r -> {
              Instant ends = r.times().expires().orElseThrow();
              Instant later =
                  (ends.isBefore(now()) ? now() : ends).plus(HOUR).plus(upTo(Duration.ofDays(20)));
              write("resources.extend", orders.extend(r, later, now()));
            });
  }

  private void unprotect(ResourceKey key) {
    live(key).ifPresent(r -> write("resources.put", orders.unprotect(r, now())));
  }

  private void release(ResourceKey key) {
    live(key)
        .filter(r -> r.stay().quarantine().isPresent() && r.stay().pausedAt(now()).isEmpty())
        .ifPresent(r -> asked("resources.release", key, () -> stays.release(key, ANN, "a look")));
  }

  private void pause(ResourceKey key) {
    if (live(key).isPresent() && !year.isCalm()) {
      Instant until = now().plus(HOUR).plus(upTo(Duration.ofDays(13)));
      asked("resources.pause", key, () -> stays.pause(key, ANN, until, "a migration"));
      if (random.nextInt(4) == 0) {
        in(upTo(Duration.ofDays(5)), () -> resume(key));
      }
    }
  }

  private void resume(ResourceKey key) {
    Answer answer = asked("resources.resume", key, () -> stays.resume(key, ANN));
    if (answer instanceof Answer.Refused) {
      throw new AssertionError("nobody is refused to resume: " + answer);
    }
  }

  private void delete(ResourceKey key) {
    live(key)
        .filter(r -> r.stay().pausedAt(now()).isEmpty())
        .ifPresent(
            r -> {
              write("resources.delete", orders.delete(r, random.nextInt(6) == 0, now()));
              if (random.nextInt(3) == 0) {
                in(upTo(Duration.ofDays(6)), () -> undelete(key));
              }
            });
  }

  /** As long as it can be. */
  private void undelete(ResourceKey key) {
    year.store
        .current(key)
        .filter(Resource::isTombstone)
        .filter(r -> r.work().purgeAt().filter(now()::isBefore).isPresent())
        .ifPresent(
            tombstone ->
                tombstone
                    .work()
                    .finale()
                    .flatMap(Finale::snapshot)
                    .ifPresent(
                        snapshot ->
                            write(
                                "resources.undelete",
                                orders.undelete(tombstone, snapshot, lifetime(), now()))));
  }
}
