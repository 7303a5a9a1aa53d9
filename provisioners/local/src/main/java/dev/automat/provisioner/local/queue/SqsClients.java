package dev.automat.provisioner.local.queue;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of the queue server, which take nothing from the machine's own AWS configuration. */
final class SqsClients {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration CALL = Duration.ofSeconds(30);

  private SqsClients() {}

  /** The engine retries; the client does not. The keys are not checked by the server. */
  static SqsClient of(URI endpoint) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(RunningElasticMq.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("unchecked", "unchecked")))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(CALL))
        .overrideConfiguration(
            override ->
                override
                    .defaultProfileFile(ProfileFile.aggregator().build())
                    .apiCallTimeout(CALL)
                    .retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
