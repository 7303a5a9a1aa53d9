package dev.automat.provisioner.local.cache;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** A server that somebody else runs and the platform configuration names. */
record ConfiguredRedis(RedisEndpoint endpoint) implements RedisServer {

  private static final int PORT = 6379;
  private static final String WITH_TLS = "rediss";
  private static final Set<String> SCHEMES = Set.of("redis", WITH_TLS);

  /**
   * Reads the configured URL.
   *
   * @param url {@code redis://host:port}, or {@code rediss://} for TLS
   * @throws ProvisionerException naming the key, if the URL can not be read; its message does not
   *     repeat the URL, which may hold a password
   */
  static ConfiguredRedis of(String url, String username, String password) {
    URI uri = parsed(url).orElseThrow(ConfiguredRedis::unreadable);
    return new ConfiguredRedis(
        new RedisEndpoint(
            uri.getHost(),
            uri.getPort() > 0 ? uri.getPort() : PORT,
            WITH_TLS.equals(uri.getScheme()),
            username,
            password));
  }

  private static Optional<URI> parsed(String url) {
    try {
      return Optional.of(new URI(url))
          .filter(uri -> uri.getHost() != null && uri.getScheme() != null)
          .filter(uri -> SCHEMES.contains(uri.getScheme()) && uri.getUserInfo() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static ProvisionerException unreadable() {
    return new ProvisionerException(
        ErrorCode.INVALID_SETTINGS,
        "redis.url is not the URL of one Redis server",
        "write it as redis://host:6379, with rediss for TLS, and name the user in redis.username");
  }

  @Override
  public void suspect() {}

  @Override
  public void close() {}
}
