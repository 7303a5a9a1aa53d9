package dev.automat.provisioner.aws.rds;

import java.util.stream.Collectors;

/**
 * The settings, as JSON Schema. Limits are those of CreateDBInstance and ModifyDBInstance in RDS's
 * API reference; those that depend on engine and class are left to RDS.
 */
final class SettingsSchema {

  private static final String TEXT =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "required": ["instanceClass", "engineVersion", "allocatedStorageGiB"],
        "properties": {
          "instanceClass": {
            "type": "string", "pattern": "^db\\\\.[a-z0-9-]+\\\\.[a-z0-9-]+$",
            "description": "DB instance class, such as db.t4g.small. A change restarts the database."
          },
          "engineVersion": {
            "type": "string", "pattern": "@versionPattern@",
            "description": "Version of @title@, @versionExample@. A newer minor version of the same major one is as good. It is only ever raised; another major version also needs allowMajorVersionUpgrade. RDS restarts the database for it."
          },
          "allowMajorVersionUpgrade": {
            "type": "boolean",
            "description": "Whether a change of engineVersion to another major version is carried out. Default: false."
          },
          "autoMinorVersionUpgrade": {
            "type": "boolean",
            "description": "Whether RDS installs minor versions in the maintenance window by itself. Default: that of RDS, true."
          },
          "allocatedStorageGiB": {
            "type": "integer", "minimum": 5, "maximum": 65536,
            "description": "Size of the disk in GiB; gp3 and gp2 begin at 20. It can grow, never shrink, and RDS grows it by a tenth at least. A larger disk is as good."
          },
          "maxAllocatedStorageGiB": {
            "type": "integer", "minimum": 0, "maximum": 65536,
            "description": "Up to which size in GiB RDS grows the disk by itself when it fills up (storage autoscaling): more than allocatedStorageGiB, or 0 for never. Default: never."
          },
          "storageType": {
            "enum": ["gp3", "gp2", "io1", "io2", "standard"],
            "description": "Kind of disk. io1 and io2 also need iops. Default: gp3."
          },
          "iops": {
            "type": "integer", "minimum": 1000, "maximum": 256000,
            "description": "Operations a second that the disk is provisioned for. For gp3 only from 400 GiB on. Default: that of the storage type, 3000 for gp3."
          },
          "storageThroughputMiBps": {
            "type": "integer", "minimum": 125, "maximum": 4000,
            "description": "Throughput of a gp3 disk in MiB/s, from 400 GiB on. Default: that of RDS, 125."
          },
          "storageEncrypted": {
            "type": "boolean",
            "description": "Whether disk, backups and snapshots are encrypted. Default: true."
          },
          "kmsKeyArn": {
            "type": "string", "pattern": "^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$",
            "description": "ARN of the KMS key to encrypt with. Default: the region's kmsKeyArn in the platform configuration, else the key aws/rds of the account."
          },
          "customerKey": {
            "type": "boolean",
            "description": "true: the region's kmsKeyArn of the platform configuration must be there, and is used. false: the key aws/rds of the account is used. Default: what kmsKeyArn says."
          },
          "multiAz": {
            "type": "boolean",
            "description": "Whether a standby runs in a second zone. It doubles the price. Default: false."
          },
          "port": {
            "type": "integer", "minimum": 1150, "maximum": 65535,
            "description": "TCP port. A change restarts the database. Default: @port@."
          },
          "publiclyAccessible": {
            "type": "boolean",
            "description": "Whether the database has an address in the internet. Default: false."
          },
          "deletionProtection": {
            "type": "boolean",
            "description": "Whether RDS refuses deletions by others. A deletion by Automat clears it first. Default: false."
          },
          "backupRetentionDays": {
            "type": "integer", "minimum": 0, "maximum": 35,
            "description": "For how many days automated backups are kept; 0 for none. Between 0 and more the database restarts. Default: that of RDS, 1."
          },
          "backupWindow": {
            "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
            "description": "When backups begin, as hh:mm-hh:mm in UTC, at least 30 minutes, outside maintenanceWindow. Default: RDS chooses."
          },
          "maintenanceWindow": {
            "type": "string", "pattern": "^([Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un):([01][0-9]|2[0-3]):[0-5][0-9]-([Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un):([01][0-9]|2[0-3]):[0-5][0-9]$",
            "description": "When RDS may restart it, as ddd:hh:mm-ddd:hh:mm in UTC, at least 30 minutes. Default: RDS chooses."
          },
          "copyTagsToSnapshots": {
            "type": "boolean",
            "description": "Whether snapshots get the tags of the database. The final snapshot always does. Default: true."
          },
          "finalSnapshot": {
            "type": "boolean",
            "description": "Whether a snapshot is kept of a database that is deleted, which costs storage until it is deleted, too. RDS can make none of what is still being created, and none of a database that it gave up; automated backups are then kept. Default: true."
          },
          "deleteAutomatedBackups": {
            "type": "boolean",
            "description": "Whether a deletion also deletes the automated backups; else they expire in their time. Default: true."
          },
          "bindingSecrets": {
            "type": "boolean",
            "description": "Whether what a binding gives is also kept in a secret of Secrets Manager, automat/<uid>/<binding>/connection, which goes with the binding and with the instance. The connection of the binding then has its ARN, and its ExternalSecret points there. Default: false."
          },
          "applyImmediately": {
            "type": "boolean",
            "description": "Whether changes are applied at once, with the restart that some need, and not in the maintenance window. Default: true."
          },
          "parameterGroupFamily": {
            "type": "string", "pattern": "@familyPattern@",
            "description": "Family of the parameter group. It must fit engineVersion. Default: the one that does."
          },
          "parameters": {
            "type": "object", "maxProperties": 200,
            "propertyNames": {"pattern": "^[a-z][a-z0-9_.]{0,254}$"},
            "additionalProperties": {"type": ["string", "number", "boolean"]},
            "description": "Parameters of @title@ in RDS's own names and units, in a parameter group of the database's own. What is not named has RDS's default. Static ones wait for a restart. Default: RDS's default parameter group."
          },
          "performanceInsights": {
            "type": "boolean",
            "description": "Whether Performance Insights is on. Default: that of RDS, false."
          },
          "performanceInsightsRetentionDays": {
            "type": "integer", "minimum": 7, "maximum": 731,
            "description": "For how many days it keeps data: 7, 731 or 31 times 1 to 23. Default: 7."
          },
          "monitoringIntervalSeconds": {
            "enum": [0, 1, 5, 10, 15, 30, 60],
            "description": "How often Enhanced Monitoring measures; 0 for never. More than 0 needs monitoringRoleArn. Default: 0."
          },
          "monitoringRoleArn": {
            "type": "string", "pattern": "^arn:[a-z-]+:iam::[0-9]{12}:role/.+$",
            "description": "ARN of the role with which Enhanced Monitoring writes to CloudWatch Logs. Default: none."
          },
          "logExports": {
            "type": "array", "uniqueItems": true, "items": {"enum": [@logs@]},
            "description": "Logs that are sent to CloudWatch Logs: @logNames@. Default: none."
          },
          "iamAuthentication": {
            "type": "boolean",
            "description": "Whether IAM principals can sign in. Default: false."
          },
          "caCertificate": {
            "type": "string", "pattern": "^rds-ca-[a-z0-9-]+$",
            "description": "Which authority signs the certificate of the server, such as rds-ca-rsa2048-g1. Default: that of the account."
          },
          "manageMasterPassword": {
            "type": "boolean",
            "description": "true: RDS makes the master password, keeps it in a secret of Secrets Manager and rotates it. false: Automat makes it. Applications are given neither. Default: false."
          },
          "masterUsername": {
            "type": "string", "pattern": "^[a-z][a-z0-9_]{0,15}$",
            "description": "Name of the master user, up to 16 characters, as MySQL allows. Default: automat."
          },
          "databaseName": {
            "type": "string", "pattern": "^[a-z][a-z0-9_]{0,62}$",
            "description": "Name of the first database in the instance. Default: app."
          }
        }
      }
      """;

  private SettingsSchema() {}

  static String of(DatabaseEngine engine) {
    return TEXT.replace("@versionPattern@", json(engine.versionPattern()))
        .replace("@versionExample@", json(engine.versionExample()))
        .replace("@familyPattern@", json(engine.familyPattern()))
        .replace("@title@", engine.title())
        .replace("@port@", Integer.toString(engine.port()))
        .replace("@logNames@", String.join(", ", engine.logs()))
        .replace(
            "@logs@",
            engine.logs().stream().map(log -> '"' + log + '"').collect(Collectors.joining(", ")));
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
