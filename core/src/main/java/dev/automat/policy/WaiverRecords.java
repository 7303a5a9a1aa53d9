package dev.automat.policy;

import java.util.List;
import java.util.Optional;

/** Keeps waivers. Each method is one transaction. Rows are never removed. */
public interface WaiverRecords {

  /** The newest of that name. */
  Optional<Waiver> find(String team, String name);

  /** Those of a team, the newest first, whatever became of them. */
  List<Waiver> of(String team, int limit);

  /** Those of a team, or of all, that were granted once, also if they have ended; newest first. */
  List<Waiver> granted(Optional<String> team);

  /** Those of all teams, the newest first. */
  List<Waiver> all(int limit);

  /**
   * Adds one.
   *
   * @param before the one that had the name, which gives it up, and becomes withdrawn if it was
   *     only asked for
   * @return whether the name was free, or still that one's, as it was
   */
  boolean ask(Waiver waiver, Optional<Waiver> before);

  /**
   * Writes a decision.
   *
   * @param was the state that it must have
   * @return whether it had
   */
  boolean decide(Waiver decided, Waiver.State was);
}
