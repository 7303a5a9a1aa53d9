package dev.automat.testkit;

/** What the conformance kit asks a {@link ConformanceHarness} to do to the way to the cloud. */
public enum Disruption {
  /** No call gets there: connections are refused, or time out within a few seconds. */
  UNREACHABLE,
  /** The cloud answers every call with its request to slow down. */
  THROTTLED,
  /** The cloud takes every call and does not answer. */
  HANGING
}
