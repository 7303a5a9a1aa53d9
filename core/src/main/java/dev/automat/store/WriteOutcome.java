package dev.automat.store;

import dev.automat.resource.Resource;
import java.util.Optional;

/** What became of a write. */
public sealed interface WriteOutcome {

  /** It is stored. */
  record Accepted(Resource resource) implements WriteOutcome {}

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
