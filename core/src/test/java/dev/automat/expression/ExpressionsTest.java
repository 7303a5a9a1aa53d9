package dev.automat.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

  private static final Map<String, CelType> TYPES =
      Map.of(
          "inputs.size", SimpleType.INT,
          "inputs.ratio", SimpleType.DOUBLE,
          "inputs.on", SimpleType.BOOL,
          "inputs.list", ListType.create(SimpleType.STRING),
          "inputs.absent", SimpleType.STRING,
          "name", SimpleType.STRING);

  private final Expressions expressions = new Expressions(TYPES);
  private final Variables variables =
      Variables.of(
          Map.of(
              "inputs.size",
              10L,
              "inputs.ratio",
              2.0,
              "inputs.on",
              true,
              "inputs.list",
              List.of("a", "b"),
              "name",
              "orders"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `${inputs.size}`              | `Long 10`
          `${ inputs.size }`            | `Long 10`
          `${inputs.size < 20 ? 20 : inputs.size}` | `Long 20`
          `${inputs.ratio}`             | `Double 2.0`
          `${inputs.ratio > 1}`         | `Boolean true`
          `${inputs.on}`                | `Boolean true`
          `x${inputs.size}y`            | `String x10y`
          `${inputs.ratio}`             | `Double 2.0`
          `r${inputs.ratio}`            | `String r2`
          `${name}-${inputs.on}`        | `String orders-true`
          `$${name}`                    | `String ${name}`
          `a$${b}${name}`               | `String a${b}orders`
          `$name {x} $`                 | `String $name {x} $`
          `${'}' + "}" + '\\''}`        | `String }}'`
          `${{'a': {'b': 1}}['a']['b']}`| `Long 1`
          `${inputs.list.map(x, x + '!')}` | `ListN [a!, b!]`
          `${inputs.list.exists(x, x == 'b') ? 'yes' : 'no'}` | `String yes`
          `${name.matches('^o.*s$')}`   | `Boolean true`
          `${true}`                     | `Boolean true`
          ``                            | `String `
          """)
  void giveValuesOfJson(String text, String expected) {
    Object value = expressions.template(text).evaluate(variables).orElseThrow();

    String type = value instanceof List ? "ListN" : value.getClass().getSimpleName();
    assertEquals(expected, type + " " + value);
  }

  @Test
  void whatReadsAnAbsentInputIsAbsent() {
    for (String text :
        List.of("${inputs.absent}", "x-${inputs.absent}", "${inputs.absent == 'a' ? 1 : 2}")) {
      assertEquals(Optional.empty(), expressions.template(text).evaluate(variables), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `${1 / (inputs.size - 10)}`          | `fails: `
          `${9223372036854775807 + inputs.size}` | `fails: `
          `${inputs.ratio / 0.0}`              | `which is no plain value`
          `${inputs.list[7]}`                  | `fails: `
          """)
  void failInWords(String text, String reason) {
    Template template = expressions.template(text);

    ExpressionException failed =
        assertThrows(ExpressionException.class, () -> template.evaluate(variables));
    assertTrue(failed.toString().contains(reason), failed::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `${timestamp('2026-01-01T00:00:00Z')}` | `which no setting can be`
          `${1u}`                        | `which no setting can be`
          `${null}`                      | `which no setting can be`
          `${{1: 2}}`                    | `which no setting can be`
          `a${inputs.list}`              | `within text must give text`
          `${now()}`                     | `undeclared reference to 'now'`
          `${inputs.siez}`               | `did you mean inputs.size?`
          `${name.mathces('a')}`         | `undeclared reference to 'mathces'`
          `${}`                          | `mismatched input`
          `${'x' + 1}`                   | `found no matching overload for '_+_' applied to '(string, int)'`
          """)
  void areRefusedAtLoad(String text, String reason) {
    ExpressionException refused =
        assertThrows(ExpressionException.class, () -> expressions.template(text));

    assertTrue(refused.toString().contains(reason), refused::toString);
  }

  @Test
  void areLimited() {
    String longOne = "${" + "1 + ".repeat(600) + "1}";
    assertThrows(ExpressionException.class, () -> expressions.template(longOne));
    String deep = "${" + "(".repeat(200) + "1" + ")".repeat(200) + "}";
    assertThrows(ExpressionException.class, () -> expressions.template(deep));
    Variables many =
        Variables.of(
            Map.of(
                "inputs.list",
                Collections.nCopies(500, "a"),
                "inputs.size",
                1L,
                "name",
                "a".repeat(1000)));
    Template loops =
        expressions.template(
            "${inputs.list.all(x, inputs.list.all(y, inputs.list.all(z, x == z)))}");
    ExpressionException stopped =
        assertThrows(ExpressionException.class, () -> loops.evaluate(many));
    assertTrue(
        stopped.toString().contains("fails: Iteration budget exceeded: 1000"), stopped::toString);
    Template regex = expressions.template("${name.matches('(a{1,100}){1,100}')}");
    assertThrows(ExpressionException.class, () -> regex.evaluate(many));
  }
}
