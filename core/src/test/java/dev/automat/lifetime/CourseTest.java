package dev.automat.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.engine.Sample;
import dev.automat.resource.Lease;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.ExpiryNotice;
import dev.automat.resource.Work.Step;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 9: nothing is cut and nothing deleted without a notice that somebody has had long enough. */
class CourseTest {

  /** A Sunday noon. */
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static final Duration TICK = Duration.ofNanos(1000);
  private static final Set<Ability> BOTH = Set.of(Ability.QUARANTINE, Ability.RECOVERY);

  /** One row: what stands now, what its lifetime asks for, and why. */
  record Case(String reason, Resource resource, Set<Ability> abilities, Asked asked) {
    @Override
    public String toString() {
      return asked.getClass().getSimpleName() + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asksForWhatTheLifetimeNeedsNow(Case row) {
    assertEquals(row.asked(), asked(row.resource(), row.abilities()), row.reason());
  }

  private static Asked asked(Resource resource, Set<Ability> abilities) {
    return asked(resource, abilities, NoticeBoard.TIMELINE, LifetimeSettings.DEFAULT);
  }

  private static Asked asked(
      Resource resource, Set<Ability> abilities, NoticeBoard board, LifetimeSettings settings) {
    boolean recoverable = Recovery.of(resource, abilities, Optional.empty()).recoverable();
    return Course.of(resource, abilities, recoverable, board, settings, NOW);
  }

  static Stream<Case> cases() {
    return Stream.of(notices(), cuts(), deletions(), limits(days(0)), exceptions())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> notices() {
    return Stream.of(
        new Case("it has no end", Sample.resource().build(), BOTH, nothing(Instant.MAX)),
        new Case(
            "of 20 days, the first notice comes 7 days before",
            lived(days(10), days(10)),
            BOTH,
            nothing(in(days(3)))),
        new Case(
            "of 10 days, 7 days are more than half: the first comes 2 days before",
            lived(days(2), days(8)),
            BOTH,
            nothing(in(days(6)))),
        new Case(
            "of four hours, the only one comes an hour before",
            lived(hours(1), hours(3)),
            BOTH,
            nothing(in(hours(2)))),
        new Case(
            "7 days are left of 20: told, and again in 5",
            lived(days(13), days(7)),
            BOTH,
            new Asked.Announce(told(days(7)), cut(days(7), days(10)), in(days(5)))),
        new Case(
            "told 7 days before: 2 days before it is told again",
            lived(days(18), days(2), told(days(2), days(-5))),
            BOTH,
            new Asked.Announce(
                told(days(2), days(-5), days(0)), cut(days(2), days(5)), in(days(1)))),
        new Case(
            "told for this time: nothing until the next",
            lived(days(18), days(2).minus(TICK), told(days(2).minus(TICK), TICK.negated())),
            BOTH,
            new Asked.Announced(
                cut(days(2).minus(TICK), days(5).minus(TICK)), in(days(1).minus(TICK)))),
        new Case(
            "the engine slept through the end: two hours are its due",
            lived(days(20), days(-6)),
            BOTH,
            new Asked.Announce(
                told(days(-6)), cut(hours(2), days(3).plus(hours(2))), in(hours(2)))),
        new Case(
            "it was moved after the notice: the notice is void",
            lived(days(14), days(14), told(days(0), days(-2))),
            BOTH,
            nothing(in(days(7)))),
        new Case(
            "it was moved, and its new end is near: that needs a notice too",
            lived(hours(8), hours(1), told(hours(9), hours(-1))),
            Set.of(),
            new Asked.Announce(forGood(hours(1)), deletion(hours(2)), in(hours(2)))));
  }

  private static Stream<Case> cuts() {
    return Stream.of(
        new Case(
            "its time is up and it was told: its access is cut, and its data are kept three days",
            lived(days(20), days(0), told(days(0), hours(-2))),
            BOTH,
            new Asked.Quarantine(NOW, in(days(3)))),
        new Case(
            "of a short life, a quarter is kept at most",
            lived(hours(4), hours(0), told(hours(0), hours(-1))),
            BOTH,
            new Asked.Quarantine(NOW, in(hours(1)))),
        new Case(
            "its type can not be cut: it goes at once",
            lived(days(20), days(0), goes(told(days(0), hours(-2)))),
            Set.of(Ability.RECOVERY),
            new Asked.Delete(NOW)),
        new Case(
            "it was never ready, so there is nothing to cut",
            Sample.resource()
                .work(Work.none().withExpiryNotice(Optional.of(forGood(days(0), hours(-2)))))
                .accepted(NOW.minus(days(20)))
                .expires(NOW)
                .build(),
            BOTH,
            new Asked.Delete(NOW)),
        new Case(
            "the notice came late and has not stood for two hours",
            lived(days(20), days(-1), told(days(-1), hours(-2).plus(TICK))),
            BOTH,
            new Asked.Announced(cut(TICK, days(3).plus(TICK)), in(TICK))),
        new Case(
            "it is paused: that waits, and has its grace once the pause is over",
            lived(days(20), days(0), told(days(0), hours(-2))).with(paused(in(days(2)))),
            BOTH,
            new Asked.Announced(
                cut(days(2).plus(hours(2)), days(5).plus(hours(2))), in(days(2).plus(hours(2))))),
        new Case(
            "a pause is over since an hour: its grace is not",
            lived(days(20), days(0), told(days(0), hours(-2))).with(paused(in(hours(-1)))),
            BOTH,
            new Asked.Announced(cut(hours(1), days(3).plus(hours(1))), in(hours(1)))));
  }

  private static Stream<Case> deletions() {
    return Stream.of(
        new Case(
            "cut just now: its deletion is told at once",
            cut(days(0), days(3), Optional.empty()),
            BOTH,
            new Asked.Announce(goes(told(days(3))), deletion(days(3)), in(days(2)))),
        new Case(
            "told of its end, and not yet of its deletion: that is not yet",
            cut(days(-3), days(0), Optional.of(told(days(-3), days(-4)))),
            BOTH,
            new Asked.Announce(goes(told(days(0))), deletion(hours(2)), in(hours(2)))),
        new Case(
            "its quarantine is over, and that was told",
            cut(days(-3), days(0), Optional.of(goes(told(days(0), days(-3), hours(-2))))),
            BOTH,
            new Asked.Delete(NOW.minus(days(3)))),
        new Case(
            "a release moved its deletion: that is told anew",
            cut(days(-3), days(0), Optional.of(goes(told(days(0), days(-3), hours(-2)))))
                .with(released(days(-1), days(-3), days(0))),
            BOTH,
            new Asked.Announce(goes(told(days(2))), deletion(days(2)), in(days(1)))));
  }

  /** A notice counts for no more than it said, and for nobody but whom it told. */
  private static Stream<Case> limits(Duration none) {
    ExpiryNotice cut = told(none, hours(-2));
    return Stream.of(
        new Case(
            "told that it is cut, and now it goes instead: that is told, with its grace",
            lived(days(20), none, cut),
            Set.of(Ability.RECOVERY),
            new Asked.Announce(goes(told(none)), deletion(hours(2)), in(hours(2)))),
        new Case(
            "told that it goes: that it is only cut is no worse",
            lived(days(20), none, goes(cut)),
            BOTH,
            new Asked.Quarantine(NOW, in(days(3)))),
        new Case(
            "told that its data come back, and now they do not",
            lived(days(20), none, cut),
            Set.of(Ability.QUARANTINE),
            new Asked.Announce(
                new ExpiryNotice(NOW, NOW).to("payments").of(Step.QUARANTINE, false),
                cut(hours(2), days(3).plus(hours(2))),
                in(hours(2)))),
        new Case(
            "another team was told, which has it no more",
            lived(days(20), none, cut.to("before")),
            BOTH,
            new Asked.Announce(told(none), cut(hours(2), days(3).plus(hours(2))), in(hours(2)))));
  }

  private static Stream<Case> exceptions() {
    return Stream.of(
        new Case(
            "a protected one says nothing before its end",
            Sample.resource()
                .isProtected()
                .accepted(NOW.minus(days(19)))
                .expires(in(days(1)))
                .build(),
            BOTH,
            nothing(in(days(1)))),
        new Case(
            "a protected one stays, and reminds",
            Sample.resource()
                .isProtected()
                .accepted(NOW.minus(days(21)))
                .expires(in(days(-1)))
                .build(),
            BOTH,
            new Asked.Protected(
                in(days(-1)),
                Optional.of(new ExpiryNotice(NOW, Lease.NEVER).to("payments")),
                in(days(7)))),
        new Case(
            "what is being deleted anyway needs no notice",
            Sample.resource()
                .accepted(NOW.minus(days(15)))
                .expires(in(days(-1)))
                .want(Want.DELETED)
                .build(),
            BOTH,
            nothing(Instant.MAX)),
        new Case(
            "it was made in the future: nobody knows when",
            Sample.resource().accepted(in(days(1))).expires(in(days(2))).build(),
            BOTH,
            nothing(Instant.MAX)),
        new Case(
            "it ended before it was made: nobody knows when",
            Sample.resource().accepted(in(days(-1))).expires(in(days(-2))).build(),
            BOTH,
            nothing(Instant.MAX)));
  }

  @Test
  void waitsForSomebodyToAcceptTheNotice() {
    Resource due = lived(days(20), days(0), told(days(0), hours(-2)));
    Asked unheard = asked(due, BOTH, (_, _) -> Optional.empty(), LifetimeSettings.DEFAULT);
    assertEquals(new Asked.Unheard(cut(days(0), days(3)), in(Duration.ofMinutes(5))), unheard);

    NoticeBoard late = (_, writtenAt) -> Optional.of(writtenAt.plus(hours(1)));
    assertEquals(
        new Asked.Announced(cut(hours(1), days(3).plus(hours(1))), in(hours(1))),
        asked(due, BOTH, late, LifetimeSettings.DEFAULT),
        "accepted an hour later, so it has an hour more");
  }

  @Test
  void oneAcceptedNoticeOfManyIsEnough() {
    Resource due = lived(days(20), days(0), told(days(0), days(-7), hours(-2)));
    NoticeBoard first =
        (_, writtenAt) ->
            writtenAt.equals(in(days(-7))) ? Optional.of(writtenAt) : Optional.empty();
    assertEquals(
        new Asked.Quarantine(NOW, in(days(3))), asked(due, BOTH, first, LifetimeSettings.DEFAULT));
  }

  @Test
  void doesNothingInQuietHours() {
    LifetimeSettings sundays =
        new LifetimeSettings(
            days(3),
            days(7),
            Optional.of(
                new QuietHours(
                    ZoneOffset.UTC,
                    Set.of(DayOfWeek.SUNDAY),
                    LocalTime.of(9, 0),
                    LocalTime.of(18, 0))));
    Resource due = lived(days(20), days(0), told(days(0), hours(-2)));
    assertEquals(
        new Asked.Announced(cut(hours(6), days(3).plus(hours(6))), in(hours(6))),
        asked(due, BOTH, NoticeBoard.TIMELINE, sundays));
  }

  @Test
  void withoutAQuarantineItGoesAtOnce() {
    LifetimeSettings none = new LifetimeSettings(Duration.ZERO, days(7), Optional.empty());
    Resource due = lived(days(20), days(0), goes(told(days(0), hours(-2))));
    assertEquals(new Asked.Delete(NOW), asked(due, BOTH, NoticeBoard.TIMELINE, none));
  }

  private static Resource lived(Duration since, Duration left) {
    return lived(since, left, Optional.empty());
  }

  private static Resource lived(Duration since, Duration left, ExpiryNotice told) {
    return lived(since, left, Optional.of(told));
  }

  private static Resource lived(Duration since, Duration left, Optional<ExpiryNotice> told) {
    return Sample.resource()
        .work(Work.none().withMadeOnce(true).withExpiryNotice(told))
        .accepted(NOW.minus(since))
        .expires(in(left))
        .build();
  }

  /** One of 20 days that is in quarantine. */
  private static Resource cut(Duration since, Duration deletes, Optional<ExpiryNotice> told) {
    return lived(days(20).minus(since), since, told)
        .with(quarantined(new Stay.Quarantine(in(since), in(deletes)), Optional.empty()));
  }

  private static Stay released(Duration at, Duration since, Duration deletes) {
    return quarantined(
        new Stay.Quarantine(in(since), in(deletes)),
        Optional.of(new Stay.Release(in(at), in(at).plus(days(2)), "ann", "a look")));
  }

  private static Stay quarantined(Stay.Quarantine quarantine, Optional<Stay.Release> release) {
    return new Stay(
        Optional.of(quarantine),
        release,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Stay paused(Instant until) {
    return new Stay(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Stay.Pause(NOW.minus(hours(1)), until, "ann", "load test")),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** Of an end so far from now; written now, or at these times from now. */
  private static ExpiryNotice told(Duration end, Duration... written) {
    List<Instant> all =
        written.length == 0 ? List.of(NOW) : Arrays.stream(written).map(CourseTest::in).toList();
    return all.stream()
        .skip(1)
        .reduce(
            new ExpiryNotice(all.getFirst(), in(end)).to("payments").of(Step.QUARANTINE, true),
            ExpiryNotice::repeated,
            (first, _) -> first);
  }

  /** The same, of its deletion. */
  private static ExpiryNotice goes(ExpiryNotice told) {
    return told.of(Step.DELETE, true);
  }

  /** As told, of a deletion after which nothing comes back. */
  private static ExpiryNotice forGood(Duration end, Duration... written) {
    Instant first = written.length == 0 ? NOW : in(written[0]);
    return new ExpiryNotice(first, in(end)).to("payments").of(Step.DELETE, false);
  }

  private static Prospect cut(Duration at, Duration deletes) {
    return new Prospect(Prospect.Act.QUARANTINE, in(at), in(deletes));
  }

  private static Prospect deletion(Duration at) {
    return new Prospect(Prospect.Act.DELETION, in(at), in(at));
  }

  private static Asked nothing(Instant until) {
    return new Asked.Nothing(until);
  }

  private static Instant in(Duration fromNow) {
    return NOW.plus(fromNow);
  }

  private static Duration days(int number) {
    return Duration.ofDays(number);
  }

  private static Duration hours(int number) {
    return Duration.ofHours(number);
  }
}
