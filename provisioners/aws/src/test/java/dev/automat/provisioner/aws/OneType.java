package dev.automat.provisioner.aws;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return Map.of(type, new Narrowed(one, without));
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
        full.rateLimit(),
        full.bindings());
  }

  /** The type, which does not show what the kit does not know; nothing else differs. */
  private record Narrowed(ResourceType type, Set<String> without) implements ResourceType {

    @Override
    public Observation observe(ResourceRef ref) {
      Observation observed = type.observe(ref);
      return observed instanceof Present present
          ? new Present(
              present.cloudId(),
              present.state(),
              present.message(),
              present.settings().entrySet().stream()
                  .filter(setting -> !without.contains(setting.getKey()))
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
              present.tags(),
              present.outputs(),
              present.parts())
          : observed;
    }

    @Override
    public Outcome create(Desired desired) {
      return type.create(desired);
    }

    @Override
    public Outcome update(Desired desired, Present observed) {
      return type.update(desired, observed);
    }

    @Override
    public void delete(ResourceRef ref) {
      type.delete(ref);
    }

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      return type.list(scope, pageToken);
    }

    @Override
    public boolean equivalent(String key, Object want, Object got) {
      return type.equivalent(key, want, got);
    }

    @Override
    public Map<String, String> connection(
        Map<String, Object> outputs, Optional<Credentials> credentials) {
      return type.connection(outputs, credentials);
    }

    @Override
    public Optional<Bindable> bindable() {
      return type.bindable();
    }
  }
}
