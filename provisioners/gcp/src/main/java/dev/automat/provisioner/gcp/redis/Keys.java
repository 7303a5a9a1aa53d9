package dev.automat.provisioner.gcp.redis;

/** The keys of the settings and of the outputs. */
final class Keys {

  static final String TIER = "tier";
  static final String MEMORY = "memoryGiB";
  static final String ENGINE_VERSION = "engineVersion";
  static final String AUTH = "auth";
  static final String TLS = "transitEncryption";
  static final String READ_REPLICAS = "readReplicas";
  static final String PARAMETERS = "parameters";
  static final String SNAPSHOTS = "snapshots";
  static final String MAINTENANCE_WINDOW = "maintenanceWindow";
  static final String CONNECT_MODE = "connectMode";
  static final String RESERVED_RANGE = "reservedIpRange";
  static final String KMS_KEY = "kmsKeyName";
  static final String CUSTOMER_KEY = "customerKey";

  static final String HOST = "host";
  static final String PORT = "port";
  static final String READ_ENDPOINT = "readEndpoint";
  static final String SERVER_CA = "serverCa";

  private Keys() {}
}
