package dev.automat.store;

import dev.automat.resource.Phase;
import java.util.Optional;
import java.util.Set;

/**
 * Which resources are meant: all that are named must fit.
 *
 * @param teams in one of these; empty: in any
 * @param stack members of stacks of that name
 * @param managedBy kept by this manager; empty: by any, or none
 * @param tombstones whether deleted ones, and past incarnations, are shown
 */
public record ResourceFilter(
    Optional<Set<String>> teams,
    Optional<String> kind,
    Optional<String> environment,
    Optional<Phase> phase,
    Optional<String> stack,
    Optional<String> managedBy,
    boolean tombstones) {

  /** Whoever keeps them, in a stack or not. */
  public ResourceFilter(
      Optional<Set<String>> teams,
      Optional<String> kind,
      Optional<String> environment,
      Optional<Phase> phase,
      boolean tombstones) {
    this(teams, kind, environment, phase, Optional.empty(), Optional.empty(), tombstones);
  }

  /** Everything alive. */
  public static ResourceFilter all() {
    return new ResourceFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** The same, of one manager. */
  public ResourceFilter managedBy(String manager) {
    return new ResourceFilter(
        teams, kind, environment, phase, stack, Optional.of(manager), tombstones);
  }
}
