package dev.automat.store;

import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;

/** What became of a write. */
public sealed interface WriteOutcome {

  /**
   * It is stored.
   *
   * @param warnings limits of its team that it goes beyond, and may
   */
  record Accepted(Resource resource, List<Violation> warnings) implements WriteOutcome {}

  /** Its team has no room for it; nothing was written. */
  record Refused(List<Violation> violations) implements WriteOutcome {}

  /**
   * Somebody was faster; nothing was written.
   *
   * @param current what holds the key now
   */
  record Lost(Optional<Resource> current) implements WriteOutcome {}

  /**
   * It can not be stored as it is, however often it is tried; nothing was written.
   *
   * @param message what the database says of it
   */
  record Failed(String message) implements WriteOutcome {}
}
