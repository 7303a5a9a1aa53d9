package dev.automat.intake;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Requests that change something. Calls block until the outcome is stored: run them on a virtual
 * thread. Each throws {@link dev.automat.store.StoreBusyException} if too many are waiting.
 */
public final class Intake {

  public Intake(
      Store store,
      CoalescingWriter writer,
      Admission admission,
      LiveChecks liveChecks,
      InstantSource clock,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /** Creates or changes. The same spec and labels again are {@link Answer.Unchanged}. */
  public Answer put(PutRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * What {@link #put} would answer, changing nothing: {@link Answer.Possible} in place of Accepted
   * and Unchanged.
   */
  public Answer validate(PutRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Decides a resource's end. A repeat is {@link Answer.Unchanged}.
   *
   * @param ifMatch as in {@link PutRequest}
   */
  public Answer delete(ResourceKey key, Origin origin, Optional<String> ifMatch) {
    throw new UnsupportedOperationException();
  }

  /** Has the engine look now, whatever it was waiting for. */
  public Answer reconcile(ResourceKey key, Origin origin) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes anew what is {@code MissingExternally}.
   *
   * @param acceptDataLoss must be true where the plan's {@code onMissing} is {@code report}
   */
  public Answer recreate(ResourceKey key, Origin origin, boolean acceptDataLoss) {
    throw new UnsupportedOperationException();
  }
}
