package dev.automat.provisioner.gcp;

import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.GcpConfiguration;
import dev.automat.provisioner.gcp.cloudsql.CloudSqlDescriptor;
import dev.automat.provisioner.gcp.cloudsql.DatabaseEngine;
import dev.automat.provisioner.gcp.pubsub.PubSubDescriptor;
import dev.automat.provisioner.gcp.redis.MemorystoreDescriptor;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The plugin {@code gcp}. */
public final class GcpPlugin implements ProvisionerPlugin {

  @Override
  public String name() {
    return "gcp";
  }

  @Override
  public String configurationSchema() {
    return GcpConfiguration.SCHEMA;
  }

  @Override
  public List<TypeDescriptor> types() {
    List<TypeDescriptor> types = new ArrayList<>();
    Arrays.stream(DatabaseEngine.values()).map(CloudSqlDescriptor::of).forEach(types::add);
    types.add(PubSubDescriptor.DESCRIPTOR);
    types.add(MemorystoreDescriptor.DESCRIPTOR);
    return List.copyOf(types);
  }

  @Override
  public Provisioner open(PluginContext context) {
    return GcpProvisioner.open(
        new GcpAccounts(GcpConfiguration.of(context.configuration()), context.clock()));
  }
}
