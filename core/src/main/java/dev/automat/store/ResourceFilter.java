package dev.automat.store;

import dev.automat.resource.Phase;
import java.util.Optional;
import java.util.Set;

/**
 * Which resources are meant: all that are named must fit.
 *
 * @param teams in one of these; empty: in any
 * @param tombstones whether deleted ones, and past incarnations, are shown
 */
public record ResourceFilter(
    Optional<Set<String>> teams,
    Optional<String> kind,
    Optional<String> environment,
    Optional<Phase> phase,
    boolean tombstones) {

  /** Everything alive. */
  public static ResourceFilter all() {
    return new ResourceFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }
}
