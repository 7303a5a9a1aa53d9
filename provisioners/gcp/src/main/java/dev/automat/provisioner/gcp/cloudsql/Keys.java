package dev.automat.provisioner.gcp.cloudsql;

/** The keys of the settings and of the outputs. */
final class Keys {

  static final String TIER = "tier";
  static final String EDITION = "edition";
  static final String ENGINE_VERSION = "engineVersion";
  static final String STORAGE = "storageGiB";
  static final String STORAGE_TYPE = "storageType";
  static final String STORAGE_AUTO_RESIZE = "storageAutoResize";
  static final String STORAGE_LIMIT = "storageLimitGiB";
  static final String HIGH_AVAILABILITY = "highAvailability";
  static final String DELETION_PROTECTION = "deletionProtection";
  static final String BACKUPS = "backups";
  static final String BACKUP_START = "backupStartTime";
  static final String RETAINED_BACKUPS = "retainedBackups";
  static final String LOG_DAYS = "transactionLogDays";
  static final String FINAL_BACKUP_DAYS = "finalBackupDays";
  static final String RETAIN_BACKUPS = "retainBackups";
  static final String FLAGS = "databaseFlags";
  static final String IAM_AUTHENTICATION = "iamAuthentication";
  static final String QUERY_INSIGHTS = "queryInsights";
  static final String MAINTENANCE_WINDOW = "maintenanceWindow";
  static final String SSL_MODE = "sslMode";
  static final String KMS_KEY = "kmsKeyName";
  static final String CUSTOMER_KEY = "customerKey";
  static final String DATABASE_NAME = "databaseName";
  static final String BINDING_SECRETS = "bindingSecrets";

  static final String HOST = "host";
  static final String PORT = "port";
  static final String DATABASE = "database";
  static final String CONNECTION_NAME = "connectionName";
  static final String BINDING_SECRET_PREFIX = "bindingSecretPrefix";

  private Keys() {}
}
