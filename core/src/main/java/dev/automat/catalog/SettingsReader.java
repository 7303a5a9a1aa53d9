package dev.automat.catalog;

import dev.automat.expression.ExpressionException;
import dev.automat.expression.Expressions;
import dev.automat.expression.Template;
import dev.automat.expression.Template.Constant;
import dev.automat.expression.Template.Entries;
import dev.automat.expression.Template.Items;
import dev.automat.schema.Complaints;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes templates of the values under {@code settings}, however they are nested. */
final class SettingsReader {

  private final Expressions expressions;
  private final Complaints complaints;

  SettingsReader(Expressions expressions, Complaints complaints) {
    this.expressions = expressions;
    this.complaints = complaints;
  }

  Entries entries(JsonNode map, String pointer) {
    Map<String, Template> entries = new LinkedHashMap<>();
    map.properties()
        .forEach(
            each ->
                entries.put(
                    each.getKey(),
                    template(each.getValue(), pointer + "/" + escape(each.getKey()))));
    return new Entries(entries);
  }

  /** One value, however it is nested. */
  Template template(JsonNode value, String pointer) {
    return switch (value.getNodeType()) {
      case OBJECT -> entries(value, pointer);
      case ARRAY -> items(value, pointer);
      case STRING -> text(value.asString(), pointer);
      case NUMBER ->
          value.isIntegralNumber()
              ? new Constant(value.asLong(), SimpleType.INT)
              : new Constant(value.asDouble(), SimpleType.DOUBLE);
      case BOOLEAN -> new Constant(value.asBoolean(), SimpleType.BOOL);
      case NULL, MISSING, BINARY, POJO -> {
        complaints.add(pointer, "null is no value of a setting: remove the key");
        yield new Constant("", SimpleType.DYN);
      }
    };
  }

  private Items items(JsonNode list, String pointer) {
    List<Template> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      items.add(template(list.get(i), pointer + "/" + i));
    }
    return new Items(List.copyOf(items));
  }

  /** Text with expressions; one that is wrong is complained of and taken for anything. */
  Template text(String text, String pointer) {
    try {
      return expressions.template(text);
    } catch (ExpressionException e) {
      complaints.add(pointer, String.valueOf(e.getMessage()));
      return new Constant("", SimpleType.DYN);
    }
  }

  /** A bare condition, in the same way. */
  Template condition(String text, String pointer) {
    try {
      return expressions.condition(text);
    } catch (ExpressionException e) {
      complaints.add(pointer, String.valueOf(e.getMessage()));
      return new Constant(true, SimpleType.BOOL);
    }
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
