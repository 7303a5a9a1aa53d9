package dev.automat.engine;

import dev.automat.lifetime.Notices;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.store.Completion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what becomes of a resource at the end of its lifetime, and while it is paused. */
final class StayNarration {

  private final Narration narration;
  private final InstantSource clock;

  StayNarration(Narration narration, InstantSource clock) {
    this.narration = narration;
    this.clock = clock;
  }

  /** Said before the call: from here on nobody can rely on being able to use it. */
  Findings cutting(Findings findings) {
    String message = quarantined(findings.before());
    return findings
        .condition(Type.Ready, State.False, Reasons.QUARANTINED, message)
        .status(s -> s.withProgress(Optional.of(narration.progress(s, "cutting access"))));
  }

  Completion cut(Findings findings, Optional<String> working) {
    if (working.isPresent()) {
      return findings
          .status(s -> s.underWay().withProgress(Optional.of(narration.progress(s, working.get()))))
          .condition(Type.Synced, State.False, Reasons.CUTTING, working.get())
          .dueAt(clock.instant().plus(narration.poll()));
    }
    String message = quarantined(findings.before());
    String step =
        "in quarantine, deleted at "
            + findings.before().stay().deletesAt().map(SpokenInstant::of).orElse("its end");
    Findings found =
        findings
            .status(s -> s.withoutFailure().withProgress(Optional.of(narration.progress(s, step))))
            .work(w -> w.withoutIntent().withAbsentSince(Optional.empty()))
            .condition(Type.Synced, State.True, Reasons.QUARANTINED, "Its access is cut")
            .eventIfNews(
                Type.Synced,
                Event.Draft.warning(clock.instant(), Reasons.QUARANTINED, "Its access is cut"));
    return narration.watched(
        found.condition(Type.Ready, State.False, Reasons.QUARANTINED, message));
  }

  private static String quarantined(Resource resource) {
    Stay stay = resource.stay();
    Instant since = stay.quarantine().map(Stay.Quarantine::since).orElse(Instant.EPOCH);
    return Notices.quarantined(resource, since, stay.deletesAt().orElse(since));
  }

  /** Until it is done, {@code Ready} says why it can not be used. */
  Findings lettingIn(Findings findings) {
    String message = "Giving access back";
    return findings
        .status(s -> s.withProgress(Optional.of(narration.progress(s, "giving access back"))))
        .condition(Type.Synced, State.False, Reasons.LETTING_IN, message)
        .eventIfNews(Type.Synced, Event.Draft.normal(clock.instant(), Reasons.LETTING_IN, message));
  }

  Completion lettingIn(Findings findings, String step) {
    return findings
        .status(s -> s.underWay().withProgress(Optional.of(narration.progress(s, step))))
        .dueAt(clock.instant().plus(narration.poll()));
  }

  Findings copying(Findings findings, String name) {
    return narration.begun(
        findings,
        "taking the final snapshot",
        true,
        Event.Draft.normal(
            clock.instant(),
            Reasons.COPYING,
            "Taking the final snapshot "
                + name
                + " before it is deleted; if that can not be, DELETE with snapshot=false goes"
                + " without"));
  }

  Completion copying(Findings findings, String step, Instant due) {
    return findings
        .status(s -> s.underWay().withProgress(Optional.of(narration.progress(s, step))))
        .dueAt(due);
  }

  /** What is known before any look: that somebody asked for a pause, or that it is over. */
  static Findings pause(Findings findings, Instant now) {
    Stay stay = findings.before().stay();
    Optional<Stay.Pause> pause = stay.pausedAt(now);
    if (pause.isPresent()) {
      return findings.condition(
          Type.Paused, State.True, Reasons.PAUSED, "It is " + pause.get().text());
    }
    if (findings.status().condition(Type.Paused).isEmpty()) {
      return findings;
    }
    Findings found = findings.status(s -> s.without(Type.Paused));
    return stay.pause()
        .map(
            over ->
                found.event(
                    Event.Draft.normal(
                        now,
                        Reasons.PAUSE_ENDED,
                        "The pause that " + over.by() + " asked for is over by itself")))
        .orElse(found);
  }

  Completion paused(Findings findings, List<Difference> differences) {
    String pause = findings.before().stay().pause().map(Stay.Pause::text).orElse("paused");
    String what = differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
    String message =
        "It is "
            + pause
            + (what.isEmpty() ? "" : ". What differs is left so: " + what)
            + ". To have it changed before, automat resume it";
    boolean drifted = Differences.areDrift(findings.before(), findings.status(), differences);
    Findings found =
        findings
            .condition(Type.Synced, State.False, Reasons.PAUSED, message)
            .status(Status::underWay)
            .eventIfNews(Type.Synced, Event.Draft.normal(clock.instant(), Reasons.PAUSED, message));
    return narration.watched(
        drifted ? found.condition(Type.Drifted, State.True, Reasons.PAUSED, message) : found);
  }

  /** The name is free, and nothing is kept any more. */
  Completion purged(Findings findings, String what) {
    Findings found =
        findings
            .work(w -> w.withoutIntent().withPurgeAt(Optional.empty()))
            .status(Status::withoutFailure)
            .event(Event.Draft.normal(clock.instant(), Reasons.PURGED, what));
    return found.dueAt(narration.nextLateLook(found));
  }
}
