package dev.automat.store;

import dev.automat.config.Configuration;
import dev.automat.config.Configuration.StoreSettings;
import java.nio.file.Path;
import java.util.UUID;

/** Opens the store that the configuration names, and brings its schema up to date. */
public final class Stores {

  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private Stores() {}

  /**
   * Opens {@code store.url}: {@code jdbc:h2:file:PATH}, {@code jdbc:h2:mem:NAME} or {@code
   * jdbc:postgresql://HOST:PORT/DATABASE}; without one, H2 in {@code automat.mv.db} in the data
   * directory.
   *
   * @throws StoreUnavailableException if it can not be reached, is used by another process (H2), or
   *     was written by a newer Automat; the message says what to do
   */
  public static Store open(Configuration configuration) {
    return open(configuration.dataDirectory(), configuration.store());
  }

  static JdbiStore open(Path dataDirectory, StoreSettings settings) {
    String url = settings.url().orElse("");
    if (url.isEmpty()) {
      return H2Opening.inFile(dataDirectory.resolve("automat"));
    }
    if (url.startsWith(POSTGRESQL)) {
      return PostgresOpening.open(url, settings);
    }
    String path = url.startsWith(H2) ? url.substring(H2.length()) : "";
    if (path.startsWith("mem:") && !path.contains(";")) {
      return H2Opening.inMemory(path.substring("mem:".length()));
    }
    if (path.startsWith("file:") && !path.contains(";")) {
      return H2Opening.inFile(Path.of(path.substring("file:".length())));
    }
    // Not repeated here: it may hold a password.
    throw new StoreUnavailableException(
        "store.url must be jdbc:h2:file:PATH or jdbc:h2:mem:NAME without further settings, or"
            + " jdbc:postgresql://HOST:PORT/DATABASE");
  }

  /**
   * A new, empty store that lives in memory until it is closed: for tests, simulations and
   * measuring.
   */
  public static Store inMemory() {
    return H2Opening.inMemory(UUID.randomUUID().toString());
  }
}
