package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.AwsTags;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of {@code aws/elasticache-redis} before anything is made. */
public final class CacheDescriptor {

  static final String ENGINE = "engine";
  static final String ENGINE_VERSION = "engineVersion";
  static final String NODE_TYPE = "nodeType";
  static final String CLUSTER_MODE = "clusterMode";
  static final String SHARDS = "shards";
  static final String REPLICAS = "replicasPerShard";
  static final String FAILOVER = "automaticFailover";
  static final String MULTI_AZ = "multiAz";
  static final String AT_REST = "atRestEncryption";
  static final String IN_TRANSIT = "transitEncryptionMode";
  static final String CUSTOMER_KEY = "customerKey";
  static final String PORT = "port";
  static final String FAMILY = "parameterGroupFamily";
  static final String PARAMETERS = "parameters";
  static final String SNAPSHOT_DAYS = "snapshotRetentionDays";
  static final String SNAPSHOT_WINDOW = "snapshotWindow";
  static final String MAINTENANCE_WINDOW = "maintenanceWindow";
  static final String MINOR_UPGRADES = "autoMinorVersionUpgrade";
  static final String FINAL_SNAPSHOT = "finalSnapshot";
  static final String TOPIC = "notificationTopicArn";

  static final String HOST = "host";

  /** Limits are those of CreateReplicationGroup and ModifyReplicationGroup (API 2015-02-02). */
  private static final String SETTINGS =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "required": ["nodeType"],
        "properties": {
          "engine": {
            "type": "string", "enum": ["valkey", "redis"],
            "description": "What runs: valkey unless set. redis becomes valkey in place; AWS refuses the way back."
          },
          "engineVersion": {
            "type": "string", "pattern": "^[0-9]+(\\\\.([0-9]+|x))?$",
            "description": "Version of the engine, such as 8.0 for valkey or 7.1 for redis; the newest unless set. It can be raised in place; AWS refuses to lower it."
          },
          "nodeType": {
            "type": "string", "pattern": "^cache\\\\.[a-z0-9]+\\\\.[a-z0-9]+$",
            "description": "Size of each node, such as cache.t4g.small. Changed in place, with the cache in use."
          },
          "clusterMode": {
            "type": "boolean",
            "description": "Whether keys are spread over shards, which clients must understand. False unless set."
          },
          "shards": {
            "type": "integer", "minimum": 1, "maximum": 500,
            "description": "How many parts the keys are spread over; 1 unless set. More than 1 needs clusterMode. Changed in place; keys move meanwhile."
          },
          "replicasPerShard": {
            "type": "integer", "minimum": 0, "maximum": 5,
            "description": "Copies of each shard, beside its primary; 0 unless set."
          },
          "automaticFailover": {
            "type": "boolean",
            "description": "Whether a replica takes over from a primary that fails; needs a replica. Unless set, on with clusterMode or multiAz, else off."
          },
          "multiAz": {
            "type": "boolean",
            "description": "Whether replicas stand in other zones than their primary; needs automaticFailover. False unless set."
          },
          "atRestEncryption": {
            "type": "boolean",
            "description": "Whether disks and snapshots are encrypted. True unless set."
          },
          "transitEncryptionMode": {
            "type": "string", "enum": ["required", "preferred"],
            "description": "Whether clients must use TLS, or may do without while they are moved to it. required unless set. TLS can not be off: AWS has no users without it. What somebody switched off is shown as off, and put right over preferred."
          },
          "customerKey": {
            "type": "boolean",
            "description": "Whether encryption uses the KMS key that the platform configuration names for the region. Unless set, it does if there is one; true without one is refused."
          },
          "port": {
            "type": "integer", "minimum": 1024, "maximum": 65535,
            "description": "The port of every node; 6379 unless set."
          },
          "parameterGroupFamily": {
            "type": "string", "pattern": "^(valkey|redis)[0-9]+(\\\\.[0-9x]+)?$",
            "description": "The family of parameters, such as valkey8; follows from engine and engineVersion unless set. When it changes, a parameter group of that family is used; an older one goes with the cache."
          },
          "parameters": {
            "type": "object", "maxProperties": 100,
            "propertyNames": {"pattern": "^[a-z][a-z0-9-]*$", "not": {"const": "cluster-enabled"}},
            "additionalProperties": {"type": ["string", "integer"]},
            "description": "Parameters of the engine, such as maxmemory-policy; all others keep the default of the family. cluster-enabled follows from clusterMode and is none of them. A parameter group of the cache's own holds them."
          },
          "snapshotRetentionDays": {
            "type": "integer", "minimum": 0, "maximum": 35,
            "description": "How many days a daily snapshot is kept; 0, which is none, unless set."
          },
          "snapshotWindow": {
            "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$",
            "description": "When the daily snapshot is taken, in UTC, such as 03:00-05:00; AWS chooses unless set."
          },
          "maintenanceWindow": {
            "type": "string",
            "pattern": "^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$",
            "description": "When AWS may do maintenance, in UTC and at least an hour, such as sun:05:00-sun:06:00; AWS chooses unless set."
          },
          "autoMinorVersionUpgrade": {
            "type": "boolean",
            "description": "Whether AWS raises the minor version by itself in the maintenance window. AWS says true unless set."
          },
          "finalSnapshot": {
            "type": "boolean",
            "description": "Whether deleting the cache takes a last snapshot, named after the cache with -final. It costs until somebody deletes it. False unless set."
          },
          "notificationTopicArn": {
            "type": "string", "pattern": "^arn:[a-z-]+:sns:",
            "description": "The SNS topic to which AWS reports events of the cache; none unless set."
          }
        }
      }
      """;

  /** The descriptor of {@code aws/elasticache-redis}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "aws/elasticache-redis",
              SETTINGS,
              // ModifyReplicationGroup has no parameter for these. Cluster mode has a way on, but
              // in
              // steps that clients must take part in, and no way back.
              Map.of(
                  CLUSTER_MODE, Change.REPLACE,
                  AT_REST, Change.REPLACE,
                  CUSTOMER_KEY, Change.REPLACE,
                  PORT, Change.REPLACE),
              // CreateReplicationGroup, ReplicationGroupId: 1 to 40 letters, digits and hyphens
              new NamingRule(40),
              ListDepth.TAGS,
              CredentialNeed.NONE,
              List.of(HOST, PORT),
              // AWS promises nothing here; describing follows creating within seconds, the tagging
              // API
              // within a minute
              Duration.ofSeconds(60),
              // what single-shard groups take; a shard more adds a minute or two
              Duration.ofMinutes(8),
              // AWS publishes no figure and throttles an account as a whole, its consoles and
              // pipelines
              // too. An operation makes three to five calls.
              new RateLimit(3, 4))
          .withBindings(new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.USER))
          .withTagRules(AwsTags.RULES)
          .withAbilities(Ability.QUARANTINE);

  private CacheDescriptor() {}
}
