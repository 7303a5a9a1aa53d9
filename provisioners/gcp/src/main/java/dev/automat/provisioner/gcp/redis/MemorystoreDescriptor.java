package dev.automat.provisioner.gcp.redis;

import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of {@code gcp/memorystore-redis} before anything is made. */
public final class MemorystoreDescriptor {

  private static final String SETTINGS =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "required": ["tier", "memoryGiB", "engineVersion"],
        "properties": {
          "tier": {
            "enum": ["BASIC", "STANDARD_HA"],
            "description": "BASIC: one node. STANDARD_HA: a copy in another zone takes over by itself."
          },
          "memoryGiB": {
            "type": "integer", "minimum": 1, "maximum": 300,
            "description": "Memory for data, in GiB. A change empties an instance of the tier BASIC; one of STANDARD_HA fails over."
          },
          "engineVersion": {
            "enum": ["5.0", "6.0", "7.0", "7.2"],
            "description": "The version of Redis, in quotes. 6.0 is what Google calls 6.x. A newer one is an upgrade in place; an instance of the tier BASIC loses its data then."
          },
          "auth": {
            "type": "boolean",
            "description": "Whether clients must know the AUTH string, which Google makes. Switching it off and on makes another. Default: true."
          },
          "transitEncryption": {
            "type": "boolean",
            "description": "Whether the way to it is encrypted (SERVER_AUTHENTICATION). The port is 6378 then, and clients must trust the output serverCa. Default: true."
          },
          "readReplicas": {
            "type": "integer", "minimum": 0, "maximum": 5,
            "description": "How many copies can be read from, at the output readEndpoint; needs STANDARD_HA and 5 GiB. It can only be raised: once there are any, Google does not go back to 0. Default: 0."
          },
          "parameters": {
            "type": "object", "maxProperties": 20,
            "propertyNames": {"enum": ["maxmemory-policy", "notify-keyspace-events", "activedefrag", "lfu-decay-time", "lfu-log-factor", "maxmemory-gb", "stream-node-max-bytes", "stream-node-max-entries"]},
            "additionalProperties": {"type": ["string", "number"]},
            "description": "Configuration of Redis, of what Google lets be set. What is not named has Google's default. Default: none."
          },
          "snapshots": {
            "enum": ["none", "1h", "6h", "12h", "24h"],
            "description": "How often its data are written to disk (RDB), to start with them again after a failure. Google keeps the last one, and none once the instance is deleted. Default: none."
          },
          "maintenanceWindow": {
            "type": "string", "pattern": "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3])$",
            "description": "The hour in which Google may restart it, as ddd:hh in UTC. Default: any."
          },
          "connectMode": {
            "enum": ["PRIVATE_SERVICE_ACCESS", "DIRECT_PEERING"],
            "description": "How the network of the region is connected. Default: PRIVATE_SERVICE_ACCESS, also where Google's own default is DIRECT_PEERING."
          },
          "reservedIpRange": {
            "type": "string", "minLength": 1, "maxLength": 100,
            "description": "Name of the allocated range that the address is from; with DIRECT_PEERING a CIDR block. Default: that of the region in the platform configuration, or any."
          },
          "kmsKeyName": {
            "type": "string", "pattern": "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$",
            "description": "The key that encrypts its data, in the same region. Default: that of the region in the platform configuration, or Google's own."
          },
          "customerKey": {
            "type": "boolean",
            "description": "true: a key of yours must encrypt it, and without one nothing is made. false: Google's own does. Default: the key of the region if it has one."
          }
        }
      }
      """;

  /** "AUTH behavior" and "AUTH impact on client connections" in Google's overview of AUTH. */
  private static final String HOW_TO_CHANGE =
      "switch AUTH of the instance off and on again (gcloud redis instances update INSTANCE"
          + " --region=REGION --no-enable-auth, then the same with --enable-auth): each time Google"
          + " makes another AUTH string. In between everybody in its network is let in, and"
          + " connections that are open by then stay open";

  /** The descriptor of {@code gcp/memorystore-redis}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "gcp/memorystore-redis",
              SETTINGS,
              // What the update mask of the API does not take is chosen at the creation.
              Map.of(
                  Keys.ENGINE_VERSION, Change.GROW_ONLY,
                  // From 5 to 1 Google would go, and never to 0: no mark says that.
                  Keys.READ_REPLICAS, Change.GROW_ONLY,
                  Keys.TIER, Change.REPLACE,
                  Keys.TLS, Change.REPLACE,
                  Keys.CONNECT_MODE, Change.REPLACE,
                  Keys.RESERVED_RANGE, Change.REPLACE,
                  Keys.KMS_KEY, Change.REPLACE,
                  Keys.CUSTOMER_KEY, Change.REPLACE),
              // "Must be between 1-40 characters": CreateInstanceRequest.instance_id
              new NamingRule(40),
              ListDepth.FULL,
              CredentialNeed.NONE,
              List.of(Keys.HOST, Keys.PORT, Keys.READ_ENDPOINT, Keys.SERVER_CA),
              Duration.ofSeconds(30),
              Duration.ofMinutes(6),
              new RateLimit(3, 8, Optional.of("redis")))
          .withBindings(BindingOffer.shared(Access.READWRITE, HOW_TO_CHANGE))
          .withTagRules(Labels.RULES);

  private MemorystoreDescriptor() {}
}
