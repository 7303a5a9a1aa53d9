package dev.automat.provisioner.gcp.redis;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.ProvisionerException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an application that is bound connects with. */
final class CacheConnection {

  /** The user as whom Redis takes whoever names none: the AUTH string is that one's password. */
  static final String USER = "default";

  private CacheConnection() {}

  /**
   * The outputs, but for where the secret could be read, and the secret; all of it as a URI of the
   * scheme {@code rediss} if the way is encrypted, else {@code redis}. It names no user: Redis 5.0
   * takes the password alone, and newer ones take it for that user's.
   */
  static Map<String, String> of(Map<String, Object> outputs, Credentials secret) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    connection.put("username", secret.username());
    connection.put("password", secret.password());
    if (outputs.containsKey(Keys.HOST)) {
      connection.put(
          "uri",
          "%s://:%s@%s:%s"
              .formatted(
                  outputs.containsKey(Keys.SERVER_CA) ? "rediss" : "redis",
                  encoded(secret.password()),
                  connection.get(Keys.HOST),
                  connection.get(Keys.PORT)));
    }
    connection.put(Bindable.TYPE, "redis");
    connection.put(
        Bindable.REACHABLE_FROM,
        "inside the network that the cache is connected with, where its port "
            + outputs.getOrDefault(Keys.PORT, "6378")
            + " is open");
    return connection;
  }

  /** What a grant gives. */
  static Credentials secret(Grant grant) {
    return switch (grant.holder()) {
      case Grant.Shared(Credentials secret) -> secret;
      case Grant.User _, Grant.Principal _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "a Memorystore instance has one secret, and neither users nor principals",
              "leave the principal out");
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
