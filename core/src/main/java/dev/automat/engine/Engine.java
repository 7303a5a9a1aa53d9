package dev.automat.engine;

import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.secret.SecretBox;
import dev.automat.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The running engine of one replica. */
public final class Engine implements AutoCloseable {

  private Engine() {}

  /** Opens the plugins and starts to work. Returns at once. */
  public static Engine start(
      Configuration configuration,
      Store store,
      InstalledPlugins plugins,
      SecretBox secrets,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters) {
    throw new UnsupportedOperationException();
  }

  public Connections connections() {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops claiming, gives calls under way ten seconds, and closes the plugins. What was cut off is
   * taken up at the next start.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
