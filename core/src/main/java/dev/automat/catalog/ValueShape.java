package dev.automat.catalog;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/**
 * The shape of an input, from its schema: which variables expressions may read, and how a JSON
 * value becomes one that CEL knows.
 */
sealed interface ValueShape {

  /**
   * The value in the types that CEL knows: 10.0 is a Long if the schema says integer.
   *
   * @throws ArithmeticException if a whole number does not fit in 64 bits
   */
  Object value(JsonNode json);

  /** Its type in an expression. */
  CelType type();

  /** Names the variables below and including the name. */
  default void declare(String name, BiConsumer<String, CelType> variables) {
    variables.accept(name, type());
  }

  /** Gives values to the variables below and including the name; what has no value gets none. */
  default void bind(String name, Object value, BiConsumer<String, Object> variables) {
    variables.accept(name, value);
  }

  static ValueShape of(JsonNode schema) {
    return switch (schema.path("type").asString("")) {
      case "string" -> new Scalar(SimpleType.STRING);
      case "integer" -> new Scalar(SimpleType.INT);
      case "number" -> new Scalar(SimpleType.DOUBLE);
      case "boolean" -> new Scalar(SimpleType.BOOL);
      case "array" -> new Items(of(schema.path("items")));
      case "object" ->
          schema.path("properties").isEmpty()
              ? new Entries(of(schema.path("additionalProperties")))
              : Fields.of(schema.path("properties"));
      default -> new Anything();
    };
  }

  /** Text, a number, true or false. */
  record Scalar(CelType type) implements ValueShape {
    @Override
    public Object value(JsonNode json) {
      if (!json.isNumber()) {
        return plain(json);
      }
      return type.equals(SimpleType.DOUBLE) ? (Object) json.asDouble() : (Object) whole(json);
    }
  }

  /** A list. */
  record Items(ValueShape item) implements ValueShape {
    @Override
    public CelType type() {
      return ListType.create(item.type());
    }

    @Override
    public Object value(JsonNode json) {
      List<Object> items = new ArrayList<>();
      json.forEach(entry -> items.add(item.value(entry)));
      return List.copyOf(items);
    }
  }

  /** A map whose keys are not known beforehand. */
  record Entries(ValueShape entry) implements ValueShape {
    @Override
    public CelType type() {
      return MapType.create(SimpleType.STRING, entry.type());
    }

    @Override
    public Object value(JsonNode json) {
      Map<String, Object> entries = new LinkedHashMap<>();
      json.properties().forEach(each -> entries.put(each.getKey(), entry.value(each.getValue())));
      return entries;
    }
  }

  /** A map with known fields: each is a variable, the map is none. */
  record Fields(Map<String, ValueShape> fields) implements ValueShape {
    static Fields of(JsonNode properties) {
      Map<String, ValueShape> fields = new LinkedHashMap<>();
      properties
          .properties()
          .forEach(each -> fields.put(each.getKey(), ValueShape.of(each.getValue())));
      return new Fields(fields);
    }

    @Override
    public CelType type() {
      return MapType.create(SimpleType.STRING, SimpleType.DYN);
    }

    @Override
    public Object value(JsonNode json) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields.forEach(
          (name, field) ->
              Optional.ofNullable(json.get(name))
                  .ifPresent(value -> values.put(name, field.value(value))));
      return values;
    }

    @Override
    public void declare(String name, BiConsumer<String, CelType> variables) {
      fields.forEach((field, shape) -> shape.declare(name + "." + field, variables));
    }

    @Override
    public void bind(String name, Object value, BiConsumer<String, Object> variables) {
      if (value instanceof Map<?, ?> values) {
        fields.forEach(
            (field, shape) ->
                Optional.ofNullable((Object) values.get(field))
                    .ifPresent(each -> shape.bind(name + "." + field, each, variables)));
      }
    }
  }

  /** What the schema says nothing of. */
  record Anything() implements ValueShape {
    @Override
    public CelType type() {
      return SimpleType.DYN;
    }

    @Override
    public Object value(JsonNode json) {
      return plain(json);
    }
  }

  private static long whole(JsonNode json) {
    return json.decimalValue().longValueExact();
  }

  private static Object plain(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> json.asString();
      case BOOLEAN -> json.asBoolean();
      case NUMBER -> json.isIntegralNumber() ? (Object) json.asLong() : (Object) json.asDouble();
      case ARRAY -> new Items(new Anything()).value(json);
      case OBJECT -> new Entries(new Anything()).value(json);
      case NULL, MISSING, BINARY, POJO ->
          throw new IllegalArgumentException("a setting has no " + json.getNodeType());
    };
  }
}
