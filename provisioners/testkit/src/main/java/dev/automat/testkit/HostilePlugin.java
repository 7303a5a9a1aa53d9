package dev.automat.testkit;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;

/**
 * A correct plugin for a cloud that is not: what an engine is simulated against. {@code
 * hostile/database} is slow, holds data, needs credentials, and its list shows no settings; {@code
 * hostile/queue} is fast, has a child, and its list shows everything.
 *
 * <p>Closing is nothing; the cloud outlives it, so that a test can open the plugin again after a
 * crash.
 */
public final class HostilePlugin implements ProvisionerPlugin {

  private final HostileCloud cloud;

  public HostilePlugin(HostileCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(HostileDatabase.DESCRIPTOR, HostileQueue.DESCRIPTOR);
  }

  @Override
  public Provisioner open(PluginContext context) {
    Map<String, ResourceType> types =
        Map.of(
            HostileDatabase.DESCRIPTOR.type(), new HostileDatabase(cloud),
            HostileQueue.DESCRIPTOR.type(), new HostileQueue(cloud));
    return () -> types;
  }
}
