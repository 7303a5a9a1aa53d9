package dev.automat.store;

/**
 * One store in memory for many tests: emptied, not opened anew, as that is a hundred times faster.
 */
public final class InMemoryStore {

  private static final ThreadLocal<JdbiStore> PER_THREAD =
      ThreadLocal.withInitial(() -> (JdbiStore) Stores.inMemory());

  private InMemoryStore() {}

  /**
   * An empty store without listeners. It is the same database at each call from a thread, so what
   * was got before must not be used any more; not to be closed.
   */
  public static Store empty() {
    JdbiStore store = PER_THREAD.get();
    clear(store);
    return store.replica();
  }

  static void clear(JdbiStore store) {
    store
        .transactions()
        .write(
            Transactions.Keep.NOW,
            handle -> {
              for (String table :
                  new String[] {
                    "resource",
                    "waiver",
                    "event",
                    "secret",
                    "setting",
                    "account_hold",
                    "leak",
                    "replica",
                    "api_token",
                    "audit",
                    "sealing_key",
                    "binding",
                    "team",
                    "transfer",
                    "notice",
                    "delivery",
                    "catalog_bundle",
                    "catalog_activation",
                    "stack",
                    "stack_member"
                  }) {
                handle.execute("TRUNCATE TABLE " + table);
              }
              return true;
            });
  }
}
