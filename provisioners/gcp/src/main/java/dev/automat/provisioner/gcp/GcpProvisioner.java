package dev.automat.provisioner.gcp;

import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types, which share the accounts. */
record GcpProvisioner(GcpAccounts accounts, Map<String, ResourceType> types)
    implements Provisioner {

  static GcpProvisioner open(GcpAccounts accounts) {
    Map<String, ResourceType> types = new LinkedHashMap<>();
    return new GcpProvisioner(accounts, Map.copyOf(types));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
