package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.aws.HostileAws;
import dev.automat.testkit.aws.MotoAccount;
import dev.automat.testkit.aws.MotoServer;
import dev.automat.testkit.aws.Timings;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
final class AwsGround implements Ground {

  static final String REGION = "eu-central-1";

  /** For the server's process; moto takes any. */
  static final Map<String, String> CREDENTIALS =
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
    return prepare(seed, Clock.systemUTC());
  }

  /**
   * @param clock by which AWS's states pass and what is late comes
   */
  static AwsGround prepare(long seed, InstantSource clock) {
    MotoServer moto = MotoServer.shared();
    HostileAws aws = HostileAws.before(moto, clock, seed);
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

  @Override
  public void become(WireFaults faults) {
    aws.become(faults);
  }

  @Override
  public Tally tally() {
    long changes = changes().values().stream().mapToLong(Long::longValue).sum();
    return new Tally(calls(), changes, aws.faulty(), aws.late());
  }

  /** Of the services that a trial uses, and of what comes before them. */
  private Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>(Map.of("rds", 0L, "elasticache", 0L, "sqs", 0L));
    aws.calls()
        .byOperation()
        .forEach(
            (operation, sum) ->
                calls.merge(operation.substring(0, operation.indexOf(':')), sum, Long::sum));
    return calls;
  }

  /** Calls that were to change something, by operation. */
  Map<String, Long> changes() {
    Map<String, Long> changes = aws.calls().byOperation();
    changes
        .keySet()
        .removeIf(
            operation ->
                !operation.matches(".*:(Create|Delete|Modify|Set|Tag|Add|Remove|Untag).*"));
    return changes;
  }

  @Override
  public AwsInventory inventory() {
    return new AwsInventory(this);
  }

  /**
   * Mostly queues, some caches and databases, which take longer. They come first: of the first few
   * the {@link Fate} is decided.
   */
  @Override
  public Variants variants(int number) {
    return switch (number % 16) {
      case 1 -> Variants.POSTGRES;
      case 3 -> Variants.POSTGRES_WITH_COPY;
      case 2, 4 -> Variants.CACHE;
      default -> Variants.QUEUE;
    };
  }

  @Override
  public ServerProcess launch(Workplace place, String more) {
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
    %s\
    """
        .formatted(REGION, PLUGINS, digest(), section().indent(2));
  }

  /** The plugin's own part of the configuration. */
  String section() {
    return """
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
            aws.endpoint(), account.id(), account.roleArn(), REGION, account.subnets(REGION));
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
