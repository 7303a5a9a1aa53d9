package dev.automat.store;

import dev.automat.resource.Stay;
import java.time.Instant;

/** What may be decided of a life. */
public sealed interface Steering {

  /**
   * Its time is up, and nobody shall reach it.
   *
   * @param expires the expiry that was announced, which must still be the stored one
   * @param claim the epoch of the claim under which it was decided, which must still be held with
   *     nothing said since
   */
  record Quarantine(Stay.Quarantine quarantine, Instant expires, long claim) implements Steering {}

  /** Access for a while: of what is in quarantine, and was never released. */
  record Release(Stay.Release release) implements Steering {}

  /** No changes in the cloud for a while, in place of a pause that there is. */
  record Pause(Stay.Pause pause) implements Steering {}

  /** Changes again. */
  record Resume() implements Steering {}

  /** What is being deleted leaves no copy of its data, unless that is under way. */
  record SkipSnapshot() implements Steering {}
}
