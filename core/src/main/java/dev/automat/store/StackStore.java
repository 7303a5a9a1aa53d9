package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.ResourceKey;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stacks. Each method is one transaction. */
public interface StackStore {

  /** What holds the key, also if all of it is gone. */
  Optional<StackState> current(StackKey key);

  /** The stack with this uid, with the members that still hold their names. */
  Optional<StackState> byUid(String uid);

  /**
   * The stack with this uid as it last stood, also if others have the names of its members now: of
   * those that had one name and kind, the last.
   */
  Optional<StackState> asItStood(String uid);

  /**
   * Stacks of a team, in the order of their uids.
   *
   * @param gone whether those are among them of which nothing is left
   * @param afterUid the last uid of the page before; empty for the first page
   */
  List<StackState> list(String team, boolean gone, Optional<String> afterUid, int limit);

  /** The names of those stacks of a team of which something is there, at most so many. */
  List<String> names(String team, int limit);

  /**
   * The timelines of all that ever were members, as one, oldest first.
   *
   * @param after the last of the page before
   */
  List<Line> events(String uid, Place after, int limit);

  /**
   * Carries out a write of a stack and of its members: all of it, or nothing. What is accepted has
   * its lines in the audit log.
   */
  StackOutcome write(StackWrite write);

  /** A line of a timeline, and whose it is. */
  record Line(ResourceKey key, Event event) {
    /** Where the next page begins. */
    public Place place() {
      return new Place(event.at(), event.uid(), event.sequence());
    }
  }

  /** A place in the timelines of all. */
  record Place(Instant at, String uid, long sequence) {
    /** Before everything. */
    public static final Place FIRST = new Place(Instant.EPOCH, "", 0);
  }
}
