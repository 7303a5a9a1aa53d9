package dev.automat.engine;

import dev.automat.engine.YearsLog.Act;
import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Work.Finale;
import dev.automat.testkit.HostileCloud.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where everything stands at the end of a year, as its own history asks for. */
final class YearsStages {

  /** An end may fall into quiet hours, and wait for its notice and its turn after them. */
  private static final Duration LATE = Duration.ofDays(2);

  private static final Duration UNDER_WAY = Duration.ofHours(3);

  private final SimulatedYear year;
  private final YearsLog log;
  private final Instant now;
  private final List<String> wrong = new ArrayList<>();

  private YearsStages(SimulatedYear year, YearsLog log) {
    this.year = year;
    this.log = log;
    this.now = year.wall.instant();
  }

  static List<String> wrong(SimulatedYear year, YearsLog log) {
    YearsStages stages = new YearsStages(year, log);
    log.resources().values().forEach(stages::isInItsStage);
    stages.theCloudHoldsWhatTheRecordsSay();
    return stages.wrong;
  }

  /** How many came to each stage: a year in which nothing happens shows nothing. */
  static Map<String, Long> reached(YearsLog log) {
    Map<String, Long> reached = new TreeMap<>();
    List<Act> acts = log.acts();
    reached.put("announced", log.events(Reasons.EXPIRY_ANNOUNCED));
    reached.put("cut", acts.stream().filter(Act::cuts).count());
    reached.put("deleted after a quarantine", acts.stream().filter(Act::endsQuarantine).count());
    reached.put(
        "deleted at once",
        acts.stream().filter(act -> !act.cuts() && !act.endsQuarantine()).count());
    for (String reason :
        List.of(
            "Released",
            "Extended",
            "DeleteRequested",
            "Resumed",
            Reasons.LETTING_IN,
            Reasons.PROTECTED,
            Reasons.PAUSED,
            Reasons.PAUSE_ENDED,
            Reasons.COPIED,
            Reasons.RESTORING,
            Reasons.PURGED,
            Reasons.UNHEARD)) {
      reached.put(reason, log.events(reason));
    }
    reached.put(
        "escalated",
        log.notices().values().stream()
            .filter(report -> report.deliveries().stream().anyMatch(d -> d.state().equals("dead")))
            .count());
    return reached;
  }

  private void check(boolean holds, String what, Resource resource) {
    if (!holds) {
      wrong.add(what + ": " + resource + " " + log.timeline(resource));
    }
  }

  private void isInItsStage(Resource resource) {
    if (resource.isTombstone()) {
      isGone(resource);
    } else if (resource.want().absent()) {
      boolean justNow =
          resource.times().deleteRequested().filter(now.minus(UNDER_WAY)::isBefore).isPresent();
      check(justNow, "should be gone", resource);
    } else {
      boolean cut = isCutByItsHistory(resource);
      check(cut == resource.stay().quarantine().isPresent(), "another quarantine", resource);
      if (cut) {
        isOutOfReach(resource);
      } else {
        isUsable(resource);
      }
    }
  }

  private void isGone(Resource resource) {
    check(year.cloud.live(resource.uid()).isEmpty(), "a tombstone stands", resource);
    boolean over =
        resource
            .times()
            .deleted()
            .filter(at -> at.plus(SimulatedYear.LIFETIMES.undelete()).plus(UNDER_WAY).isBefore(now))
            .isPresent();
    boolean purged = last(resource, Reasons.PURGED).isPresent();
    check(!over || purged, "should be purged", resource);
    boolean hasName =
        year.store.current(resource.key()).filter(r -> r.uid().equals(resource.uid())).isPresent();
    check(!purged || !hasName, "its name should be free", resource);
  }

  private Optional<Event> last(Resource resource, String reason) {
    return log.timeline(resource).stream()
        .filter(event -> event.reason().equals(reason))
        .reduce((_, later) -> later);
  }

  private Optional<Act> lastCut(Resource resource) {
    return log.acts(resource).stream().filter(Act::cuts).reduce((_, later) -> later);
  }

  /** Its last cut is younger than its last extension. */
  private boolean isCutByItsHistory(Resource resource) {
    long extended = last(resource, "Extended").map(Event::sequence).orElse(0L);
    return lastCut(resource).filter(cut -> cut.event().sequence() > extended).isPresent();
  }

  private boolean wasPausedLately(Resource resource) {
    return resource.stay().pause().filter(p -> now.minus(LATE).isBefore(p.until())).isPresent();
  }

  private void isOutOfReach(Resource resource) {
    Act cut = lastCut(resource).orElseThrow();
    Optional<Event> released =
        last(resource, "Released").filter(e -> e.sequence() > cut.event().sequence());
    Instant deletes =
        cut.deletes().plus(released.map(_ -> Duration.ofDays(2)).orElse(Duration.ZERO));
    check(
        deletes.plus(LATE).isAfter(now) || wasPausedLately(resource),
        "its quarantine is over",
        resource);
    boolean settled =
        cut.event().at().plus(UNDER_WAY).isBefore(now) && resource.stay().isCutAt(now);
    if (settled && !wasPausedLately(resource) && released.isEmpty()) {
      check(resource.phase() == Phase.Quarantined, "should be in quarantine", resource);
      check(year.keeping.isCut(resource.uid()), "somebody reaches it", resource);
    }
    check(year.cloud.live(resource.uid()).size() == 1, "its data are kept", resource);
  }

  private void isUsable(Resource resource) {
    if (resource.times().accepted().plus(UNDER_WAY).isAfter(now)) {
      return;
    }
    List<Shown> standing = year.cloud.live(resource.uid());
    check(standing.size() == 1, "should stand once", resource);
    if (wasPausedLately(resource)) {
      return;
    }
    check(!year.keeping.isCut(resource.uid()), "nobody reaches it", resource);
    boolean tells = resource.status().is(Condition.Type.Expiring);
    check(resource.phase() == (tells ? Phase.Expiring : Phase.Ready), "should be ready", resource);
    resource
        .times()
        .expires()
        .ifPresentOrElse(
            ends -> isToldOf(resource, ends), () -> check(!tells, "it has no end", resource));
  }

  private void isToldOf(Resource resource, Instant ends) {
    String told =
        resource.status().condition(Condition.Type.Expiring).map(Condition::reason).orElse("");
    if (resource.plan().deletionProtection()) {
      check(ends.isAfter(now) == told.isEmpty(), "protected, and told so", resource);
      return;
    }
    check(ends.plus(LATE).isAfter(now), "its time is up", resource);
    Duration quarter = Duration.between(resource.times().accepted(), ends).dividedBy(4);
    boolean soon =
        ends.minus(quarter).isBefore(now) && ends.minus(Duration.ofHours(1)).isBefore(now);
    check(!soon || !told.isEmpty(), "should be told of", resource);
    boolean far = ends.minus(Duration.ofDays(8)).isAfter(now);
    check(!far || told.isEmpty(), "is told of too early", resource);
  }

  private void theCloudHoldsWhatTheRecordsSay() {
    List<Shown> leaks =
        year.cloud.leaks(
            uid ->
                Optional.ofNullable(log.resources().get(uid))
                    .filter(r -> !r.isTombstone())
                    .isPresent());
    leaks.forEach(leak -> wrong.add("leaked: " + leak));
    Set<String> known = new HashSet<>();
    for (Resource resource : log.resources().values()) {
      Optional<String> kept = resource.work().finale().flatMap(Finale::snapshot);
      boolean purged = resource.isTombstone() && resource.work().purgeAt().isEmpty();
      if (kept.isPresent() && !purged) {
        known.add(kept.get());
        check(year.keeping.snapshots().contains(kept.get()), "its copy is lost", resource);
      }
      if (!resource.isTombstone() && resource.want().absent()) {
        known.add(resource.status().externalName() + "-final");
      }
    }
    year.keeping.snapshots().stream()
        .filter(snapshot -> !known.contains(snapshot))
        .forEach(snapshot -> wrong.add("nobody knows of the copy " + snapshot));
    year.cloud.evidence().doubles().forEach(it -> wrong.add("made twice: " + it));
    year.cloud.evidence().foreignWrites().forEach(it -> wrong.add("not its own: " + it));
    year.cloud.evidence().overlaps().forEach(it -> wrong.add("two writes at once: " + it));
    year.cloud.evidence().dataLosses().forEach(it -> wrong.add("deleted what is wanted: " + it));
  }
}
