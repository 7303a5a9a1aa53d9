package dev.automat.testkit;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hostile plugin with one rule broken in each of its types. */
record BrokenPlugin(HostileCloud cloud, Breakage breakage) implements ProvisionerPlugin {

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public List<TypeDescriptor> types() {
    return new HostilePlugin(cloud).types().stream().map(breakage.descriptors()).toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> broken = new HashMap<>();
    new HostilePlugin(cloud)
        .open(context)
        .types()
        .forEach((type, sound) -> broken.put(type, breakage.operations().apply(sound, cloud)));
    return breakage.opening().apply(broken, cloud);
  }
}
