package dev.automat.provisioner.aws;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.elasticache.CacheDescriptor;
import dev.automat.provisioner.aws.elasticache.CacheType;
import dev.automat.provisioner.aws.rds.DatabaseEngine;
import dev.automat.provisioner.aws.rds.RdsType;
import dev.automat.provisioner.aws.sqs.SqsDescriptor;
import dev.automat.provisioner.aws.sqs.SqsType;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The types, which share the accounts. */
record AwsProvisioner(AwsAccounts accounts, Map<String, ResourceType> types)
    implements Provisioner {

  static AwsProvisioner open(AwsAccounts accounts, InstantSource clock) {
    Map<String, ResourceType> types = new LinkedHashMap<>();
    types.put(CacheDescriptor.DESCRIPTOR.type(), new CacheType(accounts));
    types.put(SqsDescriptor.DESCRIPTOR.type(), new SqsType(accounts));
    for (DatabaseEngine engine : DatabaseEngine.values()) {
      types.put(engine.type(), new RdsType(engine, accounts, clock));
    }
    return new AwsProvisioner(accounts, Map.copyOf(types));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
