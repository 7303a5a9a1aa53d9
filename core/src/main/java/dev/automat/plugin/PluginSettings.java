package dev.automat.plugin;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the configuration says of plugins. It is read before all other configuration, because each
 * plugin brings the form of its own section.
 *
 * @param directory where plugins from outside the build are; it need not exist
 * @param pinned name to the digest that the plugin must have, as {@code sha256:} and 64 hex digits
 */
public record PluginSettings(Path directory, Map<String, String> pinned) {

  public PluginSettings {
    pinned = Map.copyOf(pinned);
  }
}
