package dev.automat.expression;

import dev.automat.resource.Json;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A value with its expressions compiled. Where an expression reads an input that has no value, the
 * whole setting is left out, and in a list or map that entry.
 */
public sealed interface Template {

  /**
   * The value in JSON types: {@code String, Boolean, Long, Double, List, Map}.
   *
   * @throws ExpressionException if an expression fails
   */
  Optional<Object> evaluate(Variables variables);

  /** Its type, as far as it is known beforehand. */
  CelType type();

  /** The variables that it reads. */
  SortedSet<String> reads();

  /** Whether it is the same for every request. */
  default boolean constant() {
    return reads().isEmpty();
  }

  /** A value without expressions. */
  record Constant(Object value, CelType type) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      return Optional.of(value);
    }

    @Override
    public SortedSet<String> reads() {
      return new TreeSet<>();
    }
  }

  /** Nothing but a variable: looked up, without the interpreter. */
  record Reference(String name, CelType type) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      return variables.find(name);
    }

    @Override
    public SortedSet<String> reads() {
      return new TreeSet<>(Set.of(name));
    }
  }

  /** An expression. */
  record Computed(Expression expression) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      return expression.evaluate(variables);
    }

    @Override
    public CelType type() {
      return expression.type();
    }

    @Override
    public SortedSet<String> reads() {
      return expression.reads();
    }

    /** Even {@code 1 + 1} is checked when it is evaluated. */
    @Override
    public boolean constant() {
      return false;
    }
  }

  /** Text with expressions in it. */
  record Text(List<Template> parts) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      StringBuilder text = new StringBuilder();
      for (Template part : parts) {
        Optional<Object> value = part.evaluate(variables);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        text.append(value.get() instanceof Double number ? Json.number(number) : value.get());
      }
      return Optional.of(text.toString());
    }

    @Override
    public CelType type() {
      return SimpleType.STRING;
    }

    @Override
    public SortedSet<String> reads() {
      return all(parts);
    }

    @Override
    public boolean constant() {
      return false;
    }
  }

  /** A list. */
  record Items(List<Template> items) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      List<Object> values = new ArrayList<>(items.size());
      items.forEach(item -> item.evaluate(variables).ifPresent(values::add));
      return Optional.of(List.copyOf(values));
    }

    @Override
    public CelType type() {
      return ListType.create(SimpleType.DYN);
    }

    @Override
    public SortedSet<String> reads() {
      return all(items);
    }

    @Override
    public boolean constant() {
      return items.stream().allMatch(Template::constant);
    }
  }

  /** A map. */
  record Entries(Map<String, Template> entries) implements Template {
    @Override
    public Optional<Object> evaluate(Variables variables) {
      return Optional.of(values(variables));
    }

    /** As {@link #evaluate}; a map is never absent. */
    public Map<String, Object> values(Variables variables) {
      Map<String, Object> values = LinkedHashMap.newLinkedHashMap(entries.size());
      entries.forEach(
          (key, entry) -> entry.evaluate(variables).ifPresent(value -> values.put(key, value)));
      return values;
    }

    @Override
    public CelType type() {
      return MapType.create(SimpleType.STRING, SimpleType.DYN);
    }

    @Override
    public SortedSet<String> reads() {
      return all(entries.values());
    }

    @Override
    public boolean constant() {
      return entries.values().stream().allMatch(Template::constant);
    }
  }

  private static SortedSet<String> all(Iterable<Template> templates) {
    Set<String> names = new LinkedHashSet<>();
    templates.forEach(template -> names.addAll(template.reads()));
    return names.stream().collect(Collectors.toCollection(TreeSet::new));
  }
}
