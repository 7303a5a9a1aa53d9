package dev.automat.testkit.wire;

/** What can become of a call. */
public enum Fault {
  /** Refused with the service's own request to slow down. No effect. */
  THROTTLED,
  /** Answered with a 500. No effect. */
  FAILS_BEFORE,
  /** Answered with a 500, yet it has had its effect. */
  FAILS_AFTER,
  /** The connection is cut. No effect. */
  DROPPED_BEFORE,
  /** The connection is cut, yet it has had its effect. */
  DROPPED_AFTER,
  /** Effect and answer come late, by {@link WireFaults#lateness}: after the client's time-out. */
  LATE_EFFECT,
  /** It has its effect at once, and is answered late, by {@link WireFaults#lateness}. */
  LATE_ANSWER
}
