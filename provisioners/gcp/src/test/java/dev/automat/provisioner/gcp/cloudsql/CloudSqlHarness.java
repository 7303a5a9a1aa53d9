package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.OneType;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.FakeSecrets;
import dev.automat.testkit.gcp.SqlConsole;
import dev.automat.testkit.gcp.SqlServers;
import dev.automat.testkit.gcp.SqlTimings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads the conformance kit to one of the types, against the fake with real servers behind it. Time
 * is skipped, not waited for.
 *
 * <p>Names are free again after a deletion, other than at Google: the kit makes again what was
 * deleted. {@code CloudSqlLifeIT} tries what then happens there.
 */
final class CloudSqlHarness implements ConformanceHarness {

  static final String PROJECT = "acme-data";
  static final String REGION = "europe-west3";
  static final String NETWORK = "projects/acme-net/global/networks/shared";
  private static final String INSTALLATION = "kitkitkitkitkitkitki";
  private static final String KEY =
      "projects/acme-data/locations/europe-west3/keyRings/data/cryptoKeys/sql";

  private final DatabaseEngine engine;
  private final SkippingClock clock = new SkippingClock();
  private final SqlServers servers;
  private final FakeCloudSql fake;
  private final FakeSecrets secrets;
  private final LogCapture log = new LogCapture("dev.automat", "com.google", "io.grpc");
  private final PluginContext context;
  private final List<String> planted = new ArrayList<>();
  private final List<String> plantedBackups = new ArrayList<>();

  CloudSqlHarness(DatabaseEngine engine, Path directory) {
    this.engine = engine;
    this.servers = new SqlServers(directory);
    this.fake = FakeCloudSql.start(clock, 42, servers);
    this.secrets = FakeSecrets.start(clock, 42);
    this.context = new PluginContext(INSTALLATION, configuration(fake, secrets), directory, clock);
    fake.pace(SqlTimings.REAL.keepingNames(Duration.ZERO));
  }

  static Map<String, Object> configuration(FakeCloudSql fake, FakeSecrets secrets) {
    return Map.of(
        "endpoints",
        Map.of(
            "sqlAdmin",
            fake.endpoint().toString(),
            "secretManager",
            secrets.wire().endpoint().toString()),
        "accounts",
        Map.of(
            "data",
            Map.of(
                "project",
                PROJECT,
                "regions",
                Map.of(REGION, Map.of("network", NETWORK, "kmsKeyName", KEY)))));
  }

  FakeCloudSql cloud() {
    return fake;
  }

  private SqlConsole console() {
    return fake.console(PROJECT);
  }

  @Override
  public ProvisionerPlugin plugin() {
    GcpPlugin plugin = new GcpPlugin();
    return new OneType(plugin, CloudSqlDescriptor.of(engine), plugin::open, whole -> whole);
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
    sample.put(Keys.TIER, "db-custom-1-3840");
    sample.put(Keys.EDITION, "ENTERPRISE");
    sample.put(Keys.ENGINE_VERSION, version("17", "8.0"));
    sample.put(Keys.STORAGE, 20L);
    sample.put(Keys.STORAGE_TYPE, "PD_SSD");
    sample.put(Keys.STORAGE_AUTO_RESIZE, true);
    sample.put(Keys.STORAGE_LIMIT, 100L);
    sample.put(Keys.HIGH_AVAILABILITY, false);
    sample.put(Keys.DELETION_PROTECTION, true);
    sample.put(Keys.BACKUPS, "daily");
    sample.put(Keys.BACKUP_START, "02:00");
    sample.put(Keys.RETAINED_BACKUPS, 7L);
    sample.put(Keys.LOG_DAYS, 7L);
    sample.put(Keys.FINAL_BACKUP_DAYS, 0L);
    sample.put(Keys.RETAIN_BACKUPS, true);
    sample.put(Keys.FLAGS, Map.of("max_connections", "100"));
    sample.put(Keys.IAM_AUTHENTICATION, false);
    sample.put(Keys.QUERY_INSIGHTS, false);
    sample.put(Keys.MAINTENANCE_WINDOW, "sun:03");
    sample.put(Keys.SSL_MODE, "ENCRYPTED_ONLY");
    sample.put(Keys.KMS_KEY, KEY);
    sample.put(Keys.CUSTOMER_KEY, true);
    sample.put(Keys.DATABASE_NAME, "orders");
    sample.put(Keys.BINDING_SECRETS, true);
    return sample;
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    Map<String, Object> changed = new LinkedHashMap<>();
    changed.put(Keys.TIER, "db-custom-2-7680");
    changed.put(Keys.EDITION, "ENTERPRISE_PLUS");
    changed.put(Keys.ENGINE_VERSION, version("18", "8.4"));
    changed.put(Keys.STORAGE, 40L);
    changed.put(Keys.STORAGE_AUTO_RESIZE, false);
    changed.put(Keys.STORAGE_LIMIT, 200L);
    changed.put(Keys.HIGH_AVAILABILITY, true);
    changed.put(Keys.DELETION_PROTECTION, false);
    changed.put(Keys.BACKUPS, "point-in-time");
    changed.put(Keys.BACKUP_START, "05:00");
    changed.put(Keys.RETAINED_BACKUPS, 14L);
    changed.put(Keys.LOG_DAYS, 3L);
    changed.put(Keys.FINAL_BACKUP_DAYS, 30L);
    changed.put(Keys.RETAIN_BACKUPS, false);
    changed.put(Keys.FLAGS, Map.of("max_connections", "200"));
    changed.put(Keys.IAM_AUTHENTICATION, true);
    changed.put(Keys.QUERY_INSIGHTS, true);
    changed.put(Keys.MAINTENANCE_WINDOW, "mon:04");
    changed.put(Keys.SSL_MODE, "ALLOW_UNENCRYPTED_AND_ENCRYPTED");
    changed.put(Keys.BINDING_SECRETS, false);
    return changed;
  }

  private String version(String postgres, String mysql) {
    return switch (engine) {
      case POSTGRES -> postgres;
      case MYSQL -> mysql;
    };
  }

  /** As a person does it at the console, where one field is changed at a time. */
  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    edit(
        ref.externalName(),
        instance -> {
          Settings settings = instance.getSettings();
          PlainSetting.ALL.stream()
              .filter(setting -> setting.key().equals(key))
              .forEach(setting -> setting.write().accept(settings, value));
          switch (key) {
            case Keys.ENGINE_VERSION ->
                instance.setDatabaseVersion(engine.databaseVersion(value.toString()));
            case Keys.BACKUPS -> new Backups(engine).write(settings, value);
            case Keys.BINDING_SECRETS -> {
              Map<String, String> labels = new LinkedHashMap<>(settings.getUserLabels());
              labels.putAll(SecretsLabel.missing(new Wanted(Map.of(key, value)), labels));
              settings.setUserLabels(labels);
            }
            case Keys.FLAGS, Keys.IAM_AUTHENTICATION ->
                settings.setDatabaseFlags(
                    new Flags(engine).of(new Wanted(Map.of(key, value)), settings));
            default -> {}
          }
        });
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    edit(ref.externalName(), instance -> instance.getSettings().setUserLabels(tags));
  }

  private void edit(String name, Consumer<DatabaseInstance> change) {
    console()
        .edit(
            name,
            all -> {
              DatabaseInstance instance = parsed(all);
              change.accept(instance);
              ObjectNode changed = json(instance);
              all.removeAll();
              all.setAll(changed);
            });
  }

  private static DatabaseInstance parsed(ObjectNode node) {
    try {
      return GsonFactory.getDefaultInstance().fromString(node.toString(), DatabaseInstance.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode json(DatabaseInstance instance) {
    try {
      return (ObjectNode)
          JsonMapper.shared().readTree(GsonFactory.getDefaultInstance().toString(instance));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    String name = inItsWay.ref().externalName();
    console()
        .plant(
            body -> {
              body.put("name", name)
                  .put("region", REGION)
                  .put("databaseVersion", engine.databaseVersion(version("17", "8.0")));
              ObjectNode settings = body.putObject("settings").put("tier", "db-g1-small");
              ObjectNode labels = settings.putObject("userLabels");
              tags.forEach(labels::put);
            });
    planted.add(name);
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return console().instance(ref.externalName()).map(ObjectNode::toString).orElse("nothing")
        + console().users(ref.externalName())
        + console().databases(ref.externalName());
  }

  @Override
  public List<String> leftovers(String uid) {
    List<String> left = new ArrayList<>();
    console().instances().stream()
        .filter(
            name ->
                name.contains(uid)
                    || console().instance(name).orElseThrow().toString().contains(uid))
        .forEach(name -> left.add("instance " + name));
    secrets.console(PROJECT).secrets().stream()
        .filter(id -> id.contains(uid))
        .forEach(id -> left.add("secret " + id));
    return left;
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return SignedIn.with(engine, connection);
  }

  @Override
  public boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    String user = grant.id().userName(ref.uid());
    return switch (engine) {
      case POSTGRES -> {
        String comment = JsonMapper.shared().writeValueAsString(tags);
        servers.execute(
            ref.externalName(),
            "CREATE ROLE \"" + user + "\"",
            "COMMENT ON ROLE \"" + user + "\" IS '" + comment + "'");
        yield true;
      }
      // A user of MySQL has no room for tags: whatever has such a name is ours.
      case MYSQL -> false;
    };
  }

  /** The binding that the kit makes. */
  @Override
  public boolean reopen(ResourceRef ref) {
    String user = new GrantId("aaaaaa", 1).userName(ref.uid());
    servers.execute(
        ref.externalName(),
        switch (engine) {
          case POSTGRES -> "ALTER ROLE \"" + user + "\" LOGIN";
          case MYSQL -> "ALTER USER '" + user + "'@'%' REQUIRE SSL ACCOUNT UNLOCK";
        });
    return true;
  }

  @Override
  public List<String> snapshots(String uid) {
    return console().backups().stream()
        .map(ObjectNode::toString)
        .filter(shown -> shown.contains(uid))
        .toList();
  }

  @Override
  public Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    String id = "planted-" + plantedBackups.size();
    console()
        .plantBackup(
            id,
            body ->
                body.put("instance", like.externalName())
                    .put("description", BackupNote.of(tags, name).text()));
    plantedBackups.add(id);
    return Optional.of(id);
  }

  @Override
  public void disrupt(Disruption disruption) {
    fake.disrupt(disruption);
    secrets.wire().disrupt(disruption);
  }

  @Override
  public void restore() {
    fake.restore();
    secrets.wire().restore();
    planted.forEach(console()::uproot);
    planted.clear();
    plantedBackups.forEach(console()::uprootBackup);
    plantedBackups.clear();
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  /** More than the list shows on one page. */
  @Override
  public int crowd() {
    return 52;
  }

  /** Of skipped time: longer than a database takes to be made. */
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
    secrets.close();
    servers.close();
    List<String> own = new ArrayList<>(fake.ownFailures());
    own.addAll(secrets.wire().ownFailures());
    if (!own.isEmpty()) {
      throw new IllegalStateException("the fakes themselves failed: " + own);
    }
  }
}
