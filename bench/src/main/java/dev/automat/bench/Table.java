package dev.automat.bench;

import java.util.List;
import java.util.function.Function;

/** Lines as a Markdown table, so that it can stand in a README as it is. */
final class Table {

  private static final List<String> HEAD =
      List.of("what", "figure", "ratio to limit", "budget", "");

  private Table() {}

  static String of(List<Line> lines) {
    List<Function<Line, String>> columns =
        List.of(Line::what, Line::figure, Line::ratio, Line::budget, Table::verdict);
    StringBuilder table = new StringBuilder();
    table.append(row(HEAD)).append(row(HEAD.stream().map(_ -> "---").toList()));
    lines.forEach(line -> table.append(row(columns.stream().map(c -> c.apply(line)).toList())));
    return table.toString();
  }

  private static String verdict(Line line) {
    return line.verdict() == Line.Verdict.NONE ? "" : line.verdict().name();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
