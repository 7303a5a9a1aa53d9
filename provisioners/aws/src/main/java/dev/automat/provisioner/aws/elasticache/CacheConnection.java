package dev.automat.provisioner.aws.elasticache;

import dev.automat.spi.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an application connects with. */
final class CacheConnection {

  /**
   * The one user that a token is the password of: AUTH in the documentation of Valkey and Redis.
   * The name that the engine chose is not used.
   */
  static final String USER = "default";

  private CacheConnection() {}

  /**
   * Host, port, username and password, and all of it as a URI of the scheme {@code rediss}, which
   * is Redis over TLS. Without an endpoint, as long as the cache is being made, there is no URI.
   */
  static Map<String, String> of(Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    credentials.ifPresent(
        secret -> {
          connection.put("password", secret.password());
          if (outputs.containsKey(CacheDescriptor.HOST)) {
            connection.put("uri", uri(connection, secret.password()));
          }
        });
    return connection;
  }

  private static String uri(Map<String, String> connection, String password) {
    return "rediss://%s:%s@%s:%s"
        .formatted(
            USER,
            URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20"),
            connection.get(CacheDescriptor.HOST),
            connection.get(CacheDescriptor.PORT));
  }
}
