package dev.automat.testkit.aws;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** AWS's own clients, in an account that nobody else uses, without repeats of their own. */
record Clients(URI endpoint, String account, AwsCredentialsProvider credentials) {

  static final Region REGION = Region.EU_CENTRAL_1;

  /** How long a client waits for an answer. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  static Clients inNewAccount(URI endpoint) {
    String account =
        Long.toString(
            ThreadLocalRandom.current().nextLong(1, 9) * 100_000_000_000L
                + ThreadLocalRandom.current().nextLong(100_000_000_000L));
    Clients nobody =
        new Clients(
            endpoint,
            account,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")));
    try (StsClient sts = nobody.sts()) {
      Credentials given =
          sts.assumeRole(
                  role ->
                      role.roleArn("arn:aws:iam::" + account + ":role/x").roleSessionName("test"))
              .credentials();
      return new Clients(
          endpoint,
          account,
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create(
                  given.accessKeyId(), given.secretAccessKey(), given.sessionToken())));
    }
  }

  /** The same account by another way. */
  Clients at(URI other) {
    return new Clients(other, account, credentials);
  }

  RdsClient rds() {
    return configured(RdsClient.builder(), PATIENCE).build();
  }

  RdsClient impatientRds(Duration patience) {
    return configured(RdsClient.builder(), patience).build();
  }

  SqsClient sqs() {
    return configured(SqsClient.builder(), PATIENCE).build();
  }

  ElastiCacheClient caches() {
    return configured(ElastiCacheClient.builder(), PATIENCE).build();
  }

  SecretsManagerClient secrets() {
    return configured(SecretsManagerClient.builder(), PATIENCE).build();
  }

  StsClient sts() {
    return configured(StsClient.builder(), PATIENCE).build();
  }

  ResourceGroupsTaggingApiClient tagging() {
    return configured(ResourceGroupsTaggingApiClient.builder(), PATIENCE).build();
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
      B builder, Duration patience) {
    return builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(credentials)
        .httpClient(UrlConnectionHttpClient.builder().socketTimeout(patience).build())
        .overrideConfiguration(all -> all.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }
}
