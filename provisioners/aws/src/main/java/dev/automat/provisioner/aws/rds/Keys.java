package dev.automat.provisioner.aws.rds;

/** The keys of settings and outputs. */
final class Keys {

  static final String INSTANCE_CLASS = "instanceClass";
  static final String ENGINE_VERSION = "engineVersion";
  static final String ALLOW_MAJOR_VERSION_UPGRADE = "allowMajorVersionUpgrade";
  static final String AUTO_MINOR_VERSION_UPGRADE = "autoMinorVersionUpgrade";
  static final String ALLOCATED_STORAGE = "allocatedStorageGiB";
  static final String MAX_ALLOCATED_STORAGE = "maxAllocatedStorageGiB";
  static final String STORAGE_TYPE = "storageType";
  static final String IOPS = "iops";
  static final String STORAGE_THROUGHPUT = "storageThroughputMiBps";
  static final String STORAGE_ENCRYPTED = "storageEncrypted";
  static final String KMS_KEY = "kmsKeyArn";
  static final String CUSTOMER_KEY = "customerKey";
  static final String MULTI_AZ = "multiAz";
  static final String PORT = "port";
  static final String PUBLICLY_ACCESSIBLE = "publiclyAccessible";
  static final String DELETION_PROTECTION = "deletionProtection";
  static final String BACKUP_RETENTION = "backupRetentionDays";
  static final String BACKUP_WINDOW = "backupWindow";
  static final String MAINTENANCE_WINDOW = "maintenanceWindow";
  static final String COPY_TAGS = "copyTagsToSnapshots";
  static final String FINAL_SNAPSHOT = "finalSnapshot";
  static final String DELETE_AUTOMATED_BACKUPS = "deleteAutomatedBackups";
  static final String APPLY_IMMEDIATELY = "applyImmediately";
  static final String BINDING_SECRETS = "bindingSecrets";
  static final String PARAMETER_FAMILY = "parameterGroupFamily";
  static final String PARAMETERS = "parameters";
  static final String PERFORMANCE_INSIGHTS = "performanceInsights";
  static final String PERFORMANCE_INSIGHTS_RETENTION = "performanceInsightsRetentionDays";
  static final String MONITORING_INTERVAL = "monitoringIntervalSeconds";
  static final String MONITORING_ROLE = "monitoringRoleArn";
  static final String LOG_EXPORTS = "logExports";
  static final String IAM_AUTHENTICATION = "iamAuthentication";
  static final String CA_CERTIFICATE = "caCertificate";
  static final String MANAGE_MASTER_PASSWORD = "manageMasterPassword";
  static final String MASTER_USERNAME = "masterUsername";
  static final String DATABASE_NAME = "databaseName";

  static final String HOST = "host";
  static final String DATABASE = "database";
  static final String USERNAME = "username";
  static final String ARN = "arn";
  static final String MASTER_SECRET = "masterSecretArn";
  static final String BINDING_SECRET_PREFIX = "bindingSecretPrefix";

  private Keys() {}
}
