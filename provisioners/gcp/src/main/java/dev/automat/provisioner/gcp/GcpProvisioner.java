package dev.automat.provisioner.gcp;

import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.cloudsql.CloudSqlType;
import dev.automat.provisioner.gcp.cloudsql.DatabaseEngine;
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
    return new GcpProvisioner(accounts, Map.copyOf(types));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
