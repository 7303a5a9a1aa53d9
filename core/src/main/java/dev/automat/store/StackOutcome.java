package dev.automat.store;

import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.stack.StackState;
import java.util.List;
import java.util.Map;

/** What became of the write of a stack. All but {@link Accepted} left everything as it was. */
public sealed interface StackOutcome {

  /**
   * All of it is stored.
   *
   * @param warnings limits of its team that members go beyond, and may
   */
  record Accepted(StackState state, Map<ResourceKey, List<Violation>> warnings)
      implements StackOutcome {}

  /** Its team has no room for some of the members. */
  record Refused(Map<ResourceKey, List<Violation>> violations) implements StackOutcome {}

  /** Somebody was faster, with the stack or with a member. */
  record Lost() implements StackOutcome {}
}
