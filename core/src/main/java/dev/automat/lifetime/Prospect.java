package dev.automat.lifetime;

import java.time.Instant;

/**
 * What comes next at the end of a lifetime.
 *
 * @param act the next step
 * @param at not before
 * @param deletesAt not before; the same instant if the next step is the deletion
 */
public record Prospect(Act act, Instant at, Instant deletesAt) {

  /** The steps that law 9 is about. */
  public enum Act {
    /** Access is cut. */
    QUARANTINE,
    /** It goes. */
    DELETION
  }
}
