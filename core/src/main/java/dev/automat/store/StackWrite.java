package dev.automat.store;

import dev.automat.stack.Stack;
import java.util.List;
import java.util.Optional;

/**
 * A write of a stack and of its members, that stands or falls as a whole.
 *
 * @param before as it was when this was planned, which it must still be: the stack itself, or the
 *     one that is gone and gives its name to this one. Empty: the name must be free
 * @param after as it is to be stored; its revision is ignored
 * @param members their writes, at most one for each
 * @param what was asked for, for the audit log
 */
public record StackWrite(
    Optional<Stack> before, Stack after, List<Submission> members, String what) {

  public StackWrite {
    members = List.copyOf(members);
  }
}
