package dev.automat.engine;

import dev.automat.store.Beginning;
import dev.automat.store.Completion;

/**
 * How one reconciliation writes to the store. Both answers are whether the claim still held; if
 * not, nothing was written.
 */
interface Records {

  boolean begin(Beginning beginning);

  boolean complete(Completion completion);
}
