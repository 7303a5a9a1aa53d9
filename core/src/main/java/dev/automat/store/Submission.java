package dev.automat.store;

import dev.automat.audit.Asked;
import java.util.Optional;

/**
 * A write, and who asked for it: the line of the audit log goes with it, and is lost with it.
 *
 * @param asked empty: nobody did, it is the engine's own
 */
public record Submission(Write write, Optional<Asked> asked) {

  /** By whom this thread works for. */
  public static Submission of(Write write) {
    return new Submission(write, Asked.now());
  }
}
