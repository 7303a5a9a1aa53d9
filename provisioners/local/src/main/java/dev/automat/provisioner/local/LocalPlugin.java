package dev.automat.provisioner.local;

import dev.automat.provisioner.local.cache.CacheDescriptor;
import dev.automat.provisioner.local.postgres.PostgresDescriptor;
import dev.automat.provisioner.local.queue.QueueDescriptor;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.util.List;
import java.util.Map;

/** The plugin {@code local}. */
public final class LocalPlugin implements ProvisionerPlugin {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String configurationSchema() {
    return LocalConfiguration.SCHEMA;
  }

  @Override
  public List<TypeDescriptor> types() {
    return List.of(
        PostgresDescriptor.DESCRIPTOR, QueueDescriptor.DESCRIPTOR, CacheDescriptor.DESCRIPTOR);
  }

  @Override
  public Map<String, String> unavailable(Map<String, Object> configuration) {
    return LocalConfiguration.withoutRedis(configuration)
        .map(reason -> Map.of(CacheDescriptor.DESCRIPTOR.type(), reason))
        .orElse(Map.of());
  }

  @Override
  public Provisioner open(PluginContext context) {
    return LocalProvisioner.open(
        LocalConfiguration.of(context.configuration()), context.dataDirectory());
  }
}
