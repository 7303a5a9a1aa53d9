package dev.automat.provisioner.gcp;

import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.cloudsql.CloudSqlType;
import dev.automat.provisioner.gcp.cloudsql.DatabaseEngine;
import dev.automat.provisioner.gcp.pubsub.PubSubDescriptor;
import dev.automat.provisioner.gcp.pubsub.PubSubType;
import dev.automat.provisioner.gcp.redis.MemorystoreDescriptor;
import dev.automat.provisioner.gcp.redis.MemorystoreType;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types, which share the accounts. */
record GcpProvisioner(GcpAccounts accounts, Map<String, ResourceType> types)
    implements Provisioner {

  static GcpProvisioner open(GcpAccounts accounts) {
    Map<String, ResourceType> types = new LinkedHashMap<>();
    for (DatabaseEngine engine : DatabaseEngine.values()) {
      types.put(engine.type(), new CloudSqlType(engine, accounts));
    }
    types.put(PubSubDescriptor.DESCRIPTOR.type(), new PubSubType(accounts));
    types.put(MemorystoreDescriptor.DESCRIPTOR.type(), new MemorystoreType(accounts));
    return new GcpProvisioner(accounts, Map.copyOf(types));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
