package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.ExpiryNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 9: nothing is taken back without a notice that stood long enough. */
class TakeBackTest {

  private static final Duration TICK = Duration.ofNanos(1000);

  /** One row: a resource at {@link Fixtures#NOW}, what its lifetime asks for, and why. */
  record Case(String reason, Sample resource, TakeBack asked) {
    @Override
    public String toString() {
      return asked.getClass().getSimpleName() + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asksForWhatTheLifetimeNeedsNow(Case row) {
    assertEquals(row.asked(), TakeBack.of(row.resource().build(), NOW), row.reason());
  }

  static Stream<Case> cases() {
    return Stream.of(beforeTheNotice(), notices(), acts(), exceptions()).flatMap(cases -> cases);
  }

  private static Stream<Case> beforeTheNotice() {
    return Stream.of(
        new Case(
            "it has no end", Sample.resource().work(ready()), new TakeBack.Nothing(Instant.MAX)),
        new Case(
            "a lifetime of 14 days is announced two days before its end",
            lived(days(11), days(3)),
            new TakeBack.Nothing(NOW.plus(days(1)))),
        new Case(
            "a lifetime of four hours is announced an hour before its end",
            lived(hours(1), hours(3)),
            new TakeBack.Nothing(NOW.plus(hours(2)))),
        new Case(
            "the last moment before the notice",
            lived(hours(3).minus(TICK), hours(1).plus(TICK)),
            new TakeBack.Nothing(NOW.plus(TICK))));
  }

  private static Stream<Case> notices() {
    return Stream.of(
        new Case(
            "exactly a quarter of its lifetime is left",
            lived(hours(3), hours(1)),
            announce(hours(1), hours(1))),
        new Case(
            "exactly two days of a long lifetime are left",
            lived(days(12), days(2)),
            announce(days(2), days(2))),
        new Case(
            "the notice came an hour before the end of two weeks: it stands for two hours",
            lived(days(14).minus(hours(1)), hours(1)),
            announce(hours(1), hours(2))),
        new Case(
            "the engine slept through the end: the notice still stands for two hours",
            lived(days(20), days(-6)),
            announce(days(-6), hours(2))),
        new Case(
            "the engine slept through the end of an hour: a quarter of an hour is its due",
            lived(hours(5), hours(-4)),
            announce(hours(-4), Duration.ofMinutes(15))),
        new Case(
            "a life of four seconds has a notice of one",
            lived(Duration.ofSeconds(3), Duration.ofSeconds(1)),
            announce(Duration.ofSeconds(1), Duration.ofSeconds(1))),
        new Case(
            "its end was before its beginning: it is announced all the same, and never in the past",
            lived(hours(1), hours(-2)),
            announce(hours(-2), Duration.ZERO)),
        new Case(
            "it was extended after a notice, and its new end is near: that needs a notice too",
            lived(hours(8), hours(1)).work(announced(hours(9), hours(-1))),
            announce(hours(1), hours(2))),
        new Case(
            "it was made to end sooner than was announced",
            lived(days(10), hours(1)).work(announced(days(-1), days(1))),
            announce(hours(1), hours(2))));
  }

  private static Stream<Case> acts() {
    return Stream.of(
        new Case(
            "the notice stands, and the end is not yet there",
            lived(days(13), days(1)).work(announced(days(-1), days(1))),
            new TakeBack.Announced(NOW.plus(days(1)))),
        new Case(
            "the last moment",
            lived(days(14).minus(TICK), TICK).work(announced(days(-2), TICK)),
            new TakeBack.Announced(NOW.plus(TICK))),
        new Case(
            "its time is up, to the moment",
            lived(days(14), Duration.ZERO).work(announced(days(-2), Duration.ZERO)),
            new TakeBack.Act(NOW)),
        new Case(
            "its time is up, but the notice came late and has not stood for two hours",
            lived(days(15), days(-1)).work(announced(hours(-2).plus(TICK), days(-1))),
            new TakeBack.Announced(NOW.plus(TICK))),
        new Case(
            "the late notice has stood for two hours, to the moment",
            lived(days(15), days(-1)).work(announced(hours(-2), days(-1))),
            new TakeBack.Act(NOW.minus(days(1)))),
        new Case(
            "it was extended after the notice: the notice is void",
            lived(days(14), days(14)).work(announced(days(-2), days(0))),
            new TakeBack.Nothing(NOW.plus(days(12)))));
  }

  private static Stream<Case> exceptions() {
    return Stream.of(
        new Case(
            "a protected one says so as soon as a notice would be due",
            lived(days(12), days(2)).isProtected(),
            new TakeBack.Protected(NOW.plus(days(2)))),
        new Case(
            "a protected one is never taken back, whatever was announced before",
            lived(days(15), days(-1)).isProtected().work(announced(days(-3), days(-1))),
            new TakeBack.Protected(NOW.minus(days(1)))),
        new Case(
            "protection says nothing while the end is far",
            lived(days(1), days(13)).isProtected(),
            new TakeBack.Nothing(NOW.plus(days(11)))),
        new Case(
            "what is being deleted anyway needs no notice",
            lived(days(15), days(-1)).want(Want.DELETED),
            new TakeBack.Nothing(Instant.MAX)));
  }

  private static Sample lived(Duration sinceAccepted, Duration untilExpiry) {
    return Sample.resource()
        .work(ready())
        .accepted(NOW.minus(sinceAccepted))
        .expires(NOW.plus(untilExpiry));
  }

  private static TakeBack announce(Duration untilExpiry, Duration untilActs) {
    return new TakeBack.Announce(new ExpiryNotice(NOW, NOW.plus(untilExpiry)), NOW.plus(untilActs));
  }

  private static Work announced(Duration fromNow, Duration untilExpiry) {
    return ready()
        .withExpiryNotice(Optional.of(new ExpiryNotice(NOW.plus(fromNow), NOW.plus(untilExpiry))));
  }

  private static Duration days(int number) {
    return Duration.ofDays(number);
  }

  private static Duration hours(int number) {
    return Duration.ofHours(number);
  }
}
