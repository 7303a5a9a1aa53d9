package dev.automat.spi;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a plugin is given when it is opened.
 *
 * @param installation id of this Automat installation; every object that the plugin makes carries
 *     it
 * @param configuration the plugin's own configuration, already valid against {@link
 *     ProvisionerPlugin#configurationSchema()}
 * @param dataDirectory a directory of the plugin's own, made on demand by the plugin, kept across
 *     restarts
 * @param clock the only clock a plugin may read
 */
public record PluginContext(
    String installation,
    Map<String, Object> configuration,
    Path dataDirectory,
    InstantSource clock) {

  public PluginContext {
    configuration = Map.copyOf(configuration);
  }
}
