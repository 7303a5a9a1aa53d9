package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.spi.Credentials;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an application connects with. */
record ConnectionDetails(DatabaseEngine engine) {

  /** With a {@code uri} that holds all, where there is a password. */
  Map<String, String> of(Map<String, Object> outputs, Optional<Credentials> credentials) {
    Map<String, String> details = new LinkedHashMap<>();
    for (String key : new String[] {Keys.HOST, Keys.PORT, Keys.DATABASE, Keys.USERNAME}) {
      Optional.ofNullable(outputs.get(key)).ifPresent(value -> details.put(key, value.toString()));
    }
    credentials.ifPresent(known -> details.put("password", known.password()));
    if (credentials.isPresent() && details.size() == 5) {
      details.put("uri", uri(details));
    }
    return details;
  }

  private String uri(Map<String, String> details) {
    return "%s://%s:%s@%s:%s/%s?%s"
        .formatted(
            engine.uriScheme(),
            encoded(details, Keys.USERNAME),
            encoded(details, "password"),
            details.get(Keys.HOST),
            details.get(Keys.PORT),
            encoded(details, Keys.DATABASE),
            engine.uriQuery());
  }

  private static String encoded(Map<String, String> details, String key) {
    return URLEncoder.encode(details.getOrDefault(key, ""), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
