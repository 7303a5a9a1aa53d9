package dev.automat.provisioner.aws.account;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The clients of one account in one region. They share one HTTP client, which outlives them. */
record ServiceClients(
    RdsClient rds,
    SqsClient sqs,
    ElastiCacheClient elastiCache,
    SecretsManagerClient secrets,
    ResourceGroupsTaggingApiClient tagging)
    implements AutoCloseable {

  /** Well below the deadline of a call of the SPI, which may need several of these. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(25);

  static ServiceClients of(
      AwsCredentialsProvider credentials,
      String region,
      SdkHttpClient http,
      Optional<URI> endpoint) {
    return new ServiceClients(
        configured(RdsClient.builder(), credentials, region, http, endpoint).build(),
        configured(SqsClient.builder(), credentials, region, http, endpoint).build(),
        configured(ElastiCacheClient.builder(), credentials, region, http, endpoint).build(),
        configured(SecretsManagerClient.builder(), credentials, region, http, endpoint).build(),
        configured(ResourceGroupsTaggingApiClient.builder(), credentials, region, http, endpoint)
            .build());
  }

  static StsClient sts(
      AwsCredentialsProvider credentials,
      String region,
      SdkHttpClient http,
      Optional<URI> endpoint) {
    return configured(StsClient.builder(), credentials, region, http, endpoint).build();
  }

  /** Ends the thread that each client keeps for its time-outs. The HTTP client is not theirs. */
  @Override
  public void close() {
    rds.close();
    sqs.close();
    elastiCache.close();
    secrets.close();
    tagging.close();
  }

  /** Without retries of the SDK: the engine retries, and counts what it asks of the account. */
  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder,
      AwsCredentialsProvider credentials,
      String region,
      SdkHttpClient http,
      Optional<URI> endpoint) {
    builder
        .credentialsProvider(credentials)
        .region(Region.of(region))
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(LONGEST_CALL)
                .build());
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }
}
