package dev.automat.provisioner.aws.account;

import dev.automat.provisioner.aws.account.AccountSettings.RegionSettings;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A region of an account whose identity AWS has confirmed, and the ways to reach its services. */
public final class Place {

  private final AccountSettings account;
  private final String region;
  private final RegionSettings settings;
  private final ServiceClients clients;

  Place(AccountSettings account, String region, RegionSettings settings, ServiceClients clients) {
    this.account = account;
    this.region = region;
    this.settings = settings;
    this.clients = clients;
  }

  /** The account's 12 digits. */
  public String accountId() {
    return account.id();
  }

  /** The account's name in the platform configuration. */
  public String accountName() {
    return account.name();
  }

  /** AWS's name of the region. */
  public String region() {
    return region;
  }

  /** What the platform team prepared in the region. */
  public RegionSettings settings() {
    return settings;
  }

  /** The partition in ARNs: {@code aws}, {@code aws-cn} or {@code aws-us-gov}. */
  public String partition() {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** A page of the console in this region, such as {@code rds/home#database:id=orders}. */
  public String consoleLink(String page) {
    return "https://%s.console.aws.amazon.com/%s".formatted(region, page);
  }

  public RdsClient rds() {
    return clients.rds();
  }

  public SqsClient sqs() {
    return clients.sqs();
  }

  public ElastiCacheClient elastiCache() {
    return clients.elastiCache();
  }

  public SecretsManagerClient secrets() {
    return clients.secrets();
  }

  public ResourceGroupsTaggingApiClient tagging() {
    return clients.tagging();
  }
}
