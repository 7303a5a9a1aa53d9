package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.Instance.ReadReplicasMode;
import com.google.cloud.redis.v1.Instance.Tier;
import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.OneType;
import dev.automat.testkit.gcp.CacheConsole;
import dev.automat.testkit.gcp.CacheTimings;
import dev.automat.testkit.gcp.FakeMemorystore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leads the conformance kit to the type, against the fake. Time is skipped, not waited for. */
final class MemorystoreHarness implements ConformanceHarness {

  static final String PROJECT = "acme-data";
  static final String REGION = "europe-west3";
  static final String NETWORK = "projects/acme-net/global/networks/shared";
  static final String INSTALLATION = "kitkitkitkitkitkitki";
  static final String KEY =
      "projects/acme-data/locations/europe-west3/keyRings/data/cryptoKeys/redis";

  private final SkippingClock clock = new SkippingClock();
  private final FakeMemorystore fake = FakeMemorystore.start(clock, 42);
  private final LogCapture log = new LogCapture("dev.automat", "com.google", "io.grpc");
  private final PluginContext context;
  private final Optional<CacheNodes> nodes;
  private final List<String> planted = new ArrayList<>();

  MemorystoreHarness(Path directory) {
    this.nodes = CacheNodes.startIfThere(directory);
    this.context = new PluginContext(INSTALLATION, configuration(fake), directory, clock);
    // The kit looks every second: so long that it has to wait, and no longer.
    fake.pace(CacheTimings.REAL.perMille(50));
  }

  static Map<String, Object> configuration(FakeMemorystore fake) {
    return Map.of(
        "endpoints",
        Map.of("redis", fake.wire().endpoint().toString()),
        "accounts",
        Map.of(
            "data",
            Map.of(
                "project",
                PROJECT,
                "regions",
                Map.of(REGION, Map.of("network", NETWORK, "kmsKeyName", KEY)))));
  }

  private CacheConsole console() {
    return fake.console(PROJECT, REGION);
  }

  @Override
  public ProvisionerPlugin plugin() {
    GcpPlugin plugin = new GcpPlugin();
    return new OneType(plugin, MemorystoreDescriptor.DESCRIPTOR, plugin::open, whole -> whole);
  }

  @Override
  public PluginContext context() {
    return context;
  }

  @Override
  public Scope scope(String type) {
    return new Scope("data", REGION, INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put(Keys.TIER, "STANDARD_HA");
    sample.put(Keys.MEMORY, 5L);
    sample.put(Keys.ENGINE_VERSION, "7.0");
    sample.put(Keys.AUTH, true);
    sample.put(Keys.TLS, true);
    sample.put(Keys.READ_REPLICAS, 1L);
    sample.put(Keys.PARAMETERS, Map.of("maxmemory-policy", "allkeys-lru"));
    sample.put(Keys.SNAPSHOTS, "24h");
    sample.put(Keys.MAINTENANCE_WINDOW, "sun:03");
    sample.put(Keys.CONNECT_MODE, "PRIVATE_SERVICE_ACCESS");
    sample.put(Keys.RESERVED_RANGE, "automat-redis");
    sample.put(Keys.KMS_KEY, KEY);
    sample.put(Keys.CUSTOMER_KEY, true);
    return sample;
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    Map<String, Object> changed = new LinkedHashMap<>();
    changed.put(Keys.MEMORY, 8L);
    changed.put(Keys.ENGINE_VERSION, "7.2");
    changed.put(Keys.AUTH, false);
    changed.put(Keys.READ_REPLICAS, 2L);
    changed.put(Keys.PARAMETERS, Map.of("maxmemory-policy", "noeviction"));
    changed.put(Keys.SNAPSHOTS, "none");
    changed.put(Keys.MAINTENANCE_WINDOW, "mon:04");
    return changed;
  }

  /** As a person does it at the console, where one field is changed at a time. */
  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    console()
        .edit(
            ref.externalName(),
            instance -> {
              switch (key) {
                case Keys.MEMORY -> instance.setMemorySizeGb(((Long) value).intValue());
                case Keys.ENGINE_VERSION ->
                    instance.setRedisVersion(Choices.redisVersion(value.toString()));
                case Keys.AUTH -> instance.setAuthEnabled((Boolean) value);
                case Keys.READ_REPLICAS -> instance.setReplicaCount(((Long) value).intValue());
                case Keys.PARAMETERS ->
                    instance.clearRedisConfigs().putAllRedisConfigs(Wanted.parameters(value));
                case Keys.SNAPSHOTS ->
                    instance.setPersistenceConfig(Choices.persistence(value.toString()));
                case Keys.MAINTENANCE_WINDOW ->
                    instance.setMaintenancePolicy(Choices.maintenance(value.toString()));
                default -> throw new IllegalArgumentException(key);
              }
            });
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    console().edit(ref.externalName(), instance -> instance.clearLabels().putAllLabels(tags));
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    String name = inItsWay.ref().externalName();
    console()
        .plant(
            name,
            Instance.newBuilder()
                .setTier(Tier.STANDARD_HA)
                .setMemorySizeGb(5)
                .setReadReplicasMode(ReadReplicasMode.READ_REPLICAS_ENABLED)
                .setReplicaCount(1)
                .putAllLabels(tags)
                .build());
    planted.add(name);
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return console().instance(ref.externalName()).map(Instance::toString).orElse("nothing");
  }

  @Override
  public List<String> leftovers(String uid) {
    return console().instances().stream()
        .filter(
            name ->
                name.contains(uid)
                    || console().instance(name).orElseThrow().toString().contains(uid))
        .map(name -> "instance " + name)
        .toList();
  }

  @Override
  public Optional<String> unableToSignIn() {
    return nodes.isPresent()
        ? Optional.empty()
        : Optional.of("there is no Redis, which './automat test' fetches where apt-get is");
  }

  /** With the nodes of the instance, which know what Google's answer is at this moment. */
  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    CacheNodes server = nodes.orElseThrow();
    server.ask(console().authString(ref.externalName()));
    return CacheApplication.in(server.port(), ref.uid() + ":", connection);
  }

  @Override
  public void changeSharedSecret(ResourceRef ref) {
    console().changeAuthString(ref.externalName());
  }

  @Override
  public void disrupt(Disruption disruption) {
    fake.wire().disrupt(disruption);
  }

  @Override
  public void restore() {
    fake.wire().restore();
    planted.forEach(console()::uproot);
    planted.clear();
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  /** Of skipped time: longer than a cache takes to be made. */
  @Override
  public Duration patience() {
    return Duration.ofHours(2);
  }

  @Override
  public void letTimePass(Duration duration) {
    clock.skip(duration);
  }

  @Override
  public void close() {
    log.close();
    fake.close();
    nodes.ifPresent(CacheNodes::close);
    if (!fake.wire().ownFailures().isEmpty()) {
      throw new IllegalStateException("the fake itself failed: " + fake.wire().ownFailures());
    }
  }
}
