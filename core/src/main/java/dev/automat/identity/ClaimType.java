package dev.automat.identity;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Locale;

/** What a claim is. One that turns out to be something else has no value. */
public enum ClaimType {
  STRING,
  BOOLEAN,
  INTEGER,
  /** A list of texts. */
  STRINGS;

  /** As in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that text, which the form of the configuration has already accepted. */
  public static ClaimType of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  CelType cel() {
    return switch (this) {
      case STRING -> SimpleType.STRING;
      case BOOLEAN -> SimpleType.BOOL;
      case INTEGER -> SimpleType.INT;
      case STRINGS -> ListType.create(SimpleType.STRING);
    };
  }

  boolean fits(Object value) {
    return switch (this) {
      case STRING -> value instanceof String;
      case BOOLEAN -> value instanceof Boolean;
      case INTEGER -> value instanceof Long;
      case STRINGS ->
          value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    };
  }
}
