package dev.automat.engine;

import dev.automat.store.Beginning;
import dev.automat.store.Coalescer;
import dev.automat.store.Completion;
import dev.automat.store.Store;
import dev.automat.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Writes of many reconciliations at once, many to a transaction. */
final class BatchedRecords implements Records, AutoCloseable {

  private static final int BATCH = 200;

  private final Coalescer<Beginning, Boolean> beginnings;
  private final Coalescer<Completion, Boolean> completions;

  /**
   * @param slots how many reconciliations may run at once, and so may wait here
   */
  BatchedRecords(Store store, InstantSource clock, int slots) {
    beginnings = new Coalescer<>("engine-begin", 1, slots + 1, BATCH, Beginning::uid, store::begin);
    completions =
        new Coalescer<>(
            "engine-complete",
            1,
            slots + 1,
            BATCH,
            Completion::uid,
            batch -> store.complete(batch, clock.instant()));
  }

  @Override
  public boolean begin(Beginning beginning) {
    return await(beginnings.submit(beginning));
  }

  @Override
  public boolean complete(Completion completion) {
    return await(completions.submit(completion));
  }

  private static boolean await(CompletableFuture<Boolean> held) {
    try {
      return held.join();
    } catch (CompletionException e) {
      throw new StoreUnavailableException("the engine could not write: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    beginnings.close();
    completions.close();
  }
}
