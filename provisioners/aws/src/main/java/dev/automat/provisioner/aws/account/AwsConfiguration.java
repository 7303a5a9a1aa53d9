package dev.automat.provisioner.aws.account;

import dev.automat.provisioner.aws.account.AccountSettings.RegionSettings;
import dev.automat.provisioner.aws.account.AccountSettings.Role;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plugin's own part of the platform configuration.
 *
 * @param accounts by the name that placements use
 * @param endpoint of a stand-in for AWS; empty for AWS itself
 * @param databaseCaFile certificates of authorities, one of which a database's must come from;
 *     empty if nobody looks
 */
public record AwsConfiguration(
    Map<String, AccountSettings> accounts, Optional<URI> endpoint, Optional<Path> databaseCaFile) {

  /** What {@link #of} reads. */
  public static final String SCHEMA =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "endpoint": {
            "type": "string", "pattern": "^https?://",
            "description": "The URL of a stand-in for AWS, such as moto or LocalStack. Absent: AWS itself."
          },
          "databaseCaFile": {
            "type": "string", "minLength": 1,
            "description": "A PEM file with the certificate authorities of RDS, such as AWS's global-bundle.pem. Automat then signs in to no database whose certificate comes from another, or names another host. Absent: TLS without looking at the certificate."
          },
          "accounts": {
            "type": "object",
            "description": "The AWS accounts, by the name that placements use.",
            "additionalProperties": {
              "type": "object",
              "additionalProperties": false,
              "required": ["id", "regions"],
              "properties": {
                "id": {
                  "type": "string", "pattern": "^[0-9]{12}$",
                  "description": "The account's 12 digits, in quotes. AWS must confirm them before anything is done."
                },
                "role": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["arn"],
                  "description": "The role to assume. Absent: what the default credential chain finds is used.",
                  "properties": {
                    "arn": {"type": "string", "pattern": "^arn:[a-z-]+:iam::[0-9]{12}:role/.+$"},
                    "externalId": {
                      "type": "string", "minLength": 2,
                      "description": "What the role's trust policy asks for."
                    },
                    "sessionTags": {
                      "type": "object", "maxProperties": 50,
                      "additionalProperties": {"type": "string", "maxLength": 256},
                      "description": "Tags of the session, for policies and CloudTrail."
                    }
                  }
                },
                "regions": {
                  "type": "object", "minProperties": 1,
                  "propertyNames": {"pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]+$"},
                  "description": "The regions that placements may choose, with what is prepared there.",
                  "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                      "subnetIds": {
                        "type": "array", "minItems": 2, "items": {"type": "string", "pattern": "^subnet-"},
                        "description": "Private subnets in at least two zones. Needed for databases and caches."
                      },
                      "securityGroupIds": {
                        "type": "array", "minItems": 1, "items": {"type": "string", "pattern": "^sg-"},
                        "description": "Who may reach databases and caches. Absent: the default group of the subnets' network."
                      },
                      "kmsKeyArn": {
                        "type": "string", "pattern": "^arn:[a-z-]+:kms:",
                        "description": "The key for what is encrypted. Absent: the service's own key of the account."
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

  public AwsConfiguration {
    accounts = Map.copyOf(accounts);
  }

  /**
   * @param configuration valid against {@link #SCHEMA}
   * @throws ProvisionerException of type USER if it can not be used; the message names the key
   */
  public static AwsConfiguration of(Map<String, Object> configuration) {
    Map<String, AccountSettings> accounts = new LinkedHashMap<>();
    map(configuration, "accounts")
        .forEach((name, value) -> accounts.put(name, account(name, value)));
    return new AwsConfiguration(
        accounts,
        text(configuration, "endpoint").map(AwsConfiguration::uri),
        text(configuration, "databaseCaFile").map(AwsConfiguration::authorities));
  }

  private static Path authorities(String file) {
    Path path = Path.of(file).toAbsolutePath();
    try (InputStream pem = Files.newInputStream(path)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        throw new CertificateException("no certificate in it");
      }
      return path;
    } catch (IOException | CertificateException e) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "provisioners.aws.databaseCaFile %s can not be used: %s".formatted(path, e),
          "name a readable PEM file of certificates, such as global-bundle.pem of RDS, or leave it"
              + " out",
          e);
    }
  }

  private static URI uri(String endpoint) {
    try {
      return URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "provisioners.aws.endpoint is no URL: " + endpoint,
          "write it as http://host:port",
          e);
    }
  }

  private static AccountSettings account(String name, Object value) {
    Map<String, Object> settings = asMap(value);
    Map<String, RegionSettings> regions = new LinkedHashMap<>();
    map(settings, "regions").forEach((region, each) -> regions.put(region, region(asMap(each))));
    String id = text(settings, "id").orElseThrow();
    Optional<Role> role =
        Optional.of(map(settings, "role"))
            .filter(each -> !each.isEmpty())
            .map(each -> role(name, id, each));
    return new AccountSettings(name, id, role, regions);
  }

  private static Role role(String account, String id, Map<String, Object> role) {
    String arn = text(role, "arn").orElseThrow();
    if (!arn.contains("::" + id + ":")) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "provisioners.aws.accounts.%s.role.arn is a role of another account than %s: %s"
              .formatted(account, id, arn),
          "correct the id or the role");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    map(role, "sessionTags").forEach((key, tag) -> tags.put(key, tag.toString()));
    return new Role(arn, text(role, "externalId"), tags);
  }

  private static RegionSettings region(Map<String, Object> region) {
    return new RegionSettings(
        texts(region, "subnetIds"), texts(region, "securityGroupIds"), text(region, "kmsKeyArn"));
  }

  private static Optional<String> text(Map<String, Object> map, String key) {
    return Optional.ofNullable(map.get(key)).map(Object::toString);
  }

  private static List<String> texts(Map<String, Object> map, String key) {
    return map.get(key) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
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
