package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.policy.Leaning;
import java.util.Optional;

/**
 * A write with what goes beside it: who asked for it, whose line of the audit log is written and
 * lost with it, and the waivers that it needs.
 *
 * @param asked empty: nobody did, it is the engine's own
 * @param leaning the waivers that it needs; empty: it breaks no rule
 */
public record Submission(Write write, Optional<Asked> asked, Optional<Leaning> leaning) {

  /** By whom this thread works for. */
  public static Submission of(Write write) {
    return of(write, Optional.empty());
  }

  /** The same, by the grace of waivers. */
  public static Submission of(Write write, Optional<Leaning> leaning) {
    return new Submission(write, Asked.now(), leaning);
  }
}
