package dev.automat.provisioner.gcp.cloudsql;

/** The settings schema of the types. Each setting says what holds without it. */
final class SettingsSchema {

  private static final String TEXT =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "required": ["tier", "engineVersion", "storageGiB"],
        "properties": {
          "tier": {
            "type": "string", "pattern": "^db-[a-z0-9-]+$",
            "description": "The machine, such as db-custom-2-7680 (2 CPUs, 7680 MiB), db-g1-small, or db-perf-optimized-N-2 with the edition ENTERPRISE_PLUS. A change restarts the database."
          },
          "edition": {
            "enum": ["ENTERPRISE", "ENTERPRISE_PLUS"],
            "description": "The edition of Cloud SQL. Tiers belong to one. Default: ENTERPRISE, also where Google's own default is ENTERPRISE_PLUS."
          },
          "engineVersion": {
            "type": "string", "pattern": "@versionPattern@",
            "description": "The version of @title@, in quotes, such as @versionExample@. A newer one is an upgrade in place, with minutes of downtime. Google chooses the minor version."
          },
          "storageGiB": {
            "type": "integer", "minimum": 10, "maximum": 65536,
            "description": "The size of the disk in GiB. It only grows, and with storageAutoResize it grows by itself."
          },
          "storageType": {
            "enum": ["PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"],
            "description": "The kind of disk. Default: PD_SSD."
          },
          "storageAutoResize": {
            "type": "boolean",
            "description": "Whether Google enlarges the disk before it is full. Default: true."
          },
          "storageLimitGiB": {
            "type": "integer", "minimum": 0, "maximum": 65536,
            "description": "How large Google may make the disk by itself, in GiB; 0 for no limit. Default: 0."
          },
          "highAvailability": {
            "type": "boolean",
            "description": "Whether a standby in another zone takes over (REGIONAL). It doubles the price, and MySQL needs point-in-time backups with it. Default: false."
          },
          "deletionProtection": {
            "type": "boolean",
            "description": "Whether Google refuses deletions by others. A deletion by Automat clears it first. Default: false."
          },
          "backups": {
            "enum": ["none", "daily", "point-in-time"],
            "description": "daily: a backup each day. point-in-time: also the logs (for MySQL its binary logs) with which any moment of the last days can be restored; highAvailability of MySQL needs them. Default: daily."
          },
          "backupStartTime": {
            "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
            "description": "When the four hours begin in which a backup is made, as hh:mm in UTC. Default: Google chooses."
          },
          "retainedBackups": {
            "type": "integer", "minimum": 1, "maximum": 365,
            "description": "How many daily backups are kept. Default: that of Google, 7 (15 with ENTERPRISE_PLUS)."
          },
          "transactionLogDays": {
            "type": "integer", "minimum": 1, "maximum": 35,
            "description": "For how many days the logs of point-in-time are kept; at most 7 with the edition ENTERPRISE. Default: that of Google, 7."
          },
          "finalBackupDays": {
            "type": "integer", "minimum": 0, "maximum": 365,
            "description": "For how many days another backup is kept that Google makes at the deletion, and that Automat does not restore; 0 for none. Default: 0."
          },
          "retainBackups": {
            "type": "boolean",
            "description": "Whether Automat keeps a backup of what it deletes, of which the database can be made again until its time to be undeleted is over. Google then keeps the daily ones as long, too. Default: true."
          },
          "databaseFlags": {
            "type": "object", "maxProperties": 100,
            "propertyNames": {"pattern": "^[a-z][a-z0-9_.-]{0,127}$"},
            "additionalProperties": {"type": ["string", "number", "boolean"]},
            "description": "Flags of @title@ in Google's own names and units, without @iamFlag@. Some restart the database. What is not named has Google's default. Default: none."
          },
          "iamAuthentication": {
            "type": "boolean",
            "description": "Whether IAM principals can sign in (the flag @iamFlag@). Default: false."
          },
          "queryInsights": {
            "type": "boolean",
            "description": "Whether Query Insights records which queries take how long. Default: false."
          },
          "maintenanceWindow": {
            "type": "string", "pattern": "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3])$",
            "description": "The hour in which Google may restart it, as ddd:hh in UTC. Default: any."
          },
          "sslMode": {
            "enum": ["ALLOW_UNENCRYPTED_AND_ENCRYPTED", "ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
            "description": "Which connections are let in. Default: ENCRYPTED_ONLY."
          },
          "kmsKeyName": {
            "type": "string", "pattern": "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$",
            "description": "The key that encrypts disk and backups, in the same region. Default: that of the region in the platform configuration, or Google's own."
          },
          "customerKey": {
            "type": "boolean",
            "description": "true: a key of yours must encrypt it, and without one nothing is made. false: Google's own does. Default: the key of the region if it has one."
          },
          "databaseName": {
            "type": "string", "pattern": "^[a-z][a-z0-9_]{0,62}$",
            "description": "Name of the database for applications, which is made once the instance runs. Default: app."
          },
          "bindingSecrets": {
            "type": "boolean",
            "description": "Whether what a binding gives is also kept in a secret of Secret Manager, automat-<uid>-<binding>-connection, which goes with the binding and with the instance. The connection of the binding then has its name, and its ExternalSecret points there. Default: false."
          }
        }
      }
      """;

  private SettingsSchema() {}

  static String of(DatabaseEngine engine) {
    return TEXT.replace("@versionPattern@", json(engine.versionPattern()))
        .replace("@versionExample@", json(engine.versionExample()))
        .replace("@title@", engine.title())
        .replace("@iamFlag@", engine.iamFlag());
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
