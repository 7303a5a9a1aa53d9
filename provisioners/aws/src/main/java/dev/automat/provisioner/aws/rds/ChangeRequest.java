package dev.automat.provisioner.aws.rds;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** The one request that brings an instance to what is desired: only what differs is in it. */
record ChangeRequest(DatabaseEngine engine) {

  /**
   * What RDS wants to be told again beside a change: ModifyDBInstance, AllocatedStorage,
   * StorageType, MonitoringInterval and PerformanceInsightsRetentionPeriod.
   */
  private static final Map<String, List<String>> COMPANIONS =
      Map.of(
          Keys.STORAGE_TYPE, List.of(Keys.IOPS, Keys.STORAGE_THROUGHPUT),
          Keys.STORAGE_THROUGHPUT, List.of(Keys.IOPS),
          Keys.ALLOCATED_STORAGE, List.of(Keys.IOPS, Keys.STORAGE_THROUGHPUT),
          Keys.MONITORING_INTERVAL, List.of(Keys.MONITORING_ROLE),
          Keys.PERFORMANCE_INSIGHTS_RETENTION, List.of(Keys.PERFORMANCE_INSIGHTS));

  /** In place of iops that are not asked for, RDS wants those that the disk has. */
  private static final Set<String> PROVISIONED = Set.of("gp3", "io1", "io2");

  /**
   * @param choices those that hold from now on
   * @param parameterGroup the group that it must have, if it is another than the one it has
   * @return empty if nothing differs
   * @throws ProvisionerException of type USER if the change is not allowed
   */
  Optional<ModifyDbInstanceRequest> of(
      Desired desired, DBInstance instance, Choices choices, Optional<String> parameterGroup) {
    Wanted wanted = new Wanted(desired.settings());
    Map<String, Object> shown = ShownSettings.of(instance);
    Set<String> changed = changed(wanted, shown);
    if (changed.isEmpty() && parameterGroup.isEmpty()) {
      return Optional.empty();
    }
    ModifyDbInstanceRequest.Builder request =
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier(desired.ref().externalName())
            .applyImmediately(choices.applyImmediately());
    plain(wanted, shown, changed, request);
    parameterGroup.ifPresent(request::dbParameterGroupName);
    if (changed.contains(Keys.ENGINE_VERSION)) {
      version(wanted, shown, choices, request);
    }
    if (changed.contains(Keys.ALLOCATED_STORAGE)) {
      request.allocatedStorage(wanted.number(Keys.ALLOCATED_STORAGE).orElseThrow());
    }
    if (changed.contains(Keys.MAX_ALLOCATED_STORAGE)) {
      request.maxAllocatedStorage(most(wanted, shown));
    }
    if (changed.contains(Keys.LOG_EXPORTS)) {
      request.cloudwatchLogsExportConfiguration(logs(wanted, shown));
    }
    if (changed.contains(Keys.MANAGE_MASTER_PASSWORD)) {
      masterPassword(desired, wanted, instance, request);
    }
    return Optional.of(request.build());
  }

  /** The keys of what differs and can be changed; a disk never shrinks, a version never sinks. */
  private Set<String> changed(Wanted wanted, Map<String, Object> shown) {
    Equivalence equivalence = new Equivalence(engine);
    Set<String> changed = new TreeSet<>();
    wanted
        .settings()
        .forEach(
            (key, want) -> {
              Optional<Object> got = Optional.ofNullable(shown.get(key));
              if (isSent(key)
                  && got.filter(value -> equivalence.holds(key, want, value)).isEmpty()
                  && !(key.equals(Keys.ENGINE_VERSION) && isLower(want, got))) {
                changed.add(key);
              }
            });
    return changed;
  }

  private static boolean isSent(String key) {
    return PlainSetting.ALL.stream().anyMatch(setting -> setting.key().equals(key))
        || Set.of(
                Keys.ENGINE_VERSION,
                Keys.ALLOCATED_STORAGE,
                Keys.MAX_ALLOCATED_STORAGE,
                Keys.LOG_EXPORTS,
                Keys.MANAGE_MASTER_PASSWORD)
            .contains(key);
  }

  private static boolean isLower(Object want, Optional<Object> got) {
    return got.filter(
            version ->
                EngineVersion.of(want.toString()).compareTo(EngineVersion.of(version.toString()))
                    <= 0)
        .isPresent();
  }

  private static void plain(
      Wanted wanted,
      Map<String, Object> shown,
      Set<String> changed,
      ModifyDbInstanceRequest.Builder request) {
    boolean grows =
        changed.contains(Keys.ALLOCATED_STORAGE) || changed.contains(Keys.STORAGE_THROUGHPUT);
    if (grows
        && PROVISIONED.contains(shown.getOrDefault(Keys.STORAGE_TYPE, ""))
        && shown.get(Keys.IOPS) instanceof Long iops) {
      request.iops(iops.intValue());
    }
    Set<String> sent = new LinkedHashSet<>(changed);
    changed.forEach(key -> sent.addAll(COMPANIONS.getOrDefault(key, List.of())));
    PlainSetting.ALL.stream()
        .filter(setting -> sent.contains(setting.key()))
        .forEach(setting -> setting.change(wanted, request));
  }

  private void version(
      Wanted wanted,
      Map<String, Object> shown,
      Choices choices,
      ModifyDbInstanceRequest.Builder request) {
    String now = String.valueOf(shown.get(Keys.ENGINE_VERSION));
    boolean major =
        !EngineVersion.of(now)
            .major(engine)
            .equals(EngineVersion.of(wanted.engineVersion()).major(engine));
    if (major && !choices.allowMajorVersionUpgrade()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "from %s %s to %s is a major upgrade, which is not allowed here"
              .formatted(engine.title(), now, wanted.engineVersion()),
          "have the module set allowMajorVersionUpgrade to true, or stay on the major version");
    }
    request.engineVersion(wanted.engineVersion());
    if (major) {
      request.allowMajorVersionUpgrade(true);
    }
  }

  /** RDS has no switch for it: as much as there is means no more ("storage autoscaling"). */
  private static int most(Wanted wanted, Map<String, Object> shown) {
    int most = wanted.number(Keys.MAX_ALLOCATED_STORAGE).orElseThrow();
    int allocated = shown.get(Keys.ALLOCATED_STORAGE) instanceof Long now ? now.intValue() : 0;
    return most > 0
        ? most
        : Math.max(allocated, wanted.number(Keys.ALLOCATED_STORAGE).orElse(allocated));
  }

  private static CloudwatchLogsExportConfiguration logs(Wanted wanted, Map<String, Object> shown) {
    List<String> want = wanted.texts(Keys.LOG_EXPORTS).orElseThrow();
    List<String> got = new Wanted(shown).texts(Keys.LOG_EXPORTS).orElse(List.of());
    return CloudwatchLogsExportConfiguration.builder()
        .enableLogTypes(want.stream().filter(log -> !got.contains(log)).sorted().toList())
        .disableLogTypes(got.stream().filter(log -> !want.contains(log)).sorted().toList())
        .build();
  }

  private static void masterPassword(
      Desired desired,
      Wanted wanted,
      DBInstance instance,
      ModifyDbInstanceRequest.Builder request) {
    if (wanted.managesMasterPassword()) {
      request.manageMasterUserPassword(true);
      // The service's own key has no ARN that may be named here
      Optional.ofNullable(instance.kmsKeyId())
          .filter(key -> wanted.text(Keys.KMS_KEY).equals(Optional.of(key)))
          .ifPresent(request::masterUserSecretKmsKeyId);
    } else {
      request.manageMasterUserPassword(false).masterUserPassword(CreationRequest.password(desired));
    }
  }
}
