package dev.automat.store;

/** Makes a store look as if a later version had changed its schema. */
final class NewerSchema {

  private NewerSchema() {}

  static void pretend(JdbiStore store) {
    store
        .transactions()
        .write(
            Transactions.Keep.NOW,
            handle ->
                handle.execute(
                    """
                    INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description",
                      "type", "script", "checksum", "installed_by", "execution_time", "success")
                    VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 1, 'test', 1, true)
                    """));
  }
}
