package dev.automat.engine;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies what a plugin answered. Only the JSON values that the SPI names pass: an object of another
 * class would bring the plugin's class loader, and whatever its text form shows, into the store. A
 * refusal names key and class, never the value, which may be a secret.
 */
final class PlainValues {

  /** Deeper is not nested but endless. */
  private static final int DEEPEST = 64;

  private final String who;

  /**
   * @param who the beginning of a refusal
   */
  PlainValues(String who) {
    this.who = who;
  }

  /** A copy of values by their keys. */
  Map<String, Object> values(String place, Map<?, ?> values) {
    return map(place, values, 0);
  }

  /** A copy of texts by their keys. */
  Map<String, String> texts(String place, Map<?, ?> texts) {
    Map<String, String> copy = new LinkedHashMap<>();
    texts.forEach((key, value) -> copy.put(text(place, key), text(place + "." + key, value)));
    return Collections.unmodifiableMap(copy);
  }

  private Map<String, Object> map(String place, Map<?, ?> values, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String name = text(place, key);
          copy.put(name, value(place + "." + name, value, depth));
        });
    return Collections.unmodifiableMap(copy);
  }

  private Object value(String place, Object value, int depth) {
    if (depth > DEEPEST) {
      throw refused(place, "more than " + DEEPEST + " levels");
    }
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      case List<?> list -> list.stream().map(each -> value(place + "[]", each, depth + 1)).toList();
      case Map<?, ?> map -> map(place, map, depth + 1);
      case null -> throw refused(place, "null");
      default -> throw refused(place, "a " + value.getClass().getName());
    };
  }

  private String text(String place, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw refused(place, value == null ? "null" : "a " + value.getClass().getName());
  }

  private ProvisionerException refused(String place, String what) {
    return new ProvisionerException(
        ErrorCode.INTERNAL,
        who + what + " at " + place,
        "tell the plugin's authors: values are String, Boolean, Long, finite Double, List or Map");
  }
}
