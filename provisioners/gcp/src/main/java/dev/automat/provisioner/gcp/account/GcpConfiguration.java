package dev.automat.provisioner.gcp.account;

import dev.automat.provisioner.gcp.account.AccountSettings.RegionSettings;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plugin's own part of the platform configuration.
 *
 * @param accounts by the name that placements use
 * @param endpoints of fakes on this machine; a service without one is Google's
 */
public record GcpConfiguration(
    Map<String, AccountSettings> accounts, Map<GcpService, URI> endpoints) {

  /** A fake is called without credentials, so that it must be on this machine. */
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** What {@link #of} reads. */
  public static final String SCHEMA =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "endpoints": {
            "type": "object",
            "additionalProperties": false,
            "description": "URLs of fakes of Google's services, for tests. They must be on this machine, and are called without credentials. Absent: Google itself.",
            "properties": {
              "sqlAdmin": {"type": "string", "pattern": "^http://", "description": "The Cloud SQL Admin API."},
              "pubsub": {"type": "string", "pattern": "^http://", "description": "Pub/Sub, gRPC without TLS."},
              "redis": {"type": "string", "pattern": "^http://", "description": "Memorystore for Redis, gRPC without TLS."},
              "secretManager": {"type": "string", "pattern": "^http://", "description": "Secret Manager, gRPC without TLS."}
            }
          },
          "accounts": {
            "type": "object",
            "description": "Projects of Google Cloud, by the name that placements use.",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": false,
              "required": ["project", "regions"],
              "properties": {
                "project": {
                  "type": "string", "pattern": "^[a-z][a-z0-9-]{4,28}[a-z0-9]$",
                  "description": "Id of the project, not its number: every call names it."
                },
                "projectNumber": {
                  "type": "string", "pattern": "^[0-9]{6,19}$",
                  "description": "Number of the project, in quotes. Queues need it: Pub/Sub forwards dead letters as service-NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com, which is given the rights to."
                },
                "impersonate": {
                  "type": "string", "pattern": "^[^@]+@[^@]+[.]gserviceaccount[.]com$",
                  "description": "E-mail of the service account to act as; what Automat runs with needs roles/iam.serviceAccountTokenCreator on it. Absent: what Application Default Credentials find is used itself."
                },
                "callsPerMinute": {
                  "type": "integer", "minimum": 10,
                  "description": "The most calls in a minute from one replica, over all of Google's services. Absent: only the ceilings of the types."
                },
                "regions": {
                  "type": "object", "minProperties": 1,
                  "propertyNames": {"pattern": "^[a-z]+-[a-z]+[0-9]+$"},
                  "description": "The regions that placements may choose, with what is prepared there.",
                  "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                      "network": {
                        "type": "string", "pattern": "^projects/[^/]+/global/networks/[^/]+$",
                        "description": "The network from which databases and caches are reached by private address. Private services access must be set up in it. Needed for both."
                      },
                      "allocatedIpRange": {
                        "type": "string", "pattern": "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$",
                        "description": "Name of the allocated range that the addresses come from. Absent: any of the network."
                      },
                      "kmsKeyName": {
                        "type": "string", "pattern": "^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$",
                        "description": "The key for what is encrypted. Absent: Google's own."
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
      """;

  public GcpConfiguration {
    accounts = Map.copyOf(accounts);
    endpoints = Map.copyOf(endpoints);
  }

  /**
   * @param configuration valid against {@link #SCHEMA}
   * @throws ProvisionerException of type USER if it can not be used; the message names the key
   */
  public static GcpConfiguration of(Map<String, Object> configuration) {
    Map<String, AccountSettings> accounts = new LinkedHashMap<>();
    map(configuration, "accounts")
        .forEach((name, value) -> accounts.put(name, account(name, asMap(value))));
    Map<GcpService, URI> endpoints = new EnumMap<>(GcpService.class);
    Map<String, Object> given = map(configuration, "endpoints");
    for (GcpService service : GcpService.values()) {
      text(given, service.key()).ifPresent(uri -> endpoints.put(service, uri(service, uri)));
    }
    return new GcpConfiguration(accounts, endpoints);
  }

  /** The fake that stands for the service; empty for Google. */
  public Optional<URI> endpoint(GcpService service) {
    return Optional.ofNullable(endpoints.get(service));
  }

  private static URI uri(GcpService service, String text) {
    String key = "provisioners.gcp.endpoints." + service.key();
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && LOOPBACK.contains(uri.getHost()) && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw notLoopback(key, text, Optional.of(e));
    }
    throw notLoopback(key, text, Optional.empty());
  }

  private static ProvisionerException notLoopback(
      String key, String text, Optional<Exception> cause) {
    return new ProvisionerException(
        ErrorCode.INVALID_SETTINGS,
        key + " is no address on this machine: " + text,
        "write it as http://127.0.0.1:port, or leave it out to have Google's service",
        Optional.empty(),
        Optional.empty(),
        cause.orElse(null));
  }

  private static AccountSettings account(String name, Map<String, Object> settings) {
    Map<String, RegionSettings> regions = new LinkedHashMap<>();
    map(settings, "regions").forEach((region, each) -> regions.put(region, region(asMap(each))));
    return new AccountSettings(
        name,
        text(settings, "project").orElseThrow(),
        text(settings, "projectNumber"),
        text(settings, "impersonate"),
        Optional.ofNullable(settings.get("callsPerMinute"))
            .map(number -> ((Number) number).intValue()),
        regions);
  }

  private static RegionSettings region(Map<String, Object> region) {
    return new RegionSettings(
        text(region, "network"), text(region, "allocatedIpRange"), text(region, "kmsKeyName"));
  }

  private static Optional<String> text(Map<String, Object> map, String key) {
    return Optional.ofNullable(map.get(key)).map(Object::toString);
  }

  private static Map<String, Object> map(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null ? Map.of() : asMap(value);
  }

  @SuppressWarnings("unchecked") // The schema says that it is an object.
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
