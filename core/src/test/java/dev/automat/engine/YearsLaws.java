package dev.automat.engine;

import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.SealedLine;
import dev.automat.engine.YearsLog.Act;
import dev.automat.lifetime.Course;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.NoticeReport.State;
import dev.automat.notify.SimulatedDispatch;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Law 9 and its like, held against what is left of a year. It collects what is wrong. */
final class YearsLaws {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);

  /** A clock that was corrected stands up to this much beside the others. */
  private static final Duration GRAIN = Duration.ofMillis(3);

  private static final Pattern UNTIL =
      Pattern.compile("paused all changes of it until ([^:]+:[^:]+:[^:]+): ");

  /** What changes something in the cloud, or takes it back. */
  private static final Set<String> TOUCHES =
      Set.of(
          "engine.expire", "engine.create", "engine.update", "engine.quarantine", "engine.release");

  private final SimulatedYear year;
  private final YearsLog log;
  private final List<String> wrong = new ArrayList<>();

  private YearsLaws(SimulatedYear year, YearsLog log) {
    this.year = year;
    this.log = log;
  }

  static List<String> broken(SimulatedYear year, YearsLog log) {
    YearsLaws laws = new YearsLaws(year, log);
    List<Act> acts =
        log.acts().stream().sorted(Comparator.comparing(act -> laws.even(act.event()))).toList();
    acts.forEach(laws::wasAnnounced);
    acts.forEach(laws::wasNotAtNight);
    acts.forEach(laws::wasNotAfterAJump);
    acts.forEach(laws::wasNotProtected);
    laws.wereFewAMinute(acts);
    laws.areWrittenDownOnce(acts);
    log.resources().values().forEach(laws::hasTwoLinesForEachAct);
    log.resources().values().forEach(laws::wasReminded);
    log.resources().values().forEach(laws::wasLeftAlone);
    log.notices().values().forEach(laws::reachedSomebody);
    return laws.wrong;
  }

  private void check(boolean holds, String law, Object what) {
    if (!holds) {
      wrong.add(law + ": " + (what instanceof Act act ? act.event() : what));
    }
  }

  private Instant even(Event event) {
    return year.wall.evenly(event.at());
  }

  /** Somebody had accepted a notice of just this, and it stood, also by the machine's count. */
  private void wasAnnounced(Act act) {
    Optional<Act> cut = act.endsQuarantine() ? log.cutBefore(act) : Optional.empty();
    Duration span =
        cut.map(began -> Duration.between(began.event().at(), began.deletes()))
            .orElseGet(() -> Duration.between(act.resource().times().accepted(), act.end()));
    Duration quarter = span.dividedBy(4);
    Duration grace = quarter.compareTo(Course.LONGEST_GRACE) < 0 ? quarter : Course.LONGEST_GRACE;
    long after = cut.map(began -> began.event().sequence()).orElse(0L);
    boolean stood =
        log.timeline(act.resource()).stream()
            .filter(event -> event.reason().equals(Reasons.EXPIRY_ANNOUNCED))
            .filter(e -> e.sequence() < act.event().sequence() && e.sequence() > after)
            .flatMap(event -> log.notice(event).stream())
            .filter(told -> cut.isPresent() || speaksOf(told, act.end()))
            .anyMatch(told -> stood(told, act, grace));
    check(stood, "no notice stood for " + grace, act);
  }

  private static boolean speaksOf(NoticeReport told, Instant end) {
    // Lines for people have whole seconds.
    return told.notice()
        .expires()
        .filter(at -> at.truncatedTo(ChronoUnit.SECONDS).equals(end))
        .isPresent();
  }

  private boolean stood(NoticeReport told, Act act, Duration grace) {
    boolean byTheClock =
        told.accepted().filter(at -> !act.event().at().isBefore(at.plus(grace))).isPresent();
    Duration least = grace.compareTo(HOUR) < 0 ? grace : HOUR;
    return byTheClock
        && log.receipts().getOrDefault(act.resource().uid(), List.of()).stream()
            .filter(receipt -> receipt.notice().id().equals(told.notice().id()))
            .map(receipt -> year.wall.evenly(receipt.at()).plus(least).minus(GRAIN))
            .anyMatch(at -> !even(act.event()).isBefore(at));
  }

  /** Told apart from the code by the hours of the wall. */
  private void wasNotAtNight(Act act) {
    ZonedDateTime at = act.event().at().atZone(SimulatedYear.QUIET.zone());
    boolean evening = at.getHour() >= 19 && at.getDayOfWeek() != DayOfWeek.SATURDAY;
    boolean morning = at.getHour() < 7 && at.getDayOfWeek() != DayOfWeek.SUNDAY;
    check(!evening && !morning, "in quiet hours", act);
  }

  private void wasNotAfterAJump(Act act) {
    Instant at = even(act.event());
    boolean distrusted =
        year.wall.jumps().stream()
            .anyMatch(jump -> !at.isBefore(jump) && at.isBefore(jump.plus(HOUR).minus(GRAIN)));
    check(!distrusted, "while the clock was distrusted", act);
  }

  private void wasNotProtected(Act act) {
    check(!act.resource().plan().deletionProtection(), "protected", act);
    boolean afterAReminder =
        log.before(act.event(), Reasons.PROTECTED)
            .filter(
                said ->
                    log.before(act.event(), "Changed")
                        .filter(c -> c.sequence() > said.sequence())
                        .isEmpty())
            .isPresent();
    check(!afterAReminder, "was said to be protected", act);
  }

  private void wereFewAMinute(List<Act> acts) {
    int most = SimulatedYear.ACTS_PER_MINUTE;
    for (int i = most; i < acts.size(); i++) {
      Duration between =
          Duration.between(even(acts.get(i - most).event()), even(acts.get(i).event()));
      check(
          between.plus(GRAIN).compareTo(Duration.ofMinutes(1)) >= 0,
          (most + 1) + " acts within " + between,
          acts.get(i).event());
    }
  }

  /** Each act has a line of the engine, and each line an act. */
  private void areWrittenDownOnce(List<Act> acts) {
    List<String> lines =
        log.ofEngine("engine.expire").stream().map(YearsLaws::said).sorted().toList();
    List<String> done =
        acts.stream()
            .map(act -> act.resource().uid() + " " + act.event().message())
            .sorted()
            .toList();
    check(lines.equals(done), "acts and their lines differ", difference(lines, done));
    Set<String> places = new HashSet<>();
    for (SealedLine line : log.lines()) {
      AuditEntry entry = line.entry();
      // Each replica sees a jump, and says so.
      boolean engines =
          entry.actor().equals("automat:engine")
              && !entry.operation().equals(AuditDraft.CLOCK_JUMP);
      String place = entry.operation() + " " + entry.requestId() + " " + entry.outcome();
      check(!engines || places.add(place), "a line stands twice", place);
    }
  }

  /** What is begun on a cloud is done, or has failed, before anything else is begun. */
  private void hasTwoLinesForEachAct(Resource resource) {
    Optional<AuditEntry> begun = Optional.empty();
    for (SealedLine line : linesOf(resource)) {
      AuditEntry entry = line.entry();
      boolean act =
          entry.actor().equals("automat:engine") && !entry.operation().equals(AuditDraft.EXPIRY);
      if (act) {
        boolean begins = entry.outcome() == AuditEntry.Outcome.BEGUN;
        boolean fits =
            begins
                ? begun.isEmpty()
                : begun.filter(it -> it.operation().equals(entry.operation())).isPresent();
        check(fits, "not one line to begin and one to end after " + begun, entry);
        begun = begins ? Optional.of(entry) : Optional.empty();
      }
    }
    boolean rests = begun.isPresent() && resource.work().intent().isEmpty();
    check(!rests, "begun and never ended", begun);
  }

  private static String said(SealedLine line) {
    return YearsLog.uid(line) + " " + line.entry().reason();
  }

  private static String difference(List<String> lines, List<String> done) {
    Set<String> onlyDone = new HashSet<>(done);
    lines.forEach(onlyDone::remove);
    return lines.size()
        + " lines, "
        + done.size()
        + " acts, without a line: "
        + onlyDone.size()
        + onlyDone.stream().limit(3).toList();
  }

  /** Every week, by the clock of the wall; a jump forward makes it a longer one. */
  private void wasReminded(Resource resource) {
    List<Event> reminders =
        log.timeline(resource).stream()
            .filter(event -> event.reason().equals(Reasons.PROTECTED))
            .toList();
    for (int i = 1; i < reminders.size(); i++) {
      Event one = reminders.get(i - 1);
      Event next = reminders.get(i);
      boolean changed =
          log.before(next, "Extended").filter(e -> e.sequence() > one.sequence()).isPresent();
      Duration between = Duration.between(one.at(), next.at());
      Duration even = Duration.between(even(one), even(next));
      check(changed || between.compareTo(WEEK) >= 0, "reminded after " + between, next);
      check(even.compareTo(WEEK.plus(HOUR.multipliedBy(12))) < 0, "reminded after " + even, next);
    }
    boolean due =
        resource.plan().deletionProtection()
            && resource
                .times()
                .expires()
                .filter(e -> e.isBefore(year.wall.instant().minus(HOUR)))
                .isPresent();
    if (due) {
      Optional<Event> last = reminders.stream().reduce((_, later) -> later);
      check(
          last.filter(e -> e.at().plus(WEEK).plus(HOUR).isAfter(year.wall.instant())).isPresent(),
          "not reminded this week",
          resource.uid() + last);
    }
  }

  /** Nothing is begun that touches what is paused. */
  private void wasLeftAlone(Resource resource) {
    Optional<Instant> until = Optional.empty();
    for (SealedLine line : linesOf(resource)) {
      AuditEntry entry = line.entry();
      Matcher paused = UNTIL.matcher(entry.reason());
      if (paused.find()) {
        until = Optional.of(Instant.parse(paused.group(1)));
      } else if (entry.operation().equals("resources.resume")) {
        until = Optional.empty();
      }
      boolean touches =
          TOUCHES.contains(entry.operation())
              && (entry.outcome() == AuditEntry.Outcome.BEGUN
                  || entry.operation().equals("engine.expire"));
      check(
          !touches || until.filter(entry.at()::isBefore).isEmpty(), "paused until " + until, line);
    }
  }

  private List<SealedLine> linesOf(Resource resource) {
    return log.linesByUid().getOrDefault(resource.uid(), List.of());
  }

  /** What a receiver was not given went to the platform, and all was told in two days. */
  private void reachedSomebody(NoticeReport report) {
    boolean old = year.wall.instant().minus(Duration.ofDays(2)).isAfter(report.notice().at());
    boolean told = report.state() == State.DELIVERED || report.state() == State.ESCALATED;
    check(!old || told, "nobody was told", report);
    boolean dead = report.deliveries().stream().anyMatch(each -> each.state().equals("dead"));
    boolean platform =
        log.receipts().getOrDefault(report.notice().uid(), List.of()).stream()
            .anyMatch(
                receipt ->
                    receipt.sink().equals(SimulatedDispatch.PLATFORM)
                        && receipt.notice().id().equals(report.notice().id()));
    check(!dead || !old || (platform && report.state() == State.ESCALATED), "dead", report);
  }
}
