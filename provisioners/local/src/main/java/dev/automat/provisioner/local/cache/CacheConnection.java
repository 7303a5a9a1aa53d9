package dev.automat.provisioner.local.cache;

import dev.automat.spi.Credentials;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an application connects with. */
final class CacheConnection {

  private CacheConnection() {}

  /**
   * Completed by {@code uri}, as {@code redis-cli -u} takes it. Keys and channels must begin with
   * {@code prefix}, which no URI of Redis has a place for.
   */
  static Map<String, String> of(Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    credentials.ifPresent(
        own -> {
          connection.put("username", own.username());
          connection.put("password", own.password());
        });
    if (credentials.isPresent() && outputs.containsKey(CacheDescriptor.HOST)) {
      connection.put("uri", uri(outputs, credentials.get()));
    }
    return connection;
  }

  private static String uri(Map<String, Object> outputs, Credentials own) {
    String host = String.valueOf(outputs.get(CacheDescriptor.HOST));
    return "redis://%s:%s@%s:%s"
        .formatted(
            encoded(own.username()),
            encoded(own.password()),
            host.contains(":") ? "[" + host + "]" : host,
            outputs.get(CacheDescriptor.PORT));
  }

  /** From where the server that is in the outputs can be reached. */
  static String reachableFrom(Map<String, Object> outputs) {
    String host = String.valueOf(outputs.getOrDefault(CacheDescriptor.HOST, ""));
    String port = String.valueOf(outputs.getOrDefault(CacheDescriptor.PORT, ""));
    return isLoopback(host)
        ? "this machine only: the server is at " + host + ":" + port
        : "wherever " + host + " is resolved and its port " + port + " is open";
  }

  /** Only of what needs no name server. */
  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|.*:.*") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
