package dev.automat.schema;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Words for people, in place of a schema's. */
final class Words {

  private static final int SHOWN = 60;

  private Words() {}

  static String ofType(String type) {
    return switch (type) {
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a map";
      case "null" -> "null";
      default -> type;
    };
  }

  static String ofValue(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the text " + quote(value.asString());
      case NUMBER -> "the number " + value;
      case BOOLEAN -> value.toString();
      case ARRAY -> "a list";
      case OBJECT -> "a map";
      case NULL -> "null";
      case MISSING, BINARY, POJO -> "nothing";
    };
  }

  static String quote(String value) {
    String text = withoutUser(value);
    return "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "\"";
  }

  /** An address may have a password, in which there may be slashes and at signs, too. */
  private static String withoutUser(String text) {
    int slashes = text.indexOf("//");
    int host = text.lastIndexOf('@');
    return slashes < 0 || host < slashes
        ? text
        : text.substring(0, slashes + 2) + "…" + text.substring(host);
  }

  static String oneOf(List<String> texts) {
    return texts.size() == 1 ? texts.getFirst() : "one of " + String.join(", ", texts);
  }

  static String didYouMean(String nearest) {
    return "did you mean " + quote(nearest) + "?";
  }

  static String count(String number, String noun) {
    if (number.equals("1")) {
      return "1 " + noun;
    }
    return number
        + " "
        + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }

  static String format(String format) {
    return switch (format) {
      case "date-time" -> "instant, such as 2026-12-31T12:00:00Z";
      case "date" -> "date, such as 2026-12-31";
      default -> format;
    };
  }
}
