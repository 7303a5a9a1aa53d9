package dev.automat.provisioner.local;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plugin's own part of the platform configuration.
 *
 * @param queuePort 0 to choose one and keep it
 */
record LocalConfiguration(Postgres postgres, int queuePort) {

  static final String SCHEMA =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "postgres": {
            "type": "object",
            "additionalProperties": false,
            "description": "The PostgreSQL server for databases. Without a url, an embedded one.",
            "properties": {
              "url": {
                "type": "string",
                "description": "A server that you run: postgresql://host:port/database. Host and port are also what applications are told."
              },
              "username": {
                "type": "string",
                "description": "The administrator: a superuser, or a role with CREATEDB and CREATEROLE."
              },
              "password": {"type": "string", "description": "The administrator's password."},
              "passwordFile": {
                "type": "string",
                "description": "A file that holds the administrator's password, instead of password."
              },
              "port": {
                "type": "integer", "minimum": 0, "maximum": 65535,
                "description": "The embedded server's port on 127.0.0.1; 0 to choose a free one once and keep it."
              }
            },
            "dependentRequired": {"url": ["username"], "username": ["url"], "password": ["url"], "passwordFile": ["url"]},
            "allOf": [
              {"not": {"required": ["url", "port"]}},
              {"not": {"required": ["password", "passwordFile"]}}
            ]
          },
          "queues": {
            "type": "object",
            "additionalProperties": false,
            "description": "The queue server, which is always embedded.",
            "properties": {
              "port": {
                "type": "integer", "minimum": 0, "maximum": 65535,
                "description": "Its port on 127.0.0.1; 0 to choose a free one once and keep it."
              }
            }
          }
        }
      }
      """;

  /** Which PostgreSQL server. */
  sealed interface Postgres {}

  /**
   * @param port 0 to choose one and keep it
   */
  record Embedded(int port) implements Postgres {}

  /** Somebody else's. Its text form shows no secret. */
  record External(String url, String username, String password) implements Postgres {

    @Override
    public String toString() {
      return "External[username=" + username + "]";
    }
  }

  /**
   * @param configuration valid against {@link #SCHEMA}
   * @throws ProvisionerException if a password file can not be read
   */
  static LocalConfiguration of(Map<String, Object> configuration) {
    Map<?, ?> postgres = section(configuration, "postgres");
    @Nullable Object url = postgres.get("url");
    return new LocalConfiguration(
        url == null
            ? new Embedded(port(postgres))
            : new External(
                url.toString(), String.valueOf(postgres.get("username")), password(postgres)),
        port(section(configuration, "queues")));
  }

  private static Map<?, ?> section(Map<String, Object> configuration, String key) {
    return configuration.get(key) instanceof Map<?, ?> section ? section : Map.of();
  }

  private static int port(Map<?, ?> section) {
    return section.get("port") instanceof Number port ? port.intValue() : 0;
  }

  private static String password(Map<?, ?> postgres) {
    @Nullable Object file = postgres.get("passwordFile");
    @Nullable Object password = postgres.get("password");
    if (file == null) {
      return password == null ? "" : password.toString();
    }
    try {
      return Files.readString(Path.of(file.toString())).strip();
    } catch (IOException failure) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "postgres.passwordFile can not be read: " + failure,
          "name a file in provisioners.local.postgres.passwordFile that Automat may read",
          failure);
    }
  }
}
