package dev.automat.cli;

import dev.automat.resource.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How {@code validate} says what it found. */
enum Report {
  text {
    @Override
    String write(List<Checked> all) {
      return String.join("\n", all.stream().map(Report::lines).toList());
    }
  },
  json {
    @Override
    String write(List<Checked> all) {
      return Format.json.write(JsonReport.of(all));
    }
  },
  sarif {
    @Override
    String write(List<Checked> all) {
      return Format.json.write(SarifReport.of(all));
    }
  },
  markdown {
    @Override
    String write(List<Checked> all) {
      return MarkdownReport.of(all);
    }
  };

  abstract String write(List<Checked> all);

  private static String lines(Checked checked) {
    String name = Offline.nameOf(checked.document());
    String notEvaluated =
        checked.notEvaluated().isEmpty()
            ? ""
            : " (not evaluated offline: " + String.join(", ", checked.notEvaluated()) + ")";
    String head =
        checked.allowed()
            ? name
                + ": ok"
                + checked.effectInWords().map(effect -> ", would " + effect).orElse("")
                + checked.digest().map(digest -> ", " + digest).orElse("")
                + checked.costInWords()
                + notEvaluated
            : name + ": refused";
    Stream<String> waivers =
        checked.mayBeWaived()
            ? Stream.of("  waivers are not evaluated offline: --on-server asks whether one holds")
            : Stream.empty();
    return String.join(
        "\n",
        Stream.of(
                Stream.of(head),
                checked.violations().stream().map(violation -> found(violation, checked)),
                waivers,
                checked.warnings().stream().map(warning -> "warning: " + found(warning, checked)))
            .flatMap(lines -> lines)
            .toList());
  }

  private static String found(Violation violation, Checked checked) {
    return ProblemText.of(violation, Optional.of(checked.document()));
  }
}
