package dev.automat.lifetime;

import dev.automat.resource.Lease;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Work.ExpiryNotice;
import dev.automat.resource.Work.Step;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The course of a lifetime: a pure function from what is stored, what its type can do, and who was
 * told, to what is asked for now.
 *
 * <p>Law 9: access is cut, and what is cut is deleted, each only with a notice of just that instant
 * and that loss, that somebody in the team which has it now accepted, and that stood for a quarter
 * of what is left to it, at most two hours, since the last pause. An end that is moved makes the
 * notices of the old one void, and so does one that takes more than they said.
 */
public final class Course {

  /** Notices that come this long before, if they fit into half of the time. */
  private static final List<Duration> LEADS =
      List.of(Duration.ofDays(7), Duration.ofDays(2), Duration.ofDays(1));

  /** The last notice comes, and any notice stands, so long at most. */
  public static final Duration LONGEST_GRACE = Duration.ofHours(2);

  private static final Duration UNHEARD = Duration.ofMinutes(5);
  private static final Duration WEEK = Duration.ofDays(7);

  private final Resource resource;
  private final Set<Ability> abilities;
  private final boolean recoverable;
  private final NoticeBoard board;
  private final LifetimeSettings settings;
  private final Instant now;

  private Course(
      Resource resource,
      Set<Ability> abilities,
      boolean recoverable,
      NoticeBoard board,
      LifetimeSettings settings,
      Instant now) {
    this.resource = resource;
    this.abilities = abilities;
    this.recoverable = recoverable;
    this.board = board;
    this.settings = settings;
    this.now = now;
  }

  /**
   * What is asked for.
   *
   * @param abilities of its type
   * @param recoverable whether its data can be had back once it is deleted
   */
  public static Asked of(
      Resource resource,
      Set<Ability> abilities,
      boolean recoverable,
      NoticeBoard board,
      LifetimeSettings settings,
      Instant now) {
    return new Course(resource, abilities, recoverable, board, settings, now).asked();
  }

  private Asked asked() {
    Optional<Instant> ends = resource.times().expires();
    Instant accepted = resource.times().accepted();
    // A creation that is not yet, or not before its end, is one that nobody knows the time of.
    boolean timesMakeSense = ends.filter(accepted::isBefore).isPresent() && !accepted.isAfter(now);
    if (!timesMakeSense || resource.want().absent()) {
      return new Asked.Nothing(Instant.MAX);
    }
    Instant expires = ends.get();
    if (resource.plan().deletionProtection()) {
      return stays(expires);
    }
    return resource
        .stay()
        .quarantine()
        .map(began -> new Leg(Prospect.Act.DELETION, began.since(), deletesAt(began), true))
        .orElseGet(() -> new Leg(firstAct(), accepted, expires, false))
        .asked();
  }

  private Instant deletesAt(Stay.Quarantine began) {
    return resource.stay().deletesAt().orElse(began.deletesAt());
  }

  private Prospect.Act firstAct() {
    boolean can = abilities.contains(Ability.QUARANTINE) && resource.work().madeOnce();
    return can && quarantine().isPositive() ? Prospect.Act.QUARANTINE : Prospect.Act.DELETION;
  }

  /** How long the data are kept: as configured, but at most a quarter of the lifetime. */
  private Duration quarantine() {
    Instant expires = resource.times().expires().orElse(now);
    Duration life = Duration.between(resource.times().accepted(), expires);
    return shorter(settings.quarantine(), life.dividedBy(4));
  }

  /** Never taken back; told once its time is up, and every week then. */
  private Asked stays(Instant expires) {
    if (now.isBefore(expires)) {
      return new Asked.Nothing(expires);
    }
    // That it stays is no notice of any end, should the protection be taken away.
    Optional<ExpiryNotice> stands = noticeOf(Lease.NEVER);
    boolean due = stands.filter(told -> now.isBefore(told.lastAt().plus(WEEK))).isEmpty();
    Optional<ExpiryNotice> remind =
        due ? Optional.of(repeated(stands, Lease.NEVER)) : Optional.empty();
    Instant last = remind.or(() -> stands).map(ExpiryNotice::lastAt).orElse(now);
    return new Asked.Protected(expires, remind, last.plus(WEEK));
  }

  private Optional<ExpiryNotice> noticeOf(Instant end) {
    return resource
        .work()
        .expiryNotice()
        .filter(told -> told.expiresAt().equals(end))
        .filter(told -> told.team().equals(Optional.of(resource.key().team())));
  }

  private ExpiryNotice repeated(Optional<ExpiryNotice> stands, Instant end) {
    return stands
        .map(told -> told.repeated(now))
        .orElseGet(() -> new ExpiryNotice(now, end).to(resource.key().team()));
  }

  /** The time up to one step. */
  private final class Leg {
    private final Prospect.Act act;
    private final Instant from;
    private final Instant end;
    private final boolean atOnce;

    /**
     * @param atOnce whether a notice is due as soon as it begins
     */
    private Leg(Prospect.Act act, Instant from, Instant end, boolean atOnce) {
      this.act = act;
      this.from = from;
      this.end = end;
      this.atOnce = atOnce;
    }

    Asked asked() {
      Optional<ExpiryNotice> stands = noticeOf(end).filter(this::fits);
      Optional<Instant> last = stands.map(ExpiryNotice::lastAt);
      List<Instant> due = dueNotices();
      boolean announce =
          due.stream().anyMatch(at -> !now.isBefore(at) && last.filter(at::isAfter).isPresent())
              || (stands.isEmpty() && !now.isBefore(due.getFirst()));
      Instant nextNotice = due.stream().filter(now::isBefore).findFirst().orElse(Instant.MAX);
      if (announce) {
        ExpiryNotice notice = repeated(stands, end).of(step(), recoverable);
        Prospect prospect = prospect(notice.announcedAt());
        Instant look = prospect.at().isAfter(now) ? prospect.at() : now;
        return new Asked.Announce(notice, prospect, earlier(look, nextNotice));
      }
      return stands
          .map(told -> announced(told, nextNotice))
          .orElseGet(() -> new Asked.Nothing(nextNotice));
    }

    /** Whoever was told of it knows the worst that comes. */
    private boolean fits(ExpiryNotice told) {
      boolean toldOfThat =
          act == Prospect.Act.QUARANTINE || told.step().equals(Optional.of(Step.DELETE));
      return toldOfThat && (recoverable || !told.hasPromised());
    }

    private Step step() {
      return switch (act) {
        case QUARANTINE -> Step.QUARANTINE;
        case DELETION -> Step.DELETE;
      };
    }

    private Asked announced(ExpiryNotice told, Instant nextNotice) {
      Prospect planned = prospect(told.announcedAt());
      if (now.isBefore(planned.at())) {
        return new Asked.Announced(planned, earlier(planned.at(), nextNotice));
      }
      Optional<Instant> heard =
          told.all()
              .flatMap(at -> board.accepted(resource.uid(), at).stream())
              .min(Instant::compareTo);
      if (heard.isEmpty()) {
        return new Asked.Unheard(planned, now.plus(UNHEARD));
      }
      Prospect real = prospect(heard.get());
      Instant clear = settings.clear(later(now, real.at()));
      if (now.isBefore(clear)) {
        return new Asked.Announced(new Prospect(act, clear, deletesAfter(clear)), clear);
      }
      return act();
    }

    private Asked act() {
      return switch (act) {
        case QUARANTINE -> new Asked.Quarantine(end, settings.clear(now.plus(quarantine())));
        case DELETION -> new Asked.Delete(resource.times().expires().orElse(end));
      };
    }

    /** When notices are due, the first first. */
    private List<Instant> dueNotices() {
      Duration half = span().dividedBy(2);
      Stream<Instant> leads =
          Stream.concat(
                  LEADS.stream().filter(lead -> lead.compareTo(half) <= 0), Stream.of(grace()))
              .map(end::minus);
      return (atOnce ? Stream.concat(Stream.of(from), leads) : leads).sorted().toList();
    }

    private Duration span() {
      Duration span = Duration.between(from, end);
      return span.isNegative() ? Duration.ZERO : span;
    }

    private Duration grace() {
      return shorter(span().dividedBy(4), LONGEST_GRACE);
    }

    /** What comes, if a notice was accepted then: a pause gives its grace anew. */
    private Prospect prospect(Instant heard) {
      Instant counts =
          resource.stay().pause().map(pause -> later(heard, pause.until())).orElse(heard);
      Instant at = settings.clear(later(end, counts.plus(grace())));
      return new Prospect(act, at, deletesAfter(at));
    }

    private Instant deletesAfter(Instant at) {
      return act == Prospect.Act.DELETION ? at : settings.clear(at.plus(quarantine()));
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
