package dev.automat.config;

import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.resource.Json;
import dev.automat.resource.Placement;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Which accounts and regions the plugins' own sections name, as {@link
 * dev.automat.spi.ProvisionerPlugin#configurationSchema} says where.
 */
public final class ConfiguredPlaces {

  private static final String ACCOUNTS = "accounts";
  private static final String REGIONS = "regions";

  private final Map<String, Map<String, Object>> sections;
  private final InstalledPlugins plugins;

  /**
   * @param sections of the configuration, by provisioner
   */
  public ConfiguredPlaces(Map<String, Map<String, Object>> sections, InstalledPlugins plugins) {
    this.sections = Map.copyOf(sections);
    this.plugins = plugins;
  }

  /** Whether something can be there. Of a plugin that names no accounts, or is away: yes. */
  public boolean have(Placement place) {
    boolean declared =
        plugins
            .plugin(place.provisioner())
            .map(LoadedPlugin::configurationSchema)
            .map(schema -> Json.read(schema, JsonNode.class).at("/properties").has(ACCOUNTS))
            .orElse(false);
    if (!declared) {
      return true;
    }
    JsonNode account =
        Json.tree(sections.getOrDefault(place.provisioner(), Map.of()))
            .path(ACCOUNTS)
            .path(place.account());
    return account.isObject()
        && (!account.has(REGIONS) || account.path(REGIONS).has(place.region()));
  }

  /** The key that would name it. */
  public static String key(Placement place) {
    return String.join(
        ".",
        "provisioners",
        place.provisioner(),
        ACCOUNTS,
        place.account(),
        REGIONS,
        place.region());
  }
}
