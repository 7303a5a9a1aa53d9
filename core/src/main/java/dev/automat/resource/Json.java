package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper, and the one way to a digest. */
public final class Json {

  private static final int CHUNK = 64 * 1024;

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private Json() {}

  /**
   * The mapper: duplicate keys and trailing text are errors, absent optionals are left out,
   * instants are ISO 8601.
   */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The value as compact text. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * @throws tools.jackson.core.JacksonException if the text is not JSON of that type; its message
   *     names line and column
   */
  public static <T> T read(String text, Class<T> type) {
    return MAPPER.readValue(text, type);
  }

  /** An object's entries as {@code String, Boolean, Long, Double, List, Map}. */
  public static Map<String, Object> map(JsonNode object) {
    return MAPPER.convertValue(object, MAP);
  }

  /** RFC 8785 (JCS) form. */
  public static byte[] canonical(JsonNode node) {
    return CanonicalJson.write(node);
  }

  /** A number as RFC 8785 writes it: {@code 10}, {@code 1.5}, {@code 1e+21}. */
  public static String number(double value) {
    return CanonicalJson.number(value);
  }

  /** {@code sha256:} and the hex SHA-256 over the RFC 8785 form. */
  public static String digest(JsonNode node) {
    return digest(canonical(node));
  }

  /**
   * As {@link #digest(JsonNode)}, of the object that it would be.
   *
   * @param members {@code String, Boolean, Integer, Long, Double, JsonNode, List, Map}
   * @throws IllegalArgumentException if there is something else in it
   */
  public static String digest(Map<String, ?> members) {
    return digest(CanonicalJson.write(members));
  }

  /** {@code sha256:} and the hex SHA-256 of the bytes. */
  public static String digest(byte[] bytes) {
    return text(sha256().digest(bytes));
  }

  /** As {@link #digest(byte[])}, of all that comes, a little at a time. */
  public static String digest(InputStream bytes) throws IOException {
    MessageDigest digest = sha256();
    byte[] some = new byte[CHUNK];
    for (int read = bytes.read(some); read >= 0; read = bytes.read(some)) {
      digest.update(some, 0, read);
    }
    return text(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(byte[] digest) {
    return "sha256:" + HexFormat.of().formatHex(digest);
  }

  /** As {@link #digest(byte[])}, of text in UTF-8. */
  public static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
