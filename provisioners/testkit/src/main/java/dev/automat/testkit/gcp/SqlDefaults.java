package dev.automat.testkit.gcp;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What Google makes of a new instance: what it needs, what it fills in, and how it is shown. */
final class SqlDefaults {

  private static final Set<String> ENGINES = Set.of("POSTGRES", "MYSQL", "SQLSERVER");

  private SqlDefaults() {}

  /**
   * @throws SqlRefusal if something is missing or can not be
   */
  static void check(ObjectNode wanted) throws SqlRefusal {
    SqlFields.check("DatabaseInstance", wanted);
    String name = wanted.path("name").asString("");
    if (!name.matches("[a-z]([a-z0-9-]{0,96}[a-z0-9])?")) {
      throw SqlRefusal.invalid("the instance name \"" + name + "\" can not be used");
    }
    String version = wanted.path("databaseVersion").asString("");
    if (ENGINES.stream().noneMatch(engine -> version.startsWith(engine + "_"))) {
      throw SqlRefusal.invalid("databaseVersion \"" + version + "\"");
    }
    JsonNode settings = wanted.path("settings");
    if (settings.path("tier").asString("").isEmpty()) {
      throw SqlRefusal.invalid("settings.tier is missing");
    }
    checkSettings(wanted, version);
  }

  /** Also of what a patch makes of an instance. */
  static void checkSettings(ObjectNode instance, String version) throws SqlRefusal {
    JsonNode settings = instance.path("settings");
    JsonNode network = settings.path("ipConfiguration");
    if (!network.path("ipv4Enabled").asBoolean(true)
        && network.path("privateNetwork").asString("").isEmpty()) {
      throw SqlRefusal.invalid("at least one of public IP and private IP must be enabled");
    }
    JsonNode backups = settings.path("backupConfiguration");
    boolean enabled = backups.path("enabled").asBoolean(false);
    String log = version.startsWith("MYSQL") ? "binaryLogEnabled" : "pointInTimeRecoveryEnabled";
    if (backups.path(log).asBoolean(false) && !enabled) {
      throw SqlRefusal.invalid(log + " needs backups to be enabled");
    }
  }

  static ObjectNode made(ObjectNode wanted, String project, Instant now, long serial) {
    ObjectNode made = wanted.deepCopy();
    made.remove("rootPassword");
    String name = made.path("name").asString("");
    String region = made.path("region").asString("us-central1");
    String version = made.path("databaseVersion").asString("");
    made.put("kind", "sql#instance")
        .put("project", project)
        .put("region", region)
        .put("backendType", "SECOND_GEN")
        .put("instanceType", "CLOUD_SQL_INSTANCE")
        .put("createTime", now.toString())
        .put("connectionName", project + ":" + region + ":" + name)
        .put("databaseInstalledVersion", version.startsWith("POSTGRES") ? version + "_5" : version)
        .put("etag", "etag-1")
        .put("gceZone", region + "-a")
        .put("selfLink", "https://sqladmin.googleapis.com/v1/projects/" + project + "/" + name)
        .put("serviceAccountEmailAddress", "p%d-x@gcp-sa-cloud-sql.example".formatted(serial));
    ObjectNode settings = (ObjectNode) made.path("settings");
    Map.of(
            "activationPolicy", "ALWAYS",
            "availabilityType", "ZONAL",
            "dataDiskSizeGb", "10",
            "dataDiskType", "PD_SSD",
            "edition", "ENTERPRISE",
            "pricingPlan", "PER_USE",
            "settingsVersion", "1")
        .forEach((key, value) -> putIfAbsent(settings, key, value));
    settings.put("kind", "sql#settings");
    if (!settings.has("storageAutoResize")) {
      settings.put("storageAutoResize", true);
    }
    if (!settings.has("deletionProtectionEnabled")) {
      settings.put("deletionProtectionEnabled", false);
    }
    ObjectNode backups =
        settings.path("backupConfiguration") instanceof ObjectNode given
            ? given
            : settings.putObject("backupConfiguration");
    putIfAbsent(backups, "startTime", "17:00");
    if (!backups.has("enabled")) {
      backups.put("enabled", false);
    }
    return made;
  }

  private static void putIfAbsent(ObjectNode object, String key, String value) {
    if (!object.has(key)) {
      object.put(key, value);
    }
  }

  /**
   * An instance has its addresses once it is made.
   *
   * @param real its private one, where somebody is there
   */
  static void address(ObjectNode made, long serial, Optional<String> real) {
    JsonNode network = made.path("settings").path("ipConfiguration");
    var addresses = made.putArray("ipAddresses");
    if (network.path("ipv4Enabled").asBoolean(true)) {
      addresses.addObject().put("type", "PRIMARY").put("ipAddress", "192.0.2." + serial % 250);
    }
    if (!network.path("privateNetwork").asString("").isEmpty()) {
      addresses
          .addObject()
          .put("type", "PRIVATE")
          .put(
              "ipAddress",
              real.orElseGet(() -> "10.%d.%d.3".formatted(serial / 250 % 250, serial % 250)));
    }
  }
}
