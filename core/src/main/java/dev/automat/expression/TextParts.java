package dev.automat.expression;

import java.util.ArrayList;
import java.util.List;

/** Divides text with expressions; two dollar signs before a brace are one, and no expression. */
final class TextParts {

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  private TextParts(String text) {
    this.text = text;
  }

  /**
   * @throws ExpressionException if an expression is not closed
   */
  static List<Part> of(String text) {
    return new TextParts(text).divide();
  }

  private List<Part> divide() {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = endOfCode(at + 2);
        endLiteral();
        parts.add(new Code(text.substring(at + 2, end)));
        at = end + 1;
      } else {
        literal.append(text.charAt(at));
        at++;
      }
    }
    endLiteral();
    return parts;
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** The closing brace that is neither of a map nor within quotes. */
  private int endOfCode(int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = endOfQuote(at);
      } else if (c == '}' && depth == 0) {
        return at;
      } else if (c == '{' || c == '}') {
        depth += c == '{' ? 1 : -1;
      }
      at++;
    }
    throw new ExpressionException(
        "an expression is not closed: add }, or write $${ for a literal ${");
  }

  private int endOfQuote(int from) {
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != text.charAt(from)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /** A part of a text. */
  sealed interface Part {}

  /** Text as it stands. */
  record Literal(String text) implements Part {}

  /** An expression. */
  record Code(String text) implements Part {}
}
