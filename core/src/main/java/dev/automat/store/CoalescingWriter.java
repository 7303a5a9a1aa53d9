package dev.automat.store;

import java.util.concurrent.CompletableFuture;

/**
 * Gathers accepting writes: what was handed in while the last transaction committed goes as the
 * next one, so that many writers share one commit and a lone one waits for nobody.
 */
public final class CoalescingWriter implements AutoCloseable {

  /** Larger batches were no faster, and the first of them waits for the last. */
  private static final int MAX_BATCH = 500;

  private final Coalescer<Submission, WriteOutcome> writes;

  /**
   * @param capacity the most writes that may wait
   */
  public CoalescingWriter(Store store, int capacity) {
    writes =
        new Coalescer<>(
            "store-writer",
            store.sideBySide(),
            capacity,
            MAX_BATCH,
            one -> one.write().key(),
            store::accept);
  }

  /**
   * Hands in a write, for the request that this thread carries. The future ends after the commit;
   * it fails if the store did.
   *
   * @throws StoreBusyException if too many are waiting
   * @throws StoreUnavailableException after {@link #close}
   */
  public CompletableFuture<WriteOutcome> submit(Write write) {
    return submit(Submission.of(write));
  }

  /** As the other, with what goes beside it. */
  public CompletableFuture<WriteOutcome> submit(Submission submission) {
    return writes.submit(submission);
  }

  /** How many writes wait, for metrics. */
  public int waiting() {
    return writes.waiting();
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    writes.close();
  }
}
