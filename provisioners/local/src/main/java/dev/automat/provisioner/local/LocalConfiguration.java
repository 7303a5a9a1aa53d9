package dev.automat.provisioner.local;

import dev.automat.provisioner.local.cache.RedisProgram;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plugin's own part of the platform configuration.
 *
 * @param queuePort 0 to choose one and keep it
 */
record LocalConfiguration(Postgres postgres, int queuePort, Redis redis) {

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
          },
          "redis": {
            "type": "object",
            "additionalProperties": false,
            "description": "The Redis or Valkey server for caches, of version 7 or newer. Without a url, one that is installed on this machine is started.",
            "properties": {
              "url": {
                "type": "string",
                "description": "A server that you run: redis://host:port, or rediss:// for TLS. Host and port are also what applications are told. It must keep its users in a file."
              },
              "username": {"type": "string", "description": "The administrator, who may do everything."},
              "password": {"type": "string", "description": "The administrator's password."},
              "passwordFile": {
                "type": "string",
                "description": "A file that holds the administrator's password, instead of password."
              },
              "program": {
                "type": "string",
                "description": "The program to start; without it redis-server or valkey-server on the PATH."
              },
              "port": {
                "type": "integer", "minimum": 0, "maximum": 65535,
                "description": "The started server's port on 127.0.0.1; 0 to choose a free one once and keep it."
              }
            },
            "dependentRequired": {"url": ["username"], "username": ["url"], "password": ["url"], "passwordFile": ["url"]},
            "allOf": [
              {"not": {"required": ["url", "port"]}},
              {"not": {"required": ["url", "program"]}},
              {"not": {"required": ["password", "passwordFile"]}}
            ]
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

  /** Which Redis server. */
  sealed interface Redis {}

  /**
   * @param program to start; empty to look for one
   * @param port 0 to choose one and keep it
   */
  record Installed(Optional<Path> program, int port) implements Redis {}

  /** Somebody else's. Its text form shows no secret. */
  record Configured(String url, String username, String password) implements Redis {

    @Override
    public String toString() {
      return "Configured[username=" + username + "]";
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
                url.toString(),
                String.valueOf(postgres.get("username")),
                password("postgres", postgres)),
        port(section(configuration, "queues")),
        redis(section(configuration, "redis")));
  }

  private static Redis redis(Map<?, ?> redis) {
    @Nullable Object url = redis.get("url");
    return url == null
        ? installed(redis)
        : new Configured(
            url.toString(), String.valueOf(redis.get("username")), password("redis", redis));
  }

  private static Installed installed(Map<?, ?> redis) {
    return new Installed(
        Optional.<Object>ofNullable(redis.get("program")).map(Object::toString).map(Path::of),
        port(redis));
  }

  /**
   * Why there is no Redis server with this configuration; empty if there is one, or may be one.
   * Looks at files, and asks no server.
   */
  static Optional<String> withoutRedis(Map<String, Object> configuration) {
    Map<?, ?> redis = section(configuration, "redis");
    if (redis.containsKey("url")) {
      return Optional.empty();
    }
    Optional<Path> program = installed(redis).program();
    return RedisProgram.find(program).isPresent()
        ? Optional.empty()
        : Optional.of(RedisProgram.missing(program));
  }

  private static Map<?, ?> section(Map<String, Object> configuration, String key) {
    return configuration.get(key) instanceof Map<?, ?> section ? section : Map.of();
  }

  private static int port(Map<?, ?> section) {
    return section.get("port") instanceof Number port ? port.intValue() : 0;
  }

  private static String password(String name, Map<?, ?> section) {
    @Nullable Object file = section.get("passwordFile");
    @Nullable Object password = section.get("password");
    if (file == null) {
      return password == null ? "" : password.toString();
    }
    try {
      return Files.readString(Path.of(file.toString())).strip();
    } catch (IOException failure) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          name + ".passwordFile can not be read: " + failure,
          "name a file in provisioners.local." + name + ".passwordFile that Automat may read",
          failure);
    }
  }
}
