package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticache.model.ClusterMode;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;

/**
 * Making a cache whose subnet group stands: its parameter group, then the cache itself. Each
 * carries its tags from its first instant, and each is found by its name by the call that goes on.
 */
final class CacheCreation {

  private final Place place;
  private final CacheChildren children;
  private final Desired desired;
  private final CacheSettings settings;

  CacheCreation(Place place, CacheChildren children, Desired desired) {
    this.place = place;
    this.children = children;
    this.desired = desired;
    this.settings = new CacheSettings(desired.settings());
  }

  /** What can be refused without AWS is, before anything is made. */
  void check() {
    if (settings.number(CacheDescriptor.SHARDS).orElse(1) > 1 && !settings.clusterMode()) {
      throw refused(
          "more than one shard needs clusterMode", "set clusterMode to true, or shards to 1");
    }
    if (settings.flag(CacheDescriptor.CUSTOMER_KEY).orElse(false)
        && place.settings().kmsKeyArn().isEmpty()) {
      throw refused(
          "customerKey is set, and no KMS key is configured for region " + place.region(),
          "set provisioners.aws.accounts.%s.regions.%s.kmsKeyArn in the platform configuration"
              .formatted(desired.ref().scope().account(), place.region()));
    }
    if (needsParameterGroup() && settings.family().isEmpty()) {
      throw withoutFamily();
    }
    checkVersion();
    children.subnets(desired);
  }

  /**
   * ElastiCache User Guide, "Role-Based Access Control": from Redis 6 on, and with every Valkey,
   * which ElastiCache has from 7.2 on.
   */
  private void checkVersion() {
    boolean tooOld =
        settings
            .text(CacheDescriptor.ENGINE_VERSION)
            .filter(version -> CacheSettings.isBeforeUsers(settings.engine(), version))
            .isPresent();
    if (tooOld) {
      throw refused(
          "engineVersion %s of %s has no users, which every cache has"
              .formatted(
                  settings.text(CacheDescriptor.ENGINE_VERSION).orElse(""), settings.engine()),
          "set engineVersion to 6.x or newer for redis, to 7.2 or newer for valkey, or leave it"
              + " out");
    }
  }

  static ProvisionerException withoutFamily() {
    return refused(
        "parameters belong to a family, and none is known",
        "set engineVersion or parameterGroupFamily beside parameters");
  }

  /**
   * @param userGroup whose users are let in
   */
  CreateReplicationGroupRequest request(String userGroup) {
    CreateReplicationGroupRequest.Builder request =
        CreateReplicationGroupRequest.builder()
            .replicationGroupId(desired.ref().externalName())
            .replicationGroupDescription(CacheChildren.description(desired))
            .engine(settings.engine())
            .cacheSubnetGroupName(ChildNames.subnetGroup(desired.ref().externalName()))
            .transitEncryptionEnabled(true)
            .userGroupIds(userGroup)
            .tags(CacheChildren.tags(tags(desired)));
    shape(request);
    protection(request);
    upkeep(request);
    return request.build();
  }

  private void shape(CreateReplicationGroupRequest.Builder request) {
    request
        .clusterMode(settings.clusterMode() ? ClusterMode.ENABLED : ClusterMode.DISABLED)
        .numNodeGroups(settings.number(CacheDescriptor.SHARDS).orElse(1))
        .replicasPerNodeGroup(settings.number(CacheDescriptor.REPLICAS).orElse(0))
        .automaticFailoverEnabled(settings.automaticFailover());
    settings.text(CacheDescriptor.NODE_TYPE).ifPresent(request::cacheNodeType);
    settings.text(CacheDescriptor.ENGINE_VERSION).ifPresent(request::engineVersion);
    settings.flag(CacheDescriptor.MULTI_AZ).ifPresent(request::multiAZEnabled);
    settings.number(CacheDescriptor.PORT).ifPresent(request::port);
    parameterGroup().ifPresent(request::cacheParameterGroupName);
  }

  private void protection(CreateReplicationGroupRequest.Builder request) {
    request.atRestEncryptionEnabled(settings.flag(CacheDescriptor.AT_REST).orElse(true));
    settings.text(CacheDescriptor.IN_TRANSIT).ifPresent(request::transitEncryptionMode);
    if (settings.flag(CacheDescriptor.CUSTOMER_KEY).orElse(true)
        && settings.flag(CacheDescriptor.AT_REST).orElse(true)) {
      place.settings().kmsKeyArn().ifPresent(request::kmsKeyId);
    }
    if (!place.settings().securityGroupIds().isEmpty()) {
      request.securityGroupIds(place.settings().securityGroupIds());
    }
  }

  private void upkeep(CreateReplicationGroupRequest.Builder request) {
    settings.number(CacheDescriptor.SNAPSHOT_DAYS).ifPresent(request::snapshotRetentionLimit);
    settings.text(CacheDescriptor.SNAPSHOT_WINDOW).ifPresent(request::snapshotWindow);
    settings
        .text(CacheDescriptor.MAINTENANCE_WINDOW)
        .ifPresent(request::preferredMaintenanceWindow);
    settings.flag(CacheDescriptor.MINOR_UPGRADES).ifPresent(request::autoMinorVersionUpgrade);
    settings.text(CacheDescriptor.TOPIC).ifPresent(request::notificationTopicArn);
  }

  /**
   * In cluster mode the default group is named, where it is known: AWS would take the one of a
   * cache without cluster mode.
   */
  private Optional<String> parameterGroup() {
    boolean clusterMode = settings.clusterMode();
    if (needsParameterGroup()) {
      return settings
          .family()
          .map(
              family ->
                  children.makeParameterGroup(
                      desired, family, settings.parameters().orElseGet(Map::of), clusterMode));
    }
    return settings
        .family()
        .filter(family -> clusterMode)
        .map(family -> FoundCache.defaultGroup(family, true));
  }

  private boolean needsParameterGroup() {
    return settings.parameters().filter(parameters -> !parameters.isEmpty()).isPresent();
  }

  /** What the cache itself carries: a setting that AWS has no place for is a tag. */
  static Map<String, String> tags(Desired desired) {
    Map<String, String> tags = new HashMap<>(desired.tags());
    new CacheSettings(desired.settings())
        .flag(CacheDescriptor.FINAL_SNAPSHOT)
        .ifPresent(flag -> tags.put(FoundCache.FINAL_SNAPSHOT_TAG, flag.toString()));
    return tags;
  }

  private static ProvisionerException refused(String message, String nextStep) {
    return new ProvisionerException(ErrorCode.INVALID_SETTINGS, message, nextStep);
  }
}
