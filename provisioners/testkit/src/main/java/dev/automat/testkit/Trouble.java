package dev.automat.testkit;

/** What a test can do to a whole account of a {@link HostileCloud}. */
public enum Trouble {
  /** No call gets there. */
  UNREACHABLE,
  /** Every call is asked to slow down. */
  THROTTLED,
  /** The account answers, and says of everything that it is not there. Nothing is lost. */
  BLIND,
  /** Calls do not return until their thread is interrupted. */
  HANGING
}
