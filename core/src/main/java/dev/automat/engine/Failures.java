package dev.automat.engine;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.retry.Backoff;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.AccountHold;
import dev.automat.store.Completion;
import dev.automat.store.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Puts what hindered a reconciliation into conditions, events and a next attempt. */
final class Failures {

  private static final Duration HELD = Duration.ofMinutes(1);
  private static final Duration FIRST_SWEEP = Duration.ofMillis(300);
  private static final Duration SWEPT_AGAIN = Duration.ofSeconds(5);

  /** What goes on until somebody acts; all else may pass by itself, and nobody is told. */
  private static final Set<String> NEEDS_SOMEBODY =
      Set.of(Reasons.REFUSED, Reasons.QUOTA, Reasons.FOREIGN, Reasons.CLOUD_FAILED);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Instant began;

  Failures(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.began = clock.instant();
  }

  /** A call failed. */
  Completion failed(Findings findings, ProvisionerException failure) {
    ErrorType type = failure.code().type();
    String reason =
        failure.code().equals(ErrorCode.FOREIGN) ? Reasons.FOREIGN : Reasons.of(failure.code());
    String message =
        failure.getMessage()
            + failure.requestId().map(id -> " (request " + id + ")").orElse("")
            + ": "
            + failure.nextStep();
    // These were refused, so nothing was begun; after the others the cloud may have done it all the
    // same.
    boolean refused =
        type == ErrorType.USER || type == ErrorType.QUOTA || type == ErrorType.THROTTLED;
    Duration pause = Backoff.after(type, findings.status().attempts() + 1, random);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    return tryAgain(
        findings,
        refused ? State.False : State.Unknown,
        reason,
        message,
        isKnown(findings, reason, failure),
        pause.compareTo(asked) > 0 ? pause : asked);
  }

  /** The same failure of another request is no news. */
  private static boolean isKnown(Findings findings, String reason, ProvisionerException failure) {
    Pattern anyRequest =
        Pattern.compile(
            Pattern.quote(String.valueOf(failure.getMessage()))
                + "( \\(request .*\\))?"
                + Pattern.quote(": " + failure.nextStep()),
            Pattern.DOTALL);
    return synced(findings, reason)
        .filter(condition -> anyRequest.matcher(condition.message()).matches())
        .isPresent();
  }

  private static Optional<Condition> synced(Findings findings, String reason) {
    return findings
        .before()
        .status()
        .condition(Type.Synced)
        .filter(condition -> condition.reason().equals(reason));
  }

  /** A secret that is needed can not be opened, or a new one not be sealed. */
  Completion noKey(Findings findings, KeyUnavailableException failure) {
    return tryAgain(
        findings,
        State.False,
        Reasons.NO_KEY,
        failure.getMessage()
            + ", and start the server again; until then this resource is not changed",
        Backoff.after(ErrorType.EXTERNAL, findings.status().attempts() + 1, random));
  }

  /** The cloud itself gave up on the resource. */
  Completion cloudFailed(Findings findings, String cloudSays) {
    String message =
        cloudSays
            + ": it is tried again; if that goes on, look at "
            + findings.before().status().externalName()
            + " in the cloud's console";
    Duration pause = Backoff.after(ErrorType.EXTERNAL, findings.status().attempts() + 1, random);
    return tryAgain(findings, State.False, Reasons.CLOUD_FAILED, message, pause);
  }

  /**
   * The plugin that made it can not be used.
   *
   * @param why in words for a person
   */
  Completion noPlugin(Findings findings, String why) {
    String message = why + "; it is taken up again when the server has the plugin";
    return tryAgain(
        findings,
        State.Unknown,
        Reasons.NO_PLUGIN,
        message,
        Backoff.after(ErrorType.USER, 1, random));
  }

  private Completion tryAgain(
      Findings findings, State synced, String reason, String message, Duration pause) {
    boolean known = synced(findings, reason).filter(c -> c.message().equals(message)).isPresent();
    return tryAgain(findings, synced, reason, message, known, pause);
  }

  /**
   * @param known whether the timeline ends with this failure: how often it came since is in the
   *     status
   */
  private Completion tryAgain(
      Findings findings,
      State synced,
      String reason,
      String message,
      boolean known,
      Duration pause) {
    Instant next = clock.instant().plus(pause);
    Findings found =
        findings
            .condition(Type.Synced, synced, reason, message)
            .status(s -> s.withFailure(s.attempts() + 1, next));
    if (!known) {
      Event.Draft event = Event.Draft.warning(clock.instant(), reason, message);
      found = found.event(NEEDS_SOMEBODY.contains(reason) ? event.asNotice() : event);
    }
    // What was cleared away is still what Ready should say.
    boolean cleared =
        known && found.status().condition(Type.Ready).filter(Failures::saysCleared).isPresent();
    if (!findings.work().madeOnce() && !cleared) {
      found = found.condition(Type.Ready, State.False, reason, message);
    }
    return found.dueAt(next);
  }

  private static boolean saysCleared(Condition ready) {
    return ready.reason().equals(Reasons.CLEARING);
  }

  /** The account does not answer, and is spared until then. This is no failure of the resource. */
  Completion spared(Findings findings, Instant until) {
    String message =
        "account "
            + findings.before().account()
            + " does not answer and is spared for a while: check its credentials and the cloud's"
            + " status";
    boolean knownAsUnreachable =
        findings
            .status()
            .condition(Type.Synced)
            .filter(c -> c.reason().equals(Reasons.UNREACHABLE))
            .isPresent();
    Instant due = until.plus(Backoff.jittered(Duration.ofSeconds(1), random));
    return knownAsUnreachable
        ? findings.dueAt(due)
        : findings
            .condition(Type.Synced, State.Unknown, Reasons.ACCOUNT_UNREACHABLE, message)
            .eventIfNews(
                Type.Synced,
                Event.Draft.warning(clock.instant(), Reasons.ACCOUNT_UNREACHABLE, message))
            .dueAt(due);
  }

  /**
   * Nothing is changed in an account before it was looked at as a whole. That is a matter of a
   * second or two after the start, and said only where it takes longer.
   */
  Completion unseen(Findings findings, SweptPlaces.Unseen unseen) {
    if (unseen.why().isEmpty()) {
      return findings.dueAt(clock.instant().plus(Backoff.jittered(untilListed(), random)));
    }
    Place place = unseen.place();
    String message =
        "nothing is changed in account %s before what is there was listed once since the start, as the store may be older than it; %s in %s could not be listed, and is tried again: %s"
            .formatted(place.account(), place.type(), place.region(), unseen.why().get());
    return findings
        .condition(Type.Synced, State.Unknown, Reasons.NOT_SWEPT, message)
        .eventIfNews(Type.Synced, Event.Draft.warning(clock.instant(), Reasons.NOT_SWEPT, message))
        .dueAt(clock.instant().plus(Backoff.jittered(SWEPT_AGAIN, random)));
  }

  /**
   * A quarter of the time since the start: whoever waits for a list looks meanwhile, and a list
   * that hangs until its time-out is no reason to spend the account's rate on looks.
   */
  private Duration untilListed() {
    Duration quarter = Duration.between(began, clock.instant()).dividedBy(4);
    Duration atLeast = quarter.compareTo(FIRST_SWEEP) < 0 ? FIRST_SWEEP : quarter;
    return atLeast.compareTo(SWEPT_AGAIN) < 0 ? atLeast : SWEPT_AGAIN;
  }

  /** Nothing may be changed in the account. */
  Completion held(Findings findings, AccountHold hold) {
    return findings
        .condition(Type.Synced, State.False, Reasons.OBSERVE_ONLY, hold.reason())
        .status(s -> s.withProgress(Optional.empty()))
        .eventIfNews(
            Type.Synced, Event.Draft.warning(clock.instant(), Reasons.OBSERVE_ONLY, hold.reason()))
        .dueAt(clock.instant().plus(Backoff.jittered(HELD, random)));
  }
}
