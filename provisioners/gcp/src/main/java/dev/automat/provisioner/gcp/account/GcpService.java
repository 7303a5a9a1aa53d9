package dev.automat.provisioner.gcp.account;

/** Google's services that the plugin calls. */
public enum GcpService {
  SQL_ADMIN("sqlAdmin"),
  PUBSUB("pubsub"),
  REDIS("redis"),
  SECRET_MANAGER("secretManager");

  private final String key;

  GcpService(String key) {
    this.key = key;
  }

  /** What it is called under {@code provisioners.gcp.endpoints}. */
  String key() {
    return key;
  }
}
