package dev.automat.notify;

import java.time.Duration;
import java.util.Optional;

/** What a sink said to a notice. Errors are in our own words; what a receiver says is not kept. */
public sealed interface Answer {

  /** It has it. */
  record Accepted() implements Answer {}

  /**
   * It does not have it, or did not say so.
   *
   * @param lasting whether it makes no sense to ask again
   * @param down whether others would not get through either
   * @param pause how long it wants to be left alone
   */
  record Failed(String error, boolean lasting, boolean down, Optional<Duration> pause)
      implements Answer {

    /** It may take it later. */
    static Failed now(String error) {
      return new Failed(error, false, false, Optional.empty());
    }

    /** It takes nothing at the moment. */
    static Failed down(String error) {
      return new Failed(error, false, true, Optional.empty());
    }

    /** It will not take this one. */
    static Failed forGood(String error) {
      return new Failed(error, true, false, Optional.empty());
    }
  }
}
