package dev.automat.provisioner.aws;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The plugin with one of its types, so that each has a conformance test of its own; otherwise as it
 * is.
 *
 * @param without settings that the kit does not see
 */
record OneType(ProvisionerPlugin plugin, String type, Set<String> without)
    implements ProvisionerPlugin {

  @Override
  public String name() {
    return plugin.name();
  }

  @Override
  public String configurationSchema() {
    return plugin.configurationSchema();
  }

  @Override
  public List<TypeDescriptor> types() {
    return plugin.types().stream()
        .filter(descriptor -> descriptor.type().equals(type))
        .map(this::narrowed)
        .toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Provisioner all = plugin.open(context);
    ResourceType one = all.types().get(type);
    if (one == null) {
      throw new IllegalStateException("the plugin does not open " + type);
    }
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(type, one);
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  private TypeDescriptor narrowed(TypeDescriptor full) {
    ObjectNode schema = (ObjectNode) JsonMapper.shared().readTree(full.settingsSchema());
    ((ObjectNode) schema.get("properties")).remove(without);
    return new TypeDescriptor(
        full.type(),
        schema.toString(),
        full.changes().entrySet().stream()
            .filter(change -> !without.contains(change.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        full.naming(),
        full.listDepth(),
        full.credentials(),
        full.outputs(),
        full.settleTime(),
        full.typicalCreate(),
        full.rateLimit());
  }
}
