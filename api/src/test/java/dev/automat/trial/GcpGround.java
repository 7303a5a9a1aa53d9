package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.testkit.gcp.CacheTimings;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.FakeMemorystore;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.FakeSecrets;
import dev.automat.testkit.gcp.HostileGrpc;
import dev.automat.testkit.gcp.SqlTimings;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A project on the fakes of Google's services, of which each has its own bad days. */
final class GcpGround implements Ground {

  private static final Path PLUGINS =
      Workplace.repository().resolve("provisioners/gcp/target/plugins");

  private static final String PROJECT = "acme-trial";
  private static final String REGION = "us-central1";

  /** Minutes become seconds: an instance takes 2.4 s to be made. */
  private static final int PACE_PER_MILLE = 5;

  /** Methods that change something, of all services. */
  private static final Pattern CHANGE =
      Pattern.compile(
          ".*\\.(insert|patch|update|delete|create|set|restore).*", Pattern.CASE_INSENSITIVE);

  private final FakeCloudSql sql;
  private final FakePubSub mail;
  private final FakeMemorystore redis;
  private final FakeSecrets secrets;

  private GcpGround(long seed) {
    sql = FakeCloudSql.start(Clock.systemUTC(), seed);
    mail = FakePubSub.start(Clock.systemUTC(), seed + 1);
    redis = FakeMemorystore.start(Clock.systemUTC(), seed + 2);
    secrets = FakeSecrets.start(Clock.systemUTC(), seed + 3);
    // The name of an instance that is gone is kept for as long as Google does.
    sql.pace(SqlTimings.REAL.perMille(PACE_PER_MILLE).keepingNames(Duration.ofDays(7)));
    redis.pace(CacheTimings.REAL.perMille(PACE_PER_MILLE));
  }

  /**
   * @param seed of what goes wrong, once something is to go wrong
   */
  static GcpGround prepare(long seed) {
    return new GcpGround(seed);
  }

  @Override
  public void become(WireFaults faults) {
    sql.become(faults);
    mail.wire().become(faults);
    redis.wire().become(faults);
    secrets.wire().become(faults);
  }

  /** Without Secret Manager, which is for bindings: no life has one, as no server stands behind. */
  @Override
  public Tally tally() {
    return tally("Cloud SQL", sql.calls(), sql.faulty(), sql.late())
        .plus(tally("Pub/Sub", mail.wire()))
        .plus(tally("Memorystore", redis.wire()));
  }

  private static Tally tally(String service, HostileGrpc wire) {
    return tally(service, wire.calls(), wire.faulty(), wire.late());
  }

  private static Tally tally(String service, Map<String, Long> calls, long faults, int late) {
    long all = 0;
    long changes = 0;
    for (Map.Entry<String, Long> each : calls.entrySet()) {
      all += each.getValue();
      changes += CHANGE.matcher(each.getKey()).matches() ? each.getValue() : 0;
    }
    return new Tally(Map.of(service, all), changes, faults, late);
  }

  @Override
  public GcpInventory inventory() {
    return new GcpInventory(
        sql.console(PROJECT),
        mail.console(),
        redis.console(PROJECT, REGION),
        secrets.console(PROJECT),
        PROJECT);
  }

  /**
   * The fakes cost little, so that most are what takes its time. By the first few, of which the
   * {@link Fate} is decided, each kind is kept once and deleted once.
   */
  @Override
  public Variants variants(int number) {
    return switch (number % 8) {
      case 1 -> Variants.MYSQL;
      case 3 -> Variants.POSTGRES_WITH_COPY;
      case 5 -> Variants.POSTGRES;
      case 2, 4 -> Variants.CACHE_BY_EVICTION;
      default -> Variants.QUEUE;
    };
  }

  @Override
  public ServerProcess launch(Workplace place, String more) {
    try {
      Path file = place.configuration("automat.yaml", configuration() + more);
      return ServerProcess.launch(place, Map.of(), List.of(), List.of("--config", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration() throws IOException {
    return """
    teams:
      '*': {owner: platform-team, costCenter: cc-4711}
    placements:
      - {name: gcp, cloud: gcp, account: trial, region: %s}
    plugins: {directory: '%s', pinned: {gcp: '%s'}}
    provisioners:
      gcp:
        endpoints: {sqlAdmin: '%s', pubsub: '%s', redis: '%s', secretManager: '%s'}
        accounts:
          trial:
            project: %s
            projectNumber: '%s'
            regions:
              %s: {network: projects/acme-net/global/networks/shared}
    """
        .formatted(
            REGION,
            PLUGINS,
            Files.readString(PLUGINS.resolve("gcp.sha256")).strip(),
            sql.endpoint(),
            mail.wire().endpoint(),
            redis.wire().endpoint(),
            secrets.wire().endpoint(),
            PROJECT,
            FakePubSub.PROJECT_NUMBER,
            REGION);
  }

  @Override
  public void close() {
    sql.close();
    mail.close();
    redis.close();
    secrets.close();
    assertEquals(List.of(), sql.ownFailures(), "the fake of Cloud SQL itself failed");
    assertEquals(List.of(), mail.wire().ownFailures(), "the fake of Pub/Sub itself failed");
    assertEquals(List.of(), redis.wire().ownFailures(), "the fake of Memorystore itself failed");
    assertEquals(
        List.of(), secrets.wire().ownFailures(), "the fake of Secret Manager itself failed");
  }
}
