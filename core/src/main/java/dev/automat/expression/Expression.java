package dev.automat.expression;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/** A compiled CEL expression. Safe for many threads. */
public final class Expression {

  /** A place within the expression says nothing to whoever sent the value. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error( at \\S+)?: ");

  private final String text;
  private final CelType type;
  private final SortedSet<String> reads;
  private final CelRuntime.Program program;

  Expression(String text, CelType type, SortedSet<String> reads, CelRuntime.Program program) {
    this.text = text;
    this.type = type;
    this.reads = Collections.unmodifiableSortedSet(reads);
    this.program = program;
  }

  CelType type() {
    return type;
  }

  SortedSet<String> reads() {
    return reads;
  }

  /**
   * Empty if it reads a variable that has no value.
   *
   * @throws ExpressionException if it fails, such as by dividing by zero
   */
  Optional<Object> evaluate(Variables variables) {
    for (String name : reads) {
      if (!variables.has(name)) {
        return Optional.empty();
      }
    }
    EvaluationTime time = new EvaluationTime(System::nanoTime);
    try {
      return Optional.of(json(program.eval(name -> lookUp(variables, name, time))));
    } catch (CelEvaluationException e) {
      String reason = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
      throw new ExpressionException("${" + text + "} fails: " + reason, e);
    }
  }

  /** Every loop over something large reads a variable in each turn, so the end is seen here. */
  private Optional<Object> lookUp(Variables variables, String name, EvaluationTime time) {
    if (time.isOver()) {
      throw new ExpressionException(
          "${" + text + "} takes longer than " + EvaluationTime.WHOLE.toSeconds() + " s");
    }
    return variables.find(name);
  }

  private Object json(Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      case List<?> items -> list(items);
      case Map<?, ?> entries -> map(entries);
      default ->
          throw new ExpressionException(
              "${" + text + "} gives " + value + ", which is no plain value");
    };
  }

  private List<Object> list(List<?> items) {
    List<Object> values = new ArrayList<>(items.size());
    items.forEach(item -> values.add(json(item)));
    return List.copyOf(values);
  }

  private Map<String, Object> map(Map<?, ?> entries) {
    Map<String, Object> values = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new ExpressionException("${" + text + "} gives a map whose key is no text");
          }
          values.put(name, json(value));
        });
    return values;
  }
}
