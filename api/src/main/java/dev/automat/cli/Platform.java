package dev.automat.cli;

import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;

/** What a command works with. Closing it gives the plugins' jars back. */
record Platform(Configuration configuration, InstalledPlugins plugins) implements AutoCloseable {

  @Override
  public void close() {
    plugins.close();
  }
}
