package dev.automat.team;

import java.time.Instant;
import java.util.Optional;

/**
 * A tenant, as it stands.
 *
 * @param id never used for another, even after its end
 * @param generation counts the changes of the spec, from 1; 0 for a team that nobody names
 * @param managedBy {@link #CONFIGURATION}, {@link #API}, or {@code sync:NAME}
 * @param made empty for a team of the configuration
 * @param orphanedSince since when the file that it comes from does not name it any more, or leaves
 *     it without an administrator
 * @param deletedAt when it ended; then this is its tombstone
 */
public record Team(
    String id,
    TeamSpec spec,
    long generation,
    String managedBy,
    Optional<Made> made,
    Optional<Instant> orphanedSince,
    Optional<Instant> deletedAt) {

  public static final String CONFIGURATION = "configuration";
  public static final String API = "api";

  /** When, and by whom. */
  public record Made(Instant at, String by) {}

  /** A team of the configuration. */
  static Team configured(String id, TeamSpec spec) {
    return new Team(
        id, spec, 1, CONFIGURATION, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** One that nobody names, and that exists because the configuration lets every team exist. */
  static Team unnamed(String id, TeamSpec spec) {
    return new Team(
        id, spec, 0, CONFIGURATION, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether somebody names it. */
  public boolean isNamed() {
    return generation > 0;
  }

  /** A new one. */
  static Team made(String id, TeamSpec spec, String managedBy, Made made) {
    return new Team(id, spec, 1, managedBy, Optional.of(made), Optional.empty(), Optional.empty());
  }

  public boolean isTombstone() {
    return deletedAt.isPresent();
  }

  /** What an ETag holds: stands for the spec. */
  public String version() {
    return id + "-" + generation;
  }
}
