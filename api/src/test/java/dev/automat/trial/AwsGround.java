package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.aws.HostileAws;
import dev.automat.testkit.aws.MotoAccount;
import dev.automat.testkit.aws.MotoServer;
import dev.automat.testkit.aws.Timings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An account in a hostile AWS that nobody else has: what leads a server there, and AWS's own
 * clients past the server and its plugin. Queues and databases are seen and changed where moto
 * keeps them; caches through the proxy, which holds what moto can not.
 */
final class AwsGround implements AutoCloseable {

  static final String REGION = "eu-central-1";

  /** For the server's process; moto takes any. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID",
          "AKIATESTTESTTESTTEST",
          "AWS_SECRET_ACCESS_KEY",
          "test",
          "AWS_EC2_METADATA_DISABLED",
          "true");

  private static final Path PLUGINS =
      Workplace.repository().resolve("provisioners/aws/target/plugins");

  /**
   * Minutes become seconds: a database takes 2.4 s to be made, and the name of a queue is free at
   * once.
   */
  private static final Timings PACE = Timings.REAL.perMille(5);

  private final HostileAws aws;
  private final MotoAccount account;
  private final SqsClient sqs;
  private final RdsClient rds;
  private final ElastiCacheClient caches;

  private AwsGround(HostileAws aws, MotoAccount account) {
    this.aws = aws;
    this.account = account;
    this.sqs = configured(SqsClient.builder(), aws.moto().endpoint()).build();
    this.rds = configured(RdsClient.builder(), aws.moto().endpoint()).build();
    this.caches = configured(ElastiCacheClient.builder(), aws.endpoint()).build();
  }

  /**
   * @param seed of what goes wrong, once something is to go wrong
   */
  static AwsGround prepare(long seed) {
    MotoServer moto = MotoServer.shared();
    HostileAws aws = HostileAws.before(moto, Clock.systemUTC(), seed);
    aws.pace(PACE);
    return new AwsGround(aws, MotoAccount.in(moto));
  }

  HostileAws aws() {
    return aws;
  }

  /** The account's 12 digits. */
  String id() {
    return account.id();
  }

  SqsClient sqs() {
    return sqs;
  }

  RdsClient rds() {
    return rds;
  }

  ElastiCacheClient caches() {
    return caches;
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(account.accessKeyId(), "unchecked")))
        .httpClient(UrlConnectionHttpClient.create());
  }

  /**
   * Starts a server that places everything in the account, and does not wait for it.
   *
   * @param more of the platform configuration, in YAML
   */
  ServerProcess launch(Workplace place, String more) {
    return launch(place, more, Map.of());
  }

  /**
   * @param environment of the process, beside what AWS needs
   */
  ServerProcess launch(Workplace place, String more, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(CREDENTIALS);
    all.putAll(environment);
    try {
      Path file = place.configuration("automat.yaml", configuration() + more);
      return ServerProcess.launch(place, all, List.of(), List.of("--config", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything is placed in the account, by the plugin that the build made. */
  private String configuration() {
    return """
    teams:
      '*': {owner: platform-team, costCenter: cc-4711}
    placements:
      - {name: aws, cloud: aws, account: trial, region: %s}
    plugins: {directory: '%s', pinned: {aws: '%s'}}
    provisioners:
      aws:
        endpoint: '%s'
        accounts:
          trial:
            id: '%s'
            role: {arn: '%s'}
            regions:
              %s: {subnetIds: %s, securityGroupIds: [sg-0123456789abcdef0]}
    """
        .formatted(
            REGION,
            PLUGINS,
            digest(),
            aws.endpoint(),
            account.id(),
            account.roleArn(),
            REGION,
            account.subnets(REGION));
  }

  private static String digest() {
    Path digest = PLUGINS.resolve("aws.sha256");
    assertTrue(
        Files.isRegularFile(digest),
        () -> digest + " is missing: mvn -pl provisioners/aws -am package -DskipTests");
    try {
      return Files.readString(digest).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server runs the plugin of this build, and not one that lay beside the program. */
  static void requirePluginOfThisBuild(Talk talk) {
    String digest = digest();
    talk.get("/v1/catalog/plugins")
        .json()
        .path("items")
        .forEach(
            plugin -> {
              if (plugin.path("name").asString().equals("aws")) {
                assertEquals(
                    digest, plugin.path("digest").asString(), () -> "build again: " + plugin);
              }
            });
  }

  @Override
  public void close() {
    sqs.close();
    rds.close();
    caches.close();
    aws.close();
    assertEquals(List.of(), aws.ownFailures(), "the proxy itself failed");
  }
}
