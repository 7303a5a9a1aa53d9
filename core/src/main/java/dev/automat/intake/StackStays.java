package dev.automat.intake;

import dev.automat.admission.Expiry;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Violation;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.StackOutcome;
import dev.automat.store.StackWrite;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What people decide of the life of a stack beside what is asked for: each for all members, in one
 * transaction. Neither touches the definition, whoever keeps it. Calls block until the outcome is
 * stored.
 */
public final class StackStays {

  private final Store store;
  private final InstantSource clock;

  public StackStays(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What an act comes to: what it changes of the stack and of each member. */
  private record Act(Stack after, List<Write> writes, String what) {}

  /** An answer, or what is to be written. */
  private sealed interface Decision {
    record Decided(StackAnswer answer) implements Decision {}

    record ToWrite(Act act) implements Decision {}
  }

  /**
   * Moves the end of all members. The same end again is {@link StackAnswer.Unchanged}.
   *
   * @param approver whether it may go beyond what the modules allow
   */
  public StackAnswer extend(
      StackKey key, Origin origin, Instant expiresAt, String reason, boolean approver) {
    return act(
        key,
        (live, now) ->
            StackClashes.ofDeletion(live)
                .<Decision>map(Decision.Decided::new)
                .orElseGet(() -> extension(live, origin, expiresAt, reason, approver, now)));
  }

  private static Decision extension(
      StackState live,
      Origin origin,
      Instant expiresAt,
      String reason,
      boolean approver,
      Instant now) {
    Optional<Instant> ends = live.stack().expires();
    if (ends.isEmpty()) {
      return decided(
          live,
          Reason.ENDLESS,
          "it has no end, so there is nothing to extend",
          "PUT it with a spec.lifetime to give it an end");
    }
    Instant wanted = expiresAt.truncatedTo(ChronoUnit.MICROS);
    if (wanted.equals(ends.get())) {
      return new Decision.Decided(new StackAnswer.Unchanged(live));
    }
    if (wanted.isBefore(ends.get()) || !wanted.isAfter(now)) {
      return refused(Extensions.earlier(wanted, ends.get()));
    }
    Optional<Resource> strictest =
        live.wanted().stream()
            .filter(member -> latest(member).isPresent())
            .min(Comparator.comparing(member -> latest(member).orElseThrow()));
    boolean beyond = strictest.flatMap(StackStays::latest).filter(wanted::isAfter).isPresent();
    if (beyond && !approver) {
      return refused(beyond(strictest.orElseThrow()));
    }
    String what = origin.actor() + " moved its end from " + ends.get() + " to " + wanted;
    String why = (beyond ? ", beyond what its modules allow" : "") + ": " + reason;
    Event.Draft event =
        Event.Draft.normal(
            now, "Extended", what + " with all of the stack " + live.stack().key().name() + why);
    return new Decision.ToWrite(
        new Act(
            live.stack().ending(Optional.of(wanted)),
            live.wanted().stream()
                .<Write>map(
                    member ->
                        new Write.Extend(
                            member.key(),
                            member.uid(),
                            member.times().expires().orElse(ends.get()),
                            wanted,
                            now,
                            event))
                .toList(),
            what + why));
  }

  private static Optional<Instant> latest(Resource member) {
    return Expiry.latest(member.plan(), member.times().accepted());
  }

  private static Violation beyond(Resource member) {
    Plan plan = member.plan();
    return new Violation(
        "/expiresAt",
        "max-lifetime",
        "its member "
            + StackState.memberOf(member)
            + " may live for "
            + plan.maxLifetime()
            + " from its creation, until "
            + latest(member).map(Instant::toString).orElse("its end"),
        "name an instant until then, or have an administrator of the platform extend it further");
  }

  /**
   * Access to the members that are in quarantine, for 48 hours. Each has that once in its life:
   * those that had it stay cut, and it is refused if none is left.
   */
  public StackAnswer release(StackKey key, Origin origin, String reason) {
    return act(
        key,
        (live, now) -> {
          Optional<StackAnswer> clash =
              live.stack().want().absent()
                  ? StackClashes.ofDeletion(live)
                  : StackClashes.ofPause(live, now);
          if (clash.isPresent()) {
            return new Decision.Decided(clash.get());
          }
          List<Resource> cut = live.quarantined();
          List<Resource> closed =
              cut.stream().filter(member -> Stays.ofRelease(member).isEmpty()).toList();
          Optional<Resource> hindered =
              (cut.isEmpty() ? live.alive() : cut)
                  .stream().filter(_ -> closed.isEmpty()).findFirst();
          return hindered
              .flatMap(member -> Stays.ofRelease(member).map(answer -> of(member, answer, live)))
              .<Decision>map(Decision.Decided::new)
              .orElseGet(
                  () ->
                      each(
                          live,
                          closed,
                          member -> {
                            Stay.Release release = Stays.releaseOf(member, origin, reason, now);
                            return new Write.Steer(
                                member.key(),
                                member.uid(),
                                new Steering.Release(release),
                                now,
                                Stays.released(release, now));
                          },
                          origin.actor() + " gave access to what is in quarantine: " + reason));
        });
  }

  private static StackAnswer of(Resource member, Answer answer, StackState live) {
    return answer instanceof Answer.Clash clash
        ? StackClashes.ofOne(member, clash, Optional.of(live))
        : new StackAnswer.Unchanged(live);
  }

  /**
   * No changes in the cloud until then, in place of a pause that there is.
   *
   * @param until at most 14 days from now
   */
  public StackAnswer pause(StackKey key, Origin origin, Instant until, String reason) {
    return act(
        key,
        (live, now) -> {
          Optional<Violation> limit = Stays.pauseLimit(until, now);
          if (limit.isPresent()) {
            return refused(limit.get());
          }
          Stay.Pause pause =
              new Stay.Pause(now, until.truncatedTo(ChronoUnit.MICROS), origin.actor(), reason);
          return StackClashes.ofDeletion(live)
              .<Decision>map(Decision.Decided::new)
              .orElseGet(
                  () ->
                      each(
                          live,
                          live.wanted(),
                          member ->
                              new Write.Steer(
                                  member.key(),
                                  member.uid(),
                                  new Steering.Pause(pause),
                                  now,
                                  Stays.paused(pause)),
                          Stays.paused(pause).message()));
        });
  }

  /** What is not paused is {@link StackAnswer.Unchanged}. */
  public StackAnswer resume(StackKey key, Origin origin) {
    return act(
        key,
        (live, now) -> {
          if (live.stack().want().absent()) {
            return StackClashes.ofDeletion(live).<Decision>map(Decision.Decided::new).orElseThrow();
          }
          List<Resource> paused =
              live.wanted().stream()
                  .filter(member -> member.stay().pausedAt(now).isPresent())
                  .filter(member -> !member.want().absent())
                  .toList();
          String what = origin.actor() + " ended its pause";
          return paused.isEmpty()
              ? new Decision.Decided(new StackAnswer.Unchanged(live))
              : each(
                  live,
                  paused,
                  member ->
                      new Write.Steer(
                          member.key(),
                          member.uid(),
                          new Steering.Resume(),
                          now,
                          Event.Draft.normal(now, "Resumed", what)),
                  what);
        });
  }

  private static Decision each(
      StackState live, List<Resource> members, Function<Resource, Write> write, String what) {
    return new Decision.ToWrite(new Act(live.stack(), members.stream().map(write).toList(), what));
  }

  private static Decision refused(Violation violation) {
    return new Decision.Decided(new StackAnswer.Refused(List.of(violation)));
  }

  private static Decision decided(StackState live, Reason reason, String message, String fix) {
    return new Decision.Decided(
        new StackAnswer.Clash(reason, message, fix, Optional.of(live), Optional.empty()));
  }

  /** Decides on what stands, and again if that was changed meanwhile. */
  private StackAnswer act(StackKey key, BiFunction<StackState, Instant, Decision> decide) {
    for (int i = 0; i < StackDesk.TRIES; i++) {
      Optional<StackState> current = StackDesk.standing(store, key);
      Optional<StackAnswer> absence = StackClashes.ofAbsence(current);
      if (absence.isPresent()) {
        return absence.get();
      }
      StackState live = current.orElseThrow();
      switch (decide.apply(live, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
        case Decision.Decided(StackAnswer answer) -> {
          return answer;
        }
        case Decision.ToWrite(Act act) -> {
          Optional<StackAnswer> answer = write(live, act);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    return StackDesk.contended(StackDesk.standing(store, key));
  }

  private Optional<StackAnswer> write(StackState live, Act act) {
    List<Submission> members = act.writes().stream().map(Submission::of).toList();
    return switch (store
        .stacks()
        .write(new StackWrite(Optional.of(live.stack()), act.after(), members, act.what()))) {
      case StackOutcome.Accepted(StackState state, var _) ->
          Optional.of(new StackAnswer.Accepted(state, false));
      case StackOutcome.Refused(var violations) ->
          Optional.of(
              new StackAnswer.Refused(violations.values().stream().flatMap(List::stream).toList()));
      case StackOutcome.Lost _ -> Optional.empty();
    };
  }
}
