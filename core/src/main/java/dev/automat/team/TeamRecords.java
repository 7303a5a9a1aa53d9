package dev.automat.team;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the documents of teams. Each method is one transaction. Rows are never removed. */
public interface TeamRecords {

  /** Tombstones included. */
  List<Team> all();

  /** Goes up with every write, whoever made it. */
  long revision();

  /** Adds one. @return whether the id was free: false, too, if it once was another's */
  boolean create(Team team);

  /**
   * Another spec: the generation goes up by one. @return whether it was still of that generation
   */
  boolean change(String id, long generation, TeamSpec spec);

  /** Says since when it is an orphan. @return whether it was still of that generation */
  boolean orphan(String id, long generation, Optional<Instant> since);

  /** Makes it a tombstone, if it owns nothing. @return whether it did */
  boolean end(String id, long generation, Instant at);

  /** What a team owns now, at most so many: resources, and what others have offered to it. */
  List<Possession> possessions(String team, Instant now, int limit);
}
