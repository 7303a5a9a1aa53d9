package dev.automat.notify;

import java.time.Instant;

/**
 * What came of a claimed delivery.
 *
 * @param attempted false: the sink was not even asked
 */
public record Ended(Delivery delivery, boolean attempted, Outcome outcome) {

  /** How it stands now. Its errors are in our own words: what a receiver says is not kept. */
  public sealed interface Outcome {

    /** The receiver has it. */
    record Accepted() implements Outcome {}

    /** It is tried again then. */
    record Again(Instant at, String error) implements Outcome {}

    /** The sink does not get it; the platform's own channel does. */
    record Dead(String error) implements Outcome {}
  }
}
