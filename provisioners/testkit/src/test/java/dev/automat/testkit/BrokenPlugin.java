package dev.automat.testkit;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The hostile plugin with one rule broken in each of its types.
 *
 * @param operations the broken operations, given the sound ones
 * @param descriptors the broken descriptors, given the sound ones
 */
record BrokenPlugin(
    HostileCloud cloud,
    BiFunction<ResourceType, HostileCloud, ResourceType> operations,
    UnaryOperator<TypeDescriptor> descriptors)
    implements ProvisionerPlugin {

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public List<TypeDescriptor> types() {
    return new HostilePlugin(cloud).types().stream().map(descriptors).toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> broken = new HashMap<>();
    new HostilePlugin(cloud)
        .open(context)
        .types()
        .forEach((type, sound) -> broken.put(type, operations.apply(sound, cloud)));
    return () -> broken;
  }
}
