package dev.automat.engine;

import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Status;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Finale;
import dev.automat.retry.Backoff;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.store.Completion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Puts what was found into conditions, progress, events and a next due: law 10, status says why and
 * what next. It decides nothing.
 */
final class Narration {

  /** Law 4: how long after its end a tombstone is looked at again. */
  private static final List<Duration> LATE_LOOKS =
      List.of(
          Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

  private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(30);

  private final Duration typicalCreate;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration interval;
  private final Duration rest;
  private final Instant nextExpiryStep;
  private final Duration undelete;

  /**
   * @param typicalCreate how long making one usually takes
   * @param interval how long what somebody else changed is left alone
   * @param rest how long what is as it should be is left alone
   * @param nextExpiryStep when the lifetime asks for something, whatever else is going on
   * @param undelete how long a tombstone keeps its name
   */
  Narration(
      Duration typicalCreate,
      InstantSource clock,
      RandomGenerator random,
      Duration interval,
      Duration rest,
      Instant nextExpiryStep,
      Duration undelete) {
    this.typicalCreate = typicalCreate;
    this.clock = clock;
    this.random = random;
    this.interval = interval;
    this.rest = rest;
    this.nextExpiryStep = nextExpiryStep;
    this.undelete = undelete;
  }

  // Before a write.

  /**
   * Says what is begun. A retry says nothing new: what failed is still what a person should know.
   */
  Findings begun(Findings findings, String step, boolean takesReady, Event.Draft event) {
    Findings found = findings.status(s -> s.withProgress(Optional.of(progress(s, step))));
    if (findings.status().attempts() > 0) {
      return found;
    }
    found = found.condition(Type.Synced, State.False, event.reason(), event.message());
    if (takesReady) {
      found = found.condition(Type.Ready, State.False, event.reason(), event.message());
    }
    return found.eventIfNews(Type.Synced, event);
  }

  Findings creating(Findings findings, boolean anew, Optional<Source> source) {
    String reason =
        anew ? Reasons.RECREATING : source.isPresent() ? Reasons.RESTORING : Reasons.CREATING;
    String making =
        source
            .map(from -> "Making it of the snapshot " + from.snapshot() + " of " + from.uid())
            .orElse(anew ? "Making it anew" : "Making it");
    String message = making + ", which usually takes " + typical();
    return begun(findings, "creating", true, Event.Draft.normal(now(), reason, message));
  }

  /** Of a creation that is asked about or tried again, all is said already. */
  Findings stillCreating(Findings findings) {
    return findings.status().attempts() > 0
        ? findings.status(s -> s.withProgress(Optional.of(progress(s, "creating"))))
        : findings;
  }

  Findings updating(Findings findings, List<Difference> mend) {
    boolean drifted = Differences.areDrift(findings.before(), findings.before().status(), mend);
    String reason = drifted ? Reasons.DRIFT_CORRECTED : Reasons.UPDATING;
    String message =
        (drifted ? "Somebody changed it; putting it back: " : "Changing it: ") + list(mend);
    return begun(findings, "updating", false, Event.Draft.normal(now(), reason, message));
  }

  /** The conditions keep what failed. */
  Findings repairing(Findings findings) {
    return findings.status(s -> s.withProgress(Optional.of(progress(s, "repairing"))));
  }

  /**
   * Something is deleted, and that is said, unlike other retries; but once, until the cloud says
   * something else.
   */
  Findings clearing(Findings findings, String cloudSays) {
    String message =
        "The cloud could not make it, and says: "
            + cloudSays
            + ". Deleting what there is of it, to make it again";
    return findings
        .status(s -> s.withProgress(Optional.of(progress(s, "clearing away"))))
        .condition(Type.Ready, State.False, Reasons.CLEARING, message)
        .eventIfNews(Type.Ready, Event.Draft.warning(now(), Reasons.CLEARING, message));
  }

  Findings deleting(Findings findings, boolean lateArrival) {
    if (lateArrival) {
      return findings.event(
          Event.Draft.warning(
              now(),
              Reasons.LATE_ARRIVAL,
              externalName(findings)
                  + " came up in the cloud after it had been seen gone; deleting it"));
    }
    return begun(
        findings,
        "deleting",
        true,
        Event.Draft.normal(now(), Reasons.DELETING, "Deleting " + externalName(findings)));
  }

  // After a look, or a write.

  Completion inSync(Findings findings, Present seen) {
    boolean wasReady = findings.before().status().is(Type.Ready);
    boolean wasSynced = findings.before().status().is(Type.Synced);
    boolean justChanged = findings.work().written().isPresent();
    Findings found =
        present(findings, seen)
            .condition(Type.Synced, State.True, Reasons.IN_SYNC, "")
            .status(s -> s.without(Type.Drifted))
            .work(w -> w.withWritten(Optional.empty()))
            .readySince(now());
    if (!wasReady) {
      found =
          found.event(
              Event.Draft.normal(
                  now(), Reasons.AVAILABLE, externalName(findings) + " can be used"));
    } else if (!wasSynced) {
      found =
          found.event(
              Event.Draft.normal(now(), Reasons.IN_SYNC, "The cloud has what the plan says"));
    }
    found = CloudWords.whileReady(found, seen.message(), now());
    return justChanged ? watched(found) : atRest(found);
  }

  Completion drifted(Findings findings, Present seen, Decision.LeaveDrifted drifted) {
    String reason = drifted.survived() ? Reasons.DRIFT_SURVIVED : Reasons.DRIFT_REPORTED;
    String message =
        list(drifted.differences())
            + (drifted.survived()
                ? ". An update did not change that: change the request to what the cloud makes of"
                    + " it, or ask for :reconcile to have it tried once more"
                : ". It is left so: set it back in the cloud, or change the request");
    Findings found =
        present(findings, seen)
            .condition(Type.Synced, State.False, reason, message)
            .condition(Type.Drifted, State.True, reason, message)
            .readySince(now())
            .eventIfNews(Type.Drifted, Event.Draft.warning(now(), reason, message));
    return watched(CloudWords.whileReady(found, seen.message(), now()));
  }

  /** What the cloud says of what can be used, such as a change that waits, stands beside Ready. */
  private Findings present(Findings findings, Present seen) {
    return findings
        .condition(Type.Ready, State.True, Reasons.AVAILABLE, seen.message())
        .status(
            s ->
                s.withSeen(seen.outputs(), seen.parts().stream().map(Narration::part).toList())
                    .withObservedGeneration(findings.before().generation())
                    .withProgress(Optional.empty())
                    .withoutFailure())
        .work(
            w ->
                w.withoutIntent()
                    .withCloudId(seen.cloudId())
                    .withMadeOnce(true)
                    .withAbsentSince(Optional.empty()));
  }

  private static Status.Part part(dev.automat.spi.Observation.Part part) {
    return new Status.Part(part.role(), part.cloudId(), part.link());
  }

  Completion working(Findings findings, Present seen, String cloudSays) {
    return atWork(
        findings.work(w -> w.withCloudId(seen.cloudId()).withAbsentSince(Optional.empty())),
        cloudSays,
        now().plus(poll()));
  }

  Completion accepted(Findings findings, Outcome.Working working) {
    return atWork(
        findings.work(w -> w.withCloudId(working.cloudId())),
        working.step(),
        now().plus(working.pollAfter()));
  }

  private Completion atWork(Findings findings, String cloudSays, Instant due) {
    Findings found =
        repeatsWhatTheCloudGaveUp(findings)
            ? findings
            : CloudWords.atWork(findings, cloudSays, now());
    String message = cloudSays.isEmpty() ? "The cloud is working on it" : cloudSays;
    return waiting(found.status(Status::underWay), message, due);
  }

  /** After a failure that stays what a person should know: the cloud may never show anything. */
  Completion settling(Findings findings, Instant until) {
    String message = "Waiting until the cloud shows it";
    Findings found = findings.status(Status::underWay);
    return findings.status().attempts() > 0
        ? found.status(s -> s.withProgress(Optional.of(progress(s, message)))).dueAt(until)
        : waiting(found, message, until);
  }

  private Completion waiting(Findings findings, String message, Instant due) {
    Findings found = findings.status(s -> s.withProgress(Optional.of(progress(s, message))));
    if (repeatsWhatTheCloudGaveUp(findings)) {
      return found.dueAt(due);
    }
    found = found.condition(Type.Synced, State.False, Reasons.WORKING, message);
    if (!findings.work().madeOnce()) {
      found = found.condition(Type.Ready, State.False, Reasons.WORKING, message);
    }
    return found.dueAt(due);
  }

  /**
   * Until it is ready, that is what a person should know, and what the next failure is no news to.
   */
  private static boolean repeatsWhatTheCloudGaveUp(Findings findings) {
    return findings
        .status()
        .condition(Type.Synced)
        .filter(c -> c.reason().equals(Reasons.CLOUD_FAILED))
        .filter(c -> c.observedGeneration() == findings.before().generation())
        .isPresent();
  }

  Completion absent(Findings findings, Instant secondLook) {
    Findings found =
        findings
            .work(w -> w.withAbsentSince(w.absentSince().or(() -> Optional.of(now()))))
            .status(Status::withoutFailure);
    if (findings.before().want().absent()) {
      return found
          .status(s -> s.withProgress(Optional.of(progress(s, "making sure that it is gone"))))
          .dueAt(secondLook);
    }
    String message = externalName(findings) + " was not found in the cloud; looking once more";
    return found
        .condition(Type.Synced, State.False, Reasons.SEEN_ABSENT, message)
        .condition(Type.Ready, State.Unknown, Reasons.SEEN_ABSENT, message)
        .eventIfNews(Type.Ready, Event.Draft.warning(now(), Reasons.SEEN_ABSENT, message))
        .dueAt(secondLook);
  }

  Completion goingAway(Findings findings) {
    Findings found =
        findings.status(s -> s.underWay().withProgress(Optional.of(progress(s, "deleting"))));
    boolean ours =
        findings.work().intent().filter(intent -> intent.step() == Work.Step.DELETE).isPresent();
    if (!ours && !findings.before().want().absent() && !findings.before().isTombstone()) {
      String message =
          externalName(findings)
              + " is being deleted in the cloud, and not by Automat: find out who does it";
      found =
          found
              .condition(Type.Synced, State.False, Reasons.DELETING_EXTERNALLY, message)
              .condition(Type.Ready, State.False, Reasons.DELETING_EXTERNALLY, message)
              .eventIfNews(
                  Type.Ready,
                  Event.Draft.warning(now(), Reasons.DELETING_EXTERNALLY, message).asNotice());
    }
    return found.dueAt(now().plus(poll()));
  }

  Completion missing(Findings findings) {
    String message =
        externalName(findings)
            + " is gone from the cloud, and Automat did not delete it. It is not made anew by"
            + " itself: restore it under this name, or ask for :recreate to have an empty one, or"
            + " delete it";
    return atRest(
        findings
            .condition(Type.Synced, State.False, Reasons.MISSING, message)
            .condition(Type.Ready, State.False, Reasons.MISSING, message)
            .status(s -> s.withoutFailure().withProgress(Optional.empty()))
            .eventIfNews(
                Type.Ready, Event.Draft.warning(now(), Reasons.MISSING, message).asNotice()));
  }

  Completion foreign(Findings findings, String found) {
    String message =
        "The name "
            + externalName(findings)
            + " is taken by something that is not ours and is left alone: "
            + found;
    return atRest(
        findings
            .condition(Type.Synced, State.False, Reasons.FOREIGN, message)
            .condition(Type.Ready, State.False, Reasons.FOREIGN, message)
            .status(s -> s.withoutFailure().withProgress(Optional.empty()))
            .eventIfNews(
                Type.Ready, Event.Draft.warning(now(), Reasons.FOREIGN, message).asNotice()));
  }

  Completion gone(Findings findings) {
    boolean touched = findings.work().touchedCloud();
    Instant purge = now().plus(undelete);
    return findings
        .condition(Type.Synced, State.True, Reasons.DELETED, "")
        .condition(Type.Ready, State.False, Reasons.DELETED, "It was deleted")
        .status(
            s ->
                s.without(Type.Drifted)
                    .without(Type.Expiring)
                    .withoutFailure()
                    .withProgress(Optional.empty())
                    .withSeen(Map.of(), List.of()))
        .status(s -> s.without(Type.Paused))
        .work(w -> w.withoutIntent().withPurgeAt(Optional.of(purge)))
        .work(w -> untouchedSource(findings).map(w::withFinale).orElse(w))
        .deletedAt(now())
        .event(Event.Draft.normal(now(), Reasons.DELETED, externalName(findings) + " is gone"))
        .dueAt(touched ? earlier(now().plus(LATE_LOOKS.getFirst()), purge) : purge);
  }

  /**
   * Data that were to come back and never did are still where they were, and can be had from here.
   */
  private static Optional<Finale> untouchedSource(Findings findings) {
    Work work = findings.work();
    return work.madeOnce() || work.wasEmptied() || work.finale().isPresent()
        ? Optional.empty()
        : findings.before().stay().restoredFrom().map(Source::snapshot).map(Finale::kept);
  }

  Completion stillGone(Findings findings) {
    return findings
        .work(w -> w.withoutIntent())
        .status(s -> s.withoutFailure())
        .dueAt(nextLateLook(findings));
  }

  /** When a tombstone is looked at again, or its time is over. */
  Instant nextLateLook(Findings findings) {
    Instant deleted = findings.before().times().deleted().orElse(now());
    Instant look =
        findings.work().touchedCloud()
            ? LATE_LOOKS.stream()
                .map(deleted::plus)
                .filter(now()::isBefore)
                .findFirst()
                .orElse(Lease.NEVER)
            : Lease.NEVER;
    return earlier(look, findings.work().purgeAt().orElse(Lease.NEVER));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private Completion atRest(Findings findings) {
    return lookedAtIn(rest, findings);
  }

  /**
   * Where somebody meddled once, they may do so again; and lists do not show what drifted further.
   */
  Completion watched(Findings findings) {
    return lookedAtIn(interval, findings);
  }

  /** Or when its lifetime asks for something, if that is earlier. */
  private Completion lookedAtIn(Duration about, Findings findings) {
    Instant due = now().plus(Backoff.jittered(about, random));
    return findings.dueAt(due.isBefore(nextExpiryStep) ? due : nextExpiryStep);
  }

  /** How long to wait for the cloud, by how long it usually takes. */
  Duration poll() {
    Duration twentieth = typicalCreate.dividedBy(20);
    Duration atLeast = twentieth.compareTo(SHORTEST_POLL) > 0 ? twentieth : SHORTEST_POLL;
    return atLeast.compareTo(LONGEST_POLL) < 0 ? atLeast : LONGEST_POLL;
  }

  Status.Progress progress(Status status, String step) {
    Instant since = status.progress().map(Status.Progress::since).orElse(now());
    return new Status.Progress(step, since, typicalCreate.toSeconds());
  }

  private String typical() {
    long seconds = typicalCreate.toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String list(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
  }

  private static String externalName(Findings findings) {
    return findings.before().status().externalName();
  }

  private Instant now() {
    return clock.instant();
  }
}
