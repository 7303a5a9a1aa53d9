package dev.automat.provisioner.aws.elasticache;

import dev.automat.spi.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an application connects with. */
final class CacheConnection {

  /** The user as whom whoever names none is taken. It is off. */
  static final String USER = "default";

  private CacheConnection() {}

  /** Where it is, and nothing to sign in with: applications are bound. */
  static Map<String, String> of(Map<String, Object> outputs) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    return connection;
  }

  /**
   * Host, port, username and password, and all of it as a URI of the scheme {@code rediss}, which
   * is Redis over TLS. Without an endpoint, as long as the cache is being made, there is no URI.
   */
  static Map<String, String> of(Map<String, Object> outputs, Credentials own) {
    Map<String, String> connection = of(outputs);
    connection.put("username", own.username());
    connection.put("password", own.password());
    if (outputs.containsKey(CacheDescriptor.HOST)) {
      connection.put(
          "uri",
          "rediss://%s:%s@%s:%s"
              .formatted(
                  encoded(own.username()),
                  encoded(own.password()),
                  connection.get(CacheDescriptor.HOST),
                  connection.get(CacheDescriptor.PORT)));
    }
    return connection;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
