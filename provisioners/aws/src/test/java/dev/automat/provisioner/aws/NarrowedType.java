package dev.automat.provisioner.aws;

import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.ForwardingType;
import dev.automat.testkit.OneType;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A type without settings that the kit does not see; nothing else differs. */
final class NarrowedType extends ForwardingType {

  private final Set<String> without;

  private NarrowedType(ResourceType type, Set<String> without) {
    super(type);
    this.without = without;
  }

  /** The plugin with that type alone. */
  static ProvisionerPlugin alone(String type, Set<String> without) {
    AwsPlugin plugin = new AwsPlugin();
    TypeDescriptor full =
        plugin.types().stream()
            .filter(descriptor -> descriptor.type().equals(type))
            .findFirst()
            .orElseThrow();
    return new OneType(
        plugin, narrowed(full, without), plugin::open, whole -> new NarrowedType(whole, without));
  }

  @Override
  public Observation observe(ResourceRef ref) {
    Observation observed = super.observe(ref);
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

  private static TypeDescriptor narrowed(TypeDescriptor full, Set<String> without) {
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
        full.bindings(),
        full.abilities(),
        full.tagRules(),
        full.copySetting().filter(setting -> !without.contains(setting)));
  }
}
