package dev.automat.sql;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.ProvisionerException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the application that has the grant connects with. */
public record GrantedConnection(SqlEngine engine, Grant grant) {

  /** Keys of outputs and connections alike. */
  private static final String HOST = "host";

  private static final String PORT = "port";
  private static final String DATABASE = "database";

  /** Where a database is, and nothing to sign in with. */
  public static Map<String, String> address(Map<String, Object> outputs) {
    Map<String, String> address = new LinkedHashMap<>();
    for (String key : List.of(HOST, PORT, DATABASE)) {
      Optional.ofNullable(outputs.get(key)).ifPresent(value -> address.put(key, value.toString()));
    }
    return address;
  }

  /**
   * With a {@code uri} that holds all. Nothing of the master is in it.
   *
   * @param outputs with {@code host}, {@code port} and {@code database}, as far as they are known
   * @param reachableFrom for a person
   */
  public Map<String, String> of(Map<String, Object> outputs, String reachableFrom) {
    Credentials own = credentials();
    Map<String, String> connection = address(outputs);
    boolean whole = connection.size() == 3;
    connection.put("username", own.username());
    connection.put("password", own.password());
    if (whole) {
      connection.put("uri", uri(connection, own));
    }
    connection.put(Bindable.TYPE, engine.scheme());
    connection.put(Bindable.REACHABLE_FROM, reachableFrom);
    return connection;
  }

  private String uri(Map<String, String> at, Credentials own) {
    return "%s://%s:%s@%s:%s/%s?%s"
        .formatted(
            engine.scheme(),
            encoded(own.username()),
            encoded(own.password()),
            at.get(HOST),
            at.get(PORT),
            encoded(at.getOrDefault(DATABASE, "")),
            engine.tlsOnly());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Of the grant's own user. */
  Credentials credentials() {
    return switch (grant.holder()) {
      case Grant.User(Credentials credentials) -> credentials;
      case Grant.Principal _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "a database has users and knows no principals",
              "leave the principal out");
    };
  }
}
