package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.BackDoor;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.Desired;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Databases behind the plugin's back. It calls through the proxy, because moto by itself forgets
 * some of what it is told; the kit uses it only while nothing is disturbed.
 *
 * <p>A snapshot is no leftover: it is kept on purpose.
 */
final class RdsBackDoor implements BackDoor {

  private final DatabaseEngine engine;
  private final TestAccount account;
  private final AwsAccounts accounts;
  private final String key;
  private final List<String> planted = new ArrayList<>();
  private final List<String> plantedSnapshots = new ArrayList<>();

  RdsBackDoor(DatabaseEngine engine, TestAccount account, URI endpoint) {
    this.engine = engine;
    this.account = account;
    this.accounts =
        new AwsAccounts(
            AwsConfiguration.of(account.configuration(endpoint)), TestAccount.INSTALLATION);
    this.key = TestKeys.make(accounts.place(account.scope()), endpoint);
  }

  private RdsClient rds() {
    return accounts.place(account.scope()).rds();
  }

  @Override
  public Optional<String> unableToSignIn() {
    return Optional.of(
        "moto has no database behind its instances; in the module sql "
            + version(
                "PostgresUsersIT binds on a real PostgreSQL",
                "MysqlUsersIT binds on a MariaDB, which is not MySQL"));
  }

  @Override
  public String type() {
    return engine.type();
  }

  @Override
  public Map<String, Object> sampleSettings() {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put(Keys.INSTANCE_CLASS, "db.t4g.small");
    sample.put(Keys.ENGINE_VERSION, version("17.4", "8.4.5"));
    sample.put(Keys.ALLOW_MAJOR_VERSION_UPGRADE, true);
    sample.put(Keys.AUTO_MINOR_VERSION_UPGRADE, true);
    sample.put(Keys.ALLOCATED_STORAGE, 20L);
    sample.put(Keys.MAX_ALLOCATED_STORAGE, 100L);
    sample.put(Keys.STORAGE_TYPE, "gp3");
    sample.put(Keys.IOPS, 3000L);
    sample.put(Keys.STORAGE_THROUGHPUT, 125L);
    sample.put(Keys.STORAGE_ENCRYPTED, true);
    sample.put(Keys.KMS_KEY, key);
    sample.put(Keys.CUSTOMER_KEY, true);
    sample.put(Keys.MULTI_AZ, false);
    sample.put(Keys.PORT, 5501L);
    sample.put(Keys.PUBLICLY_ACCESSIBLE, false);
    sample.put(Keys.DELETION_PROTECTION, true);
    sample.put(Keys.BACKUP_RETENTION, 1L);
    sample.put(Keys.BACKUP_WINDOW, "02:00-03:00");
    sample.put(Keys.MAINTENANCE_WINDOW, "Sun:04:00-Sun:05:00");
    sample.put(Keys.COPY_TAGS, true);
    sample.put(Keys.FINAL_SNAPSHOT, true);
    sample.put(Keys.DELETE_AUTOMATED_BACKUPS, true);
    sample.put(Keys.APPLY_IMMEDIATELY, true);
    sample.put(Keys.BINDING_SECRETS, false);
    sample.put(Keys.PARAMETER_FAMILY, version("postgres17", "mysql8.4"));
    sample.put(Keys.PARAMETERS, Map.of("max_connections", "100"));
    sample.put(Keys.PERFORMANCE_INSIGHTS, true);
    sample.put(Keys.PERFORMANCE_INSIGHTS_RETENTION, 7L);
    sample.put(Keys.MONITORING_INTERVAL, 60L);
    sample.put(Keys.MONITORING_ROLE, role("monitoring"));
    sample.put(Keys.LOG_EXPORTS, List.of(engine.logs().getFirst()));
    sample.put(Keys.IAM_AUTHENTICATION, false);
    sample.put(Keys.CA_CERTIFICATE, "rds-ca-rsa2048-g1");
    sample.put(Keys.MANAGE_MASTER_PASSWORD, false);
    sample.put(Keys.MASTER_USERNAME, "keeper");
    sample.put(Keys.DATABASE_NAME, "orders");
    return sample;
  }

  @Override
  public Map<String, Object> changedSettings() {
    Map<String, Object> changed = new LinkedHashMap<>();
    changed.put(Keys.INSTANCE_CLASS, "db.m7g.large");
    changed.put(Keys.ENGINE_VERSION, version("17.6", "8.4.7"));
    changed.put(Keys.ALLOW_MAJOR_VERSION_UPGRADE, false);
    changed.put(Keys.AUTO_MINOR_VERSION_UPGRADE, false);
    changed.put(Keys.ALLOCATED_STORAGE, 40L);
    changed.put(Keys.MAX_ALLOCATED_STORAGE, 200L);
    changed.put(Keys.STORAGE_TYPE, "io2");
    changed.put(Keys.IOPS, 6000L);
    changed.put(Keys.STORAGE_THROUGHPUT, 250L);
    changed.put(Keys.MULTI_AZ, true);
    changed.put(Keys.PORT, 5502L);
    changed.put(Keys.PUBLICLY_ACCESSIBLE, true);
    changed.put(Keys.DELETION_PROTECTION, false);
    changed.put(Keys.BACKUP_RETENTION, 7L);
    changed.put(Keys.BACKUP_WINDOW, "06:00-07:00");
    changed.put(Keys.MAINTENANCE_WINDOW, "Mon:08:00-Mon:09:00");
    changed.put(Keys.COPY_TAGS, false);
    changed.put(Keys.FINAL_SNAPSHOT, false);
    changed.put(Keys.DELETE_AUTOMATED_BACKUPS, false);
    changed.put(Keys.APPLY_IMMEDIATELY, false);
    changed.put(Keys.BINDING_SECRETS, true);
    changed.put(Keys.PARAMETER_FAMILY, version("postgres18", "mysql9.1"));
    changed.put(Keys.PARAMETERS, Map.of("max_connections", "200"));
    changed.put(Keys.PERFORMANCE_INSIGHTS, false);
    changed.put(Keys.PERFORMANCE_INSIGHTS_RETENTION, 31L);
    changed.put(Keys.MONITORING_INTERVAL, 15L);
    changed.put(Keys.MONITORING_ROLE, role("other"));
    changed.put(Keys.LOG_EXPORTS, List.of(engine.logs().get(1)));
    changed.put(Keys.IAM_AUTHENTICATION, true);
    changed.put(Keys.CA_CERTIFICATE, "rds-ca-ecc384-g1");
    changed.put(Keys.MANAGE_MASTER_PASSWORD, true);
    return changed;
  }

  private String version(String postgres, String mysql) {
    return switch (engine) {
      case POSTGRES -> postgres;
      case MYSQL -> mysql;
    };
  }

  private String role(String name) {
    return "arn:aws:iam::%s:role/%s".formatted(account.id(), name);
  }

  /** As a person does it at the console, who knows nothing of the engine's rules. */
  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    DBInstance instance = find(ref.externalName()).orElseThrow();
    ModifyDbInstanceRequest.Builder change =
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier(ref.externalName())
            .applyImmediately(true);
    Wanted wanted = new Wanted(Map.of(key, value));
    PlainSetting.ALL.forEach(setting -> setting.change(wanted, change));
    switch (key) {
      case Keys.MAX_ALLOCATED_STORAGE -> change.maxAllocatedStorage(((Long) value).intValue());
      case Keys.LOG_EXPORTS ->
          change.cloudwatchLogsExportConfiguration(
              logs ->
                  logs.disableLogTypes(instance.enabledCloudwatchLogsExports())
                      .enableLogTypes(wanted.texts(key).orElseThrow()));
      case Keys.MANAGE_MASTER_PASSWORD -> change.manageMasterUserPassword((Boolean) value);
      case Keys.PARAMETER_FAMILY -> change.dbParameterGroupName(regroup(ref, value.toString()));
      case Keys.PARAMETERS -> reparameter(instance, wanted.parameters().orElseThrow());
      case Keys.FINAL_SNAPSHOT,
          Keys.DELETE_AUTOMATED_BACKUPS,
          Keys.APPLY_IMMEDIATELY,
          Keys.BINDING_SECRETS,
          Keys.ALLOW_MAJOR_VERSION_UPGRADE ->
          tag(
              instance,
              Choices.in(Tags.of(instance.tagList())).with(new Wanted(Map.of(key, value))).tag());
      default -> {}
    }
    rds().modifyDBInstance(change.build());
  }

  private String regroup(ResourceRef ref, String family) {
    String name = ref.externalName() + "-params-" + family.replace('.', '-');
    rds()
        .createDBParameterGroup(
            group ->
                group
                    .dbParameterGroupName(name)
                    .dbParameterGroupFamily(family)
                    .description("by hand")
                    .tags(Tags.of(OwnershipTags.of(ref))));
    return name;
  }

  private void reparameter(DBInstance instance, Map<String, String> values) {
    List<Parameter> parameters =
        values.entrySet().stream()
            .map(
                each ->
                    Parameter.builder()
                        .parameterName(each.getKey())
                        .parameterValue(each.getValue())
                        .applyMethod(ApplyMethod.IMMEDIATE)
                        .build())
            .toList();
    rds()
        .modifyDBParameterGroup(
            group ->
                group
                    .dbParameterGroupName(ParameterGroups.attached(instance).orElseThrow())
                    .parameters(parameters));
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    DBInstance instance = find(ref.externalName()).orElseThrow();
    List<String> old = instance.tagList().stream().map(Tag::key).toList();
    if (!old.isEmpty()) {
      rds().removeTagsFromResource(r -> r.resourceName(instance.dbInstanceArn()).tagKeys(old));
    }
    tag(instance, tags);
  }

  private void tag(DBInstance instance, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      rds().addTagsToResource(r -> r.resourceName(instance.dbInstanceArn()).tags(Tags.of(tags)));
    }
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    ResourceRef ref = inItsWay.ref();
    rds()
        .createDBInstance(
            request ->
                request
                    .dbInstanceIdentifier(ref.externalName())
                    .dbInstanceClass("db.t4g.micro")
                    .engine(engine.id())
                    .engineVersion(version("17.4", "8.4.5"))
                    .allocatedStorage(25)
                    .masterUsername("somebody")
                    .masterUserPassword("Somebody1")
                    .tags(Tags.of(tags)));
    planted.add(ref.externalName());
    return ref;
  }

  @Override
  public List<String> snapshots(String uid) {
    return rds().describeDBSnapshotsPaginator(r -> r.snapshotType("manual")).dbSnapshots().stream()
        .filter(snapshot -> uid.equals(Tags.of(snapshot.tagList()).get(OwnershipTags.UID)))
        .map(Object::toString)
        .toList();
  }

  @Override
  public Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    rds()
        .createDBSnapshot(
            r ->
                r.dbInstanceIdentifier(like.externalName())
                    .dbSnapshotIdentifier(name)
                    .tags(Tags.of(tags)));
    plantedSnapshots.add(name);
    return Optional.of(name);
  }

  @Override
  public void uproot() {
    plantedSnapshots.forEach(name -> rds().deleteDBSnapshot(r -> r.dbSnapshotIdentifier(name)));
    plantedSnapshots.clear();
    for (String name : planted) {
      find(name)
          .ifPresent(
              there ->
                  rds()
                      .deleteDBInstance(r -> r.dbInstanceIdentifier(name).skipFinalSnapshot(true)));
    }
    planted.clear();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return find(ref.externalName())
            .map(instance -> instance.toBuilder().latestRestorableTime(null).build().toString())
            .orElse("nothing")
        + leftovers(ref.uid());
  }

  @Override
  public List<String> leftovers(String uid) {
    List<String> found = new ArrayList<>();
    for (DBInstance instance : rds().describeDBInstancesPaginator().dbInstances()) {
      add(found, uid, "instance", instance.dbInstanceIdentifier(), instance::dbInstanceArn);
      Optional.ofNullable(instance.masterUserSecret())
          .filter(secret -> instance.dbInstanceIdentifier().contains(uid))
          .ifPresent(secret -> found.add("secret " + secret.secretArn()));
    }
    rds().describeDBSubnetGroupsPaginator().dbSubnetGroups().stream()
        .forEach(
            group ->
                add(found, uid, "subnets", group.dbSubnetGroupName(), group::dbSubnetGroupArn));
    rds().describeDBParameterGroupsPaginator().dbParameterGroups().stream()
        .forEach(
            group ->
                add(
                    found,
                    uid,
                    "parameters",
                    group.dbParameterGroupName(),
                    group::dbParameterGroupArn));
    accounts.place(account.scope()).secrets().listSecrets().secretList().stream()
        .filter(secret -> secret.name().contains(uid))
        .forEach(secret -> found.add("secret " + secret.name()));
    return found;
  }

  private void add(List<String> found, String uid, String what, String name, Supplier<String> arn) {
    boolean named = name.contains(uid);
    if (named
        || rds().listTagsForResource(r -> r.resourceName(arn.get())).tagList().stream()
            .anyMatch(tag -> uid.equals(tag.value()))) {
      found.add(what + " " + name);
    }
  }

  private Optional<DBInstance> find(String name) {
    try {
      return rds().describeDBInstances(r -> r.dbInstanceIdentifier(name)).dbInstances().stream()
          .findFirst();
    } catch (RdsException missing) {
      if (missing.awsErrorDetails().errorCode().startsWith("DBInstanceNotFound")) {
        return Optional.empty();
      }
      throw missing;
    }
  }
}
