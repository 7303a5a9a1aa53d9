package dev.automat.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;
import tools.jackson.databind.JsonNode;

/**
 * Writes a tree, or maps and lists of plain values, as RFC 8785 says. The library would parse the
 * text that we would first have to write: on the way of every request that costs more than the rest
 * of admission. Its number form is used, and a test holds this against it.
 */
final class CanonicalJson {

  /** RFC 8785 section 3.2.2.3: all numbers are doubles; below this, integers are exact. */
  private static final long EXACT = 1L << 53;

  private final StringBuilder out = new StringBuilder(2048);

  private CanonicalJson() {}

  static byte[] write(Object value) {
    CanonicalJson json = new CanonicalJson();
    json.value(value);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Object value) {
    switch (value) {
      case JsonNode node -> node(node);
      case String text -> string(text);
      case Boolean truth -> out.append(truth.booleanValue());
      case Long number -> number((long) number);
      case Integer number -> number((long) number);
      case Double number -> out.append(number((double) number));
      case Map<?, ?> map -> map(map);
      case List<?> list -> list(list);
      default ->
          throw new IllegalArgumentException("not representable in RFC 8785: " + value.getClass());
    }
  }

  private void node(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> list(node);
      case STRING -> string(node.asString());
      case NUMBER -> number(node);
      case BOOLEAN -> out.append(node.asBoolean());
      case NULL -> out.append("null");
      case MISSING, BINARY, POJO ->
          throw new IllegalArgumentException(
              "not representable in RFC 8785: " + node.getNodeType());
    }
  }

  /** Section 3.2.3: sorted by UTF-16 code units, which is how strings compare here. */
  private void object(JsonNode node) {
    String[] names = node.propertyNames().toArray(String[]::new);
    Arrays.sort(names);
    for (int i = 0; i < names.length; i++) {
      name(i, names[i]);
      node(node.get(names[i]));
    }
    end(names.length);
  }

  private void map(Map<?, ?> map) {
    Map<?, ?> sorted = isSorted(map) ? map : new TreeMap<>(map);
    int index = 0;
    for (Map.Entry<?, ?> member : sorted.entrySet()) {
      name(index++, (String) member.getKey());
      value(member.getValue());
    }
    end(index);
  }

  private static boolean isSorted(Map<?, ?> map) {
    return map.size() < 2
        || (map instanceof SortedMap<?, ?> ordered && ordered.comparator() == null);
  }

  private void name(int index, String name) {
    out.append(index == 0 ? '{' : ',');
    string(name);
    out.append(':');
  }

  private void end(int members) {
    out.append(members == 0 ? "{}" : "}");
  }

  private void list(Iterable<?> items) {
    out.append('[');
    boolean first = true;
    for (Object item : items) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(item);
    }
    out.append(']');
  }

  private void number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      number(node.asLong());
    } else {
      out.append(number(node.asDouble()));
    }
  }

  private void number(long value) {
    if (-EXACT < value && value < EXACT) {
      out.append(value);
    } else {
      out.append(number((double) value));
    }
  }

  /** The form that ECMAScript gives a number. */
  static String number(double value) {
    try {
      return NumberToJSON.serializeNumber(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("not representable in RFC 8785: " + value, e);
    }
  }

  /** Section 3.2.2.2. Nearly all texts need no escape, and are then taken over in one piece. */
  private void string(String text) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      text.chars().forEach(c -> character((char) c));
    }
    out.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (mustEscape(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mustEscape(char c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  private void character(char c) {
    if (mustEscape(c)) {
      escape(c);
    } else {
      out.append(c);
    }
  }

  private void escape(char c) {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\b' -> out.append('b');
      case '\t' -> out.append('t');
      case '\n' -> out.append('n');
      case '\f' -> out.append('f');
      case '\r' -> out.append('r');
      default -> out.append('u').append(HexFormat.of().toHexDigits(c));
    }
  }
}
