package dev.automat.spi;

import java.util.List;
import java.util.Map;

/**
 * One cloud's plugin, found with {@link java.util.ServiceLoader}: name the implementing class in
 * {@code META-INF/services/dev.automat.spi.ProvisionerPlugin}. It needs a public constructor
 * without parameters that does no work.
 */
public interface ProvisionerPlugin {

  /**
   * The provisioner's name in configuration and placements, such as {@code aws}: {@code
   * [a-z][a-z0-9-]{0,19}}.
   */
  String name();

  /**
   * JSON Schema 2020-12 (as text) of the plugin's own part of the platform configuration. It is
   * checked before {@link #open}; a plugin never sees configuration of another. A plugin with
   * several accounts names them as {@code accounts}, an object by name, each with {@code regions},
   * an object by name: what was in a place that these no longer name is not brought back there.
   */
  default String configurationSchema() {
    return "{\"type\":\"object\",\"additionalProperties\":false}";
  }

  /**
   * The resource types, as static data: read by the catalogue and by the CLI offline, so it must
   * not depend on configuration, files or the network, and returns equal descriptors at every call.
   */
  List<TypeDescriptor> types();

  /**
   * Which of the types can not be made where this runs, and why: because of the configuration, or
   * because a program that is needed is not installed. Asked once, when Automat starts; it may look
   * at files and must not ask its cloud. What exists already is kept all the same, as far as the
   * operations can.
   *
   * @param configuration as {@link #open} is going to get it
   * @return by {@link TypeDescriptor#type()}, the reason and the next step as one clause, such as
   *     {@code there is no redis-server on this machine: install it}
   */
  default Map<String, String> unavailable(Map<String, Object> configuration) {
    return Map.of();
  }

  /**
   * Opens the plugin once, before the first operation. It must return within a second and must not
   * need its cloud: a server that is started, or an account that is asked, belongs to the first
   * operation.
   *
   * @throws ProvisionerException of type {@link ErrorType#USER} if the configuration can not be
   *     used; its message names the key
   */
  Provisioner open(PluginContext context);
}
