package dev.automat.catalog;

import dev.automat.expression.Template;
import dev.automat.expression.Variables;

/** A rule that requests must keep. It refuses; it never rewrites. */
public final class Guardrail {

  private final String rule;
  private final String pointer;
  private final Template check;
  private final Template message;
  private final Template fix;

  Guardrail(String rule, String pointer, Template check, Template message, Template fix) {
    this.rule = rule;
    this.pointer = pointer;
    this.check = check;
    this.message = message;
    this.fix = fix;
  }

  /** Its stable name. */
  public String rule() {
    return rule;
  }

  /** Into the document, such as {@code /spec/inputs/highAvailability}. */
  public String pointer() {
    return pointer;
  }

  /**
   * Whether the request keeps it. A rule about what has no value is kept.
   *
   * @throws ExpressionException if it can not be evaluated
   */
  public boolean holds(Variables variables) {
    return check.evaluate(variables).map(Boolean.TRUE::equals).orElse(true);
  }

  /** What is wrong. */
  public String message(Variables variables) {
    return text(message, variables);
  }

  /** What to do next. */
  public String fix(Variables variables) {
    return text(fix, variables);
  }

  /** Whether it may say one thing on one cloud, and another on another. */
  public boolean dependsOnCloud() {
    return check.reads().contains("cloud");
  }

  Template check() {
    return check;
  }

  private static String text(Template template, Variables variables) {
    return template.evaluate(variables).map(Object::toString).orElse("");
  }
}
