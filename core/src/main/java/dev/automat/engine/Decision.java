package dev.automat.engine;

import java.time.Instant;
import java.util.List;

/** What is to be done about a resource now. */
sealed interface Decision {

  /**
   * Make it, or go on making it.
   *
   * @param anew whether what was there is lost and an empty one takes its place
   */
  record Create(boolean anew) implements Decision {}

  /** Mend what differs and can be mended. */
  record Update(List<Difference> mend) implements Decision {}

  /**
   * The cloud gave up on it, or a part of it is missing: say so, and wait before anything is tried.
   *
   * @param message the cloud's own words
   */
  record ReportFailed(String message) implements Decision {}

  /**
   * The pause after that failure is over: try to put it right.
   *
   * @param message the cloud's own words
   */
  record Repair(String message) implements Decision {}

  /**
   * The cloud gave up on what never was ready, so that nothing is lost with it: take it away, to
   * make it again.
   *
   * @param message the cloud's own words
   */
  record Clear(String message) implements Decision {}

  /** Nobody shall reach it: cut its access, or what was opened of it since. */
  record Cut() implements Decision {}

  /** It may be used again: give its access back. */
  record LetIn() implements Decision {}

  /** Before it is taken away: keep a copy of its data. */
  record Copy() implements Decision {}

  /**
   * A change is due, and somebody has asked for a pause.
   *
   * @param differences that are left as they are
   */
  record Wait(List<Difference> differences) implements Decision {}

  /**
   * Take it away.
   *
   * @param lateArrival whether it came up after it had been seen gone for good
   */
  record Delete(boolean lateArrival) implements Decision {}

  /** It is as it should be. */
  record InSync() implements Decision {}

  /**
   * It differs and stays so.
   *
   * @param survived whether an update was tried and did not change it
   */
  record LeaveDrifted(List<Difference> differences, boolean survived) implements Decision {}

  /**
   * The cloud is at it.
   *
   * @param message its own words
   */
  record AwaitCloud(String message) implements Decision {}

  /** The cloud may not show the truth before that instant. */
  record AwaitSettled(Instant until) implements Decision {}

  /** It is absent; whether it is gone shows a second look at that instant. */
  record ConfirmAbsence(Instant until) implements Decision {}

  /** It is being deleted, by us or, if it is to be present, by somebody else. */
  record AwaitDeletion() implements Decision {}

  /** It was ready and is gone, and a person must say what now. */
  record ReportMissing() implements Decision {}

  /**
   * Something that is not ours has its name.
   *
   * @param message what was found
   */
  record ReportForeign(String message) implements Decision {}

  /** It was to go and is gone. */
  record Gone() implements Decision {}

  /** It is gone still. */
  record StayGone() implements Decision {}
}
