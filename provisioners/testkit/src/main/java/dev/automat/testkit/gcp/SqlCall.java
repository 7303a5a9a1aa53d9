package dev.automat.testkit.gcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call, as it was read.
 *
 * @param method as Google's discovery document names it, such as {@code instances.insert}
 * @param project that the path names
 * @param path what the path names besides, by the names of the template: {@code instance}, {@code
 *     operation}, {@code database}, {@code id}, {@code name}, {@code backup}
 * @param query the parameters after the question mark
 * @param body empty if there was none
 */
public record SqlCall(
    String method,
    String project,
    Map<String, String> path,
    Map<String, String> query,
    ObjectNode body) {

  /** Whether it is a call of that method, such as {@code instances.insert}. */
  public boolean is(String wanted) {
    return method.equals(wanted);
  }

  /** The instance that the path names; empty text if it names none. */
  public String instance() {
    return path.getOrDefault("instance", "");
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  /**
   * Reads a call.
   *
   * @param bytes of the body, as they came
   * @param zipped whether they are compressed: Google's client does so
   * @throws SqlRefusal if there is no such method, or the body is no JSON object
   */
  static SqlCall read(String verb, String uri, byte[] bytes, boolean zipped)
      throws IOException, SqlRefusal {
    URI read = URI.create(uri);
    List<String> segments =
        List.of(read.getRawPath().replaceFirst("^/", "").split("/", -1)).stream()
            .map(SqlCall::decoded)
            .toList();
    for (SqlRoute route : SqlRoute.ALL) {
      Optional<Map<String, String>> path = route.match(verb, segments);
      if (path.isPresent()) {
        Map<String, String> named = new HashMap<>(path.get());
        String project = Optional.ofNullable(named.remove("project")).orElse("");
        return new SqlCall(
            route.method(), project, Map.copyOf(named), query(read), body(bytes, zipped));
      }
    }
    throw SqlRefusal.of(404, "notFound", "no method for " + verb + " " + read.getRawPath());
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return Map.copyOf(query);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static ObjectNode body(byte[] bytes, boolean zipped) throws IOException, SqlRefusal {
    byte[] plain = zipped ? unzipped(bytes) : bytes;
    if (plain.length == 0) {
      return JsonMapper.shared().createObjectNode();
    }
    try {
      JsonNode body = JsonMapper.shared().readTree(plain);
      if (body instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw SqlRefusal.of(400, "parseError", "Invalid JSON payload received: " + e.getMessage());
    }
    throw SqlRefusal.of(400, "parseError", "Invalid JSON payload received: no object");
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
