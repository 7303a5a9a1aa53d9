package dev.automat.expression;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Types of expressions, held against those of JSON Schema and put into words. */
public final class TypeWords {

  private static final Set<CelKind> POSSIBLE =
      Set.of(
          CelKind.STRING,
          CelKind.INT,
          CelKind.DOUBLE,
          CelKind.BOOL,
          CelKind.LIST,
          CelKind.MAP,
          CelKind.DYN,
          CelKind.TYPE_PARAM);

  private TypeWords() {}

  /**
   * The type itself.
   *
   * @throws ExpressionException if no setting can have it
   */
  static CelType checked(CelType type) {
    boolean possible =
        switch (type) {
          case ListType list when list.hasElemType() -> possible(list.elemType());
          case MapType map -> map.keyType().kind() == CelKind.STRING && possible(map.valueType());
          default -> possible(type);
        };
    if (!possible) {
      throw new ExpressionException("gives " + of(type) + ", which no setting can be");
    }
    return type;
  }

  private static boolean possible(CelType type) {
    return POSSIBLE.contains(type.kind());
  }

  /** Whether a value of that type can be what the schema wants; true where nobody can say. */
  public static boolean fits(CelType type, JsonNode schema) {
    List<String> wanted = types(schema);
    return wanted.isEmpty()
        || switch (type.kind()) {
          case STRING -> wanted.contains("string");
          case INT -> wanted.contains("integer") || wanted.contains("number");
          case DOUBLE -> wanted.contains("number");
          case BOOL -> wanted.contains("boolean");
          case LIST -> wanted.contains("array");
          case MAP -> wanted.contains("object");
          default -> true;
        };
  }

  /** What the schema wants, in words. */
  public static String of(JsonNode schema) {
    return String.join(
        " or ",
        types(schema).stream()
            .map(
                type ->
                    switch (type) {
                      case "string" -> "text";
                      case "integer" -> "a whole number";
                      case "number" -> "a number";
                      case "boolean" -> "true or false";
                      case "array" -> "a list";
                      case "object" -> "a map";
                      default -> type;
                    })
            .toList());
  }

  /** The type, in words. */
  public static String of(CelType type) {
    return switch (type.kind()) {
      case STRING -> "text";
      case INT -> "a whole number";
      case DOUBLE -> "a number that need not be whole";
      case BOOL -> "true or false";
      case LIST -> "a list";
      case MAP -> "a map";
      default -> type.name();
    };
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isString()) {
      types.add(type.asString());
    }
    if (type.isArray()) {
      type.forEach(each -> types.add(each.asString()));
    }
    return types;
  }
}
