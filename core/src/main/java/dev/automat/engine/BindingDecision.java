package dev.automat.engine;

import java.time.Instant;

/** What is to be done about a binding next. */
sealed interface BindingDecision {

  /**
   * Make that version, or go on making it.
   *
   * @param version not begun yet, or begun and not known to be valid
   */
  record Make(int version) implements BindingDecision {}

  /**
   * Set a valid version right again.
   *
   * @param missing whether it was gone from the cloud; else it gives another access than is asked
   *     for
   */
  record Repair(int version, boolean missing) implements BindingDecision {}

  /**
   * Have a valid version bound again.
   *
   * @param version one that stands, and lacks something
   */
  record Complete(int version) implements BindingDecision {}

  /**
   * Keep what the one secret of all is by now.
   *
   * @param version the one whose secret was changed in the cloud, or by the cloud
   */
  record Follow(int version) implements BindingDecision {}

  /** Let the successor of older versions begin their end. */
  record Supersede(Instant until) implements BindingDecision {}

  /** Take that version away. */
  record Revoke(int version) implements BindingDecision {}

  /** All of it is taken away: give its name free. */
  record Release() implements BindingDecision {}

  /** It is gone long enough that nothing comes up late: forget the row. */
  record Forget() implements BindingDecision {}

  /** Nothing until then, since the last step failed. */
  record Pause(Instant until) implements BindingDecision {}

  /**
   * It is as it should be: nothing now; look again then, {@link Instant#MAX} for no need of its
   * own.
   */
  record Rest(Instant until) implements BindingDecision {}
}
