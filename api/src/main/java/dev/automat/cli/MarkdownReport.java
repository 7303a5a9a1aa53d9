package dev.automat.cli;

import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code validate} found, as a comment on a pull request. */
final class MarkdownReport {

  private MarkdownReport() {}

  /** By which a comment is found again, so that there is one. Nobody sees it. */
  static String mark(String manager) {
    return "<!-- automat " + manager.replace("--", "- -") + " -->";
  }

  /** A whole comment, where nothing was sent. */
  static String comment(Optional<String> manager, List<Checked> refused) {
    return mark(manager.orElse(KeptDocument.MANAGER)) + "\n" + of(refused);
  }

  /** A table of cells that are text. */
  static String table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(head.stream().map(each -> each.toLowerCase(Locale.ROOT)).toArray(String[]::new)));
    lines.add("|" + "---|".repeat(head.size()));
    rows.forEach(
        cells -> lines.add(row(cells.stream().map(MarkdownReport::text).toArray(String[]::new))));
    return String.join("\n", lines);
  }

  static String of(List<Checked> all) {
    return of(all, List.of());
  }

  /**
   * The same with what else would go wrong.
   *
   * @param hindrances a sentence each
   */
  static String of(List<Checked> all, List<String> hindrances) {
    List<String> lines = new ArrayList<>();
    lines.add("### Automat: " + heading(all, hindrances));
    lines.add("");
    lines.add("| | document | plan | cost | expires |");
    lines.add("|---|---|---|---|---|");
    all.forEach(checked -> lines.add(document(checked)));
    List<String> found = all.stream().flatMap(checked -> findings(checked).stream()).toList();
    if (!found.isEmpty()) {
      lines.add("");
      lines.add("| | where | rule | what | to do |");
      lines.add("|---|---|---|---|---|");
      lines.addAll(found);
    }
    if (all.stream().anyMatch(Checked::mayBeWaived)) {
      lines.add("");
      lines.add("Waivers are not evaluated offline.");
    }
    if (!hindrances.isEmpty()) {
      lines.add("");
      hindrances.forEach(each -> lines.add("❌ " + text(each) + "\n"));
    }
    return String.join("\n", lines).stripTrailing();
  }

  private static String heading(List<Checked> all, List<String> hindrances) {
    long refused = all.stream().filter(each -> !each.allowed()).count();
    List<String> parts = new ArrayList<>();
    if (refused > 0) {
      parts.add(refused + " refused");
    }
    if (!hindrances.isEmpty()) {
      parts.add("it would fail");
    }
    return parts.isEmpty() ? "all accepted" : String.join(", ", parts);
  }

  private static String document(Checked checked) {
    return row(
        checked.allowed() ? "✅" : "❌",
        text(Offline.nameOf(checked.document())),
        plan(checked),
        text(checked.costInWords().replaceFirst("^, ", "")),
        text(checked.endInWords()));
  }

  private static String plan(Checked checked) {
    String effect = checked.allowed() ? checked.effectInWords().orElse("") : "";
    return (effect + " " + checked.digest().map(MarkdownReport::code).orElse("")).strip();
  }

  private static List<String> findings(Checked checked) {
    List<String> rows = new ArrayList<>();
    checked.violations().forEach(each -> rows.add(finding("❌", each, checked)));
    checked.warnings().forEach(each -> rows.add(finding("⚠️", each, checked)));
    return rows;
  }

  private static String finding(String sign, Violation violation, Checked checked) {
    String rule =
        violation
            .docs()
            .filter(docs -> docs.startsWith("http"))
            .map(docs -> "[" + code(violation.rule()) + "](" + docs.replace(")", "%29") + ")")
            .orElse(code(violation.rule()));
    return row(
        sign,
        code(checked.document().place(violation.pointer())) + " " + code(violation.pointer()),
        rule,
        text(violation.message()),
        text(violation.fix()));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text.replace("`", "'").replace("|", "\\|") + "`";
  }

  /** What people wrote stays text: no cell ends early, nothing becomes a link or a mention. */
  static String text(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>|@#])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
