package dev.automat.intake;

import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Plan;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.stack.StackState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of a request for a stack. All but {@link Accepted} left everything as it was. */
public sealed interface StackAnswer {

  /**
   * All of it is stored, and the engine is on it.
   *
   * @param created whether it made a new stack
   */
  record Accepted(StackState state, boolean created, Aside aside) implements StackAnswer {

    /** With nothing to say beside it. */
    public Accepted(StackState state, boolean created) {
      this(state, created, Aside.NONE);
    }
  }

  /** It is so already. */
  record Unchanged(StackState state) implements StackAnswer {

    /** What would become of each member, for who only asked: nothing. */
    public Possible asPossible() {
      SortedMap<String, Planned> members = new TreeMap<>();
      state
          .wanted()
          .forEach(
              member ->
                  members.put(
                      StackState.memberOf(member),
                      new Planned(member.key(), member.plan(), Effect.NOTHING)));
      return new Possible(members, List.of(), Optional.of(state), Aside.NONE);
    }
  }

  /**
   * It would be accepted.
   *
   * @param members by member
   * @param removed members that would be deleted
   * @param current what it would change; empty: it would make a new one
   */
  record Possible(
      SortedMap<String, Planned> members,
      List<String> removed,
      Optional<StackState> current,
      Aside aside)
      implements StackAnswer {}

  /** The request itself is wrong: 422. */
  record Refused(List<Violation> violations) implements StackAnswer {}

  /**
   * The plans that somebody has reviewed are not those that would be carried out: 412.
   *
   * @param reviewed the digest that they named
   * @param today the digest of what would be carried out
   */
  record PlanMismatch(String reviewed, String today, Optional<StackState> current)
      implements StackAnswer {}

  /** As {@link Answer.Clash}. */
  record Clash(
      Reason reason,
      String message,
      String fix,
      Optional<StackState> current,
      Optional<Duration> retryAfter)
      implements StackAnswer {}

  /** What would be made of a member. */
  record Planned(ResourceKey key, Plan plan, Effect effect) {}

  /** What would happen to a member. */
  enum Effect {
    CREATE,
    CHANGE,
    NOTHING
  }
}
