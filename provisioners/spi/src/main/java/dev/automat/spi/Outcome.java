package dev.automat.spi;

import java.time.Duration;
import java.util.Optional;

/** How a create or an update ended. */
public sealed interface Outcome {

  /** It is done, and this is what stands now. */
  record Finished(Observation.Present observed) implements Outcome {}

  /**
   * The cloud accepted it and is still working.
   *
   * @param cloudId the id that the cloud gave, if it did
   * @param step what it is doing, for a person
   * @param pollAfter when to look again, at least one second
   */
  record Working(Optional<String> cloudId, String step, Duration pollAfter) implements Outcome {}
}
