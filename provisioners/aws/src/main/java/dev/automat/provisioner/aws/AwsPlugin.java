package dev.automat.provisioner.aws;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.provisioner.aws.elasticache.CacheDescriptor;
import dev.automat.provisioner.aws.rds.DatabaseEngine;
import dev.automat.provisioner.aws.rds.RdsDescriptor;
import dev.automat.provisioner.aws.sqs.SqsDescriptor;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.TypeDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The plugin {@code aws}. */
public final class AwsPlugin implements ProvisionerPlugin {

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public String configurationSchema() {
    return AwsConfiguration.SCHEMA;
  }

  @Override
  public List<TypeDescriptor> types() {
    return Stream.concat(
            Stream.of(CacheDescriptor.DESCRIPTOR, SqsDescriptor.DESCRIPTOR),
            Arrays.stream(DatabaseEngine.values()).map(RdsDescriptor::of))
        .toList();
  }

  @Override
  public Provisioner open(PluginContext context) {
    return AwsProvisioner.open(
        new AwsAccounts(AwsConfiguration.of(context.configuration()), context.installation()),
        context.clock());
  }
}
