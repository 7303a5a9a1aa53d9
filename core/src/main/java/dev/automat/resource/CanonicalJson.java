package dev.automat.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;
import tools.jackson.databind.JsonNode;

/**
 * Writes a tree as RFC 8785 says. The library would parse the text that we would first have to
 * write: on the way of every request that costs more than the rest of admission. Its number form is
 * used, and a test holds this against it.
 */
final class CanonicalJson {

  /** RFC 8785 section 3.2.2.3: all numbers are doubles; below this, integers are exact. */
  private static final long EXACT = 1L << 53;

  private final StringBuilder out = new StringBuilder(1024);

  private CanonicalJson() {}

  static byte[] write(JsonNode node) {
    CanonicalJson json = new CanonicalJson();
    json.value(node);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> string(node.asString());
      case NUMBER -> number(node);
      case BOOLEAN -> out.append(node.asBoolean());
      case NULL -> out.append("null");
      case MISSING, BINARY, POJO ->
          throw new IllegalArgumentException(
              "not representable in RFC 8785: " + node.getNodeType());
    }
  }

  /** Section 3.2.3: by UTF-16 code units, which is how strings compare here. */
  private void object(JsonNode node) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> each : sorted.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      string(each.getKey());
      out.append(':');
      value(each.getValue());
    }
    out.append('}');
  }

  private void array(JsonNode node) {
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(node.get(i));
    }
    out.append(']');
  }

  private void number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.asLong();
      if (-EXACT < value && value < EXACT) {
        out.append(value);
        return;
      }
    }
    out.append(number(node.asDouble()));
  }

  /** The form that ECMAScript gives a number. */
  static String number(double value) {
    try {
      return NumberToJSON.serializeNumber(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("not representable in RFC 8785: " + value, e);
    }
  }

  /** Section 3.2.2.2. */
  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
