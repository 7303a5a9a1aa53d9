package dev.automat.notify;

import dev.automat.lifetime.NoticeBoard;
import dev.automat.notify.NoticeReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps notices and their deliveries. Notices are written by whatever writes a line of a timeline,
 * in its transaction. Each method is one transaction; only {@link #forget} removes rows.
 */
public interface Outbox extends NoticeBoard {

  /**
   * Whom a notice goes to.
   *
   * @param targets empty: nobody has to be told but by the timeline, so it is accepted
   */
  record Routing(List<Target> targets) {}

  /**
   * One receiver.
   *
   * @param giveUpAt empty: never
   * @param archive whether nobody reads there: what it takes is delivered, but not accepted
   */
  record Target(String sink, Optional<Instant> giveUpAt, boolean archive) {

    /** One where people read. */
    public Target(String sink, Optional<Instant> giveUpAt) {
      this(sink, giveUpAt, false);
    }
  }

  /** How a line of a timeline was received. */
  record Standing(State state, Optional<Instant> accepted) {}

  /**
   * What is still to be done.
   *
   * @param waiting notices that are still to be sent to somebody
   * @param oldest when the oldest of them was written
   * @param dead notices that a sink could not be given, and that the platform's channel has not got
   */
  record Backlog(long waiting, Optional<Instant> oldest, long dead) {

    /** Nothing. */
    public static final Backlog NONE = new Backlog(0, Optional.empty(), 0);
  }

  /**
   * Gives notices that have none yet their deliveries, the oldest first. Replicas do not get the
   * same ones.
   *
   * @param routing is asked within the transaction: returns at once
   * @return how many notices
   */
  int route(int max, Instant now, Function<Notice, Routing> routing);

  /**
   * Claims due deliveries of a sink, the longest due first: raises the epoch, and has them due
   * again at the end of the lease. Of one resource no more than one at a time, in order, except
   * those whose time is up.
   *
   * @param all false: only those whose time is up
   */
  List<Delivery> claim(String sink, Instant now, Duration lease, int max, boolean all);

  /** A sink that is not among these and has deliveries whose time is up. */
  Optional<String> abandoned(Set<String> sinks, Instant now);

  /**
   * Ends claims. What is dead goes to the platform's channel, in the same transaction.
   *
   * @return in the same order, whether the epoch still held; if not, nothing was written
   */
  List<Boolean> end(List<Ended> batch, String platform, Instant now);

  /**
   * Notices, the newest first.
   *
   * @param teams whom they concern; empty: all
   * @param dead only those that a sink was given up for
   * @param before their numbers are below it
   */
  List<NoticeReport> page(Optional<Set<String>> teams, boolean dead, long before, int limit);

  Optional<NoticeReport> find(String id);

  /**
   * Has dead deliveries of a notice tried again. A repeat finds none.
   *
   * @return how many
   */
  int redeliver(String id, Instant now, Instant giveUpAt, String platform);

  /** Of lines of a timeline that are notices, by their sequences. */
  Map<Long, Standing> standings(String uid, long after, long until);

  Backlog backlog();

  /**
   * Removes notices that nobody needs any more, with their deliveries, the oldest first: those that
   * are not to be sent to anybody, and that no end leans on which is still to come. Replicas may do
   * it side by side.
   *
   * @param before when they were written
   * @return how many; a repeat goes on
   */
  int forget(Instant before, int max);
}
