package dev.automat.testkit.gcp;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which fields a body may have: Google refuses what it does not know. Those that the fake knows are
 * fewer than Google's; a test holds that each is one of Google's client.
 */
public final class SqlFields {

  private static final Map<String, Set<String>> FIELDS = new HashMap<>();

  /** Which object a field holds, by {@code Object.field}. */
  private static final Map<String, String> HOLDS = new HashMap<>();

  static {
    object(
        "DatabaseInstance",
        "backendType connectionName createTime databaseInstalledVersion databaseVersion"
            + " diskEncryptionConfiguration etag gceZone instanceType ipAddresses kind name project"
            + " region rootPassword selfLink serverCaCert serviceAccountEmailAddress settings state"
            + " suspensionReason");
    object("SslCert", "cert commonName instance kind");
    object(
        "Backup",
        "databaseVersion description expiryTime instance instanceDeletionTime instanceSettings kind"
            + " location name selfLink state ttlDays type");
    object(
        "Settings",
        "activationPolicy availabilityType backupConfiguration connectorEnforcement dataDiskSizeGb"
            + " dataDiskType databaseFlags deletionProtectionEnabled edition finalBackupConfig"
            + " insightsConfig ipConfiguration kind locationPreference maintenanceWindow"
            + " pricingPlan retainBackupsOnDelete settingsVersion storageAutoResize"
            + " storageAutoResizeLimit tier userLabels");
    object(
        "IpConfiguration",
        "allocatedIpRange authorizedNetworks enablePrivatePathForGoogleCloudServices ipv4Enabled"
            + " privateNetwork requireSsl sslMode serverCaMode");
    object(
        "BackupConfiguration",
        "backupRetentionSettings binaryLogEnabled enabled kind location pointInTimeRecoveryEnabled"
            + " startTime transactionLogRetentionDays");
    object("BackupRetentionSettings", "retainedBackups retentionUnit");
    object(
        "InsightsConfig",
        "queryInsightsEnabled queryPlansPerMinute queryStringLength recordApplicationTags"
            + " recordClientAddress");
    object("MaintenanceWindow", "day hour kind updateTrack");
    object("DatabaseFlags", "name value");
    object("FinalBackupConfig", "enabled retentionDays");
    object("LocationPreference", "kind zone secondaryZone followGaeApplication");
    object("DiskEncryptionConfiguration", "kind kmsKeyName");
    object("IpMapping", "ipAddress timeToRetire type");
    object("User", "databaseRoles etag host instance kind name password project type");
    object("Database", "charset collation etag instance kind name project selfLink");
    object(
        "BackupRun",
        "backupKind description endTime enqueuedTime id instance kind location selfLink startTime"
            + " status type windowStartTime");
    object(
        "Operation",
        "endTime error insertTime kind name operationType selfLink startTime status targetId"
            + " targetLink targetProject user");
    object("OperationErrors", "errors kind");
    object("OperationError", "code kind message");
    object("InstancesCloneRequest", "cloneContext");
    object("CloneContext", "destinationInstanceName kind pointInTime");
    object("InstancesRestoreBackupRequest", "backup restoreBackupContext restoreInstanceSettings");
    object("RestoreBackupContext", "backupRunId instanceId kind project");
    HOLDS.put("DatabaseInstance.settings", "Settings");
    HOLDS.put("DatabaseInstance.diskEncryptionConfiguration", "DiskEncryptionConfiguration");
    HOLDS.put("DatabaseInstance.ipAddresses", "IpMapping");
    HOLDS.put("Settings.ipConfiguration", "IpConfiguration");
    HOLDS.put("Settings.backupConfiguration", "BackupConfiguration");
    HOLDS.put("BackupConfiguration.backupRetentionSettings", "BackupRetentionSettings");
    HOLDS.put("Settings.insightsConfig", "InsightsConfig");
    HOLDS.put("Settings.maintenanceWindow", "MaintenanceWindow");
    HOLDS.put("Settings.databaseFlags", "DatabaseFlags");
    HOLDS.put("Settings.finalBackupConfig", "FinalBackupConfig");
    HOLDS.put("Settings.locationPreference", "LocationPreference");
    HOLDS.put("Operation.error", "OperationErrors");
    HOLDS.put("OperationErrors.errors", "OperationError");
    HOLDS.put("InstancesCloneRequest.cloneContext", "CloneContext");
    HOLDS.put("InstancesRestoreBackupRequest.restoreBackupContext", "RestoreBackupContext");
    HOLDS.put("InstancesRestoreBackupRequest.restoreInstanceSettings", "DatabaseInstance");
    HOLDS.put("Backup.instanceSettings", "DatabaseInstance");
  }

  private SqlFields() {}

  private static void object(String name, String fields) {
    FIELDS.put(name, Set.of(fields.split(" ")));
  }

  /** The fields of each object, by the name of Google's schema. */
  public static Map<String, Set<String>> all() {
    return Map.copyOf(FIELDS);
  }

  /**
   * @throws SqlRefusal if the body has a field that is not known
   */
  static void check(String object, JsonNode body) throws SqlRefusal {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!FIELDS.getOrDefault(object, Set.of()).contains(field.getKey())) {
        throw SqlRefusal.of(
            400,
            "badRequest",
            "Invalid JSON payload received. Unknown name \"%s\" at '%s': Cannot find field."
                .formatted(field.getKey(), object));
      }
      String held = HOLDS.get(object + "." + field.getKey());
      if (held != null) {
        checkAll(held, field.getValue());
      }
    }
  }

  private static void checkAll(String object, JsonNode value) throws SqlRefusal {
    if (value.isArray()) {
      for (JsonNode each : value) {
        check(object, each);
      }
    } else {
      check(object, value);
    }
  }
}
