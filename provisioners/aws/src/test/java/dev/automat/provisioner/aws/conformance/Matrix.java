package dev.automat.provisioner.aws.conformance;

import dev.automat.provisioner.aws.AwsPlugin;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.docs.GeneratedParts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What ran where, as {@code provisioners/CONFORMANCE.md} shows it.
 *
 * @param provisioners the folder of that page
 */
record Matrix(Path provisioners) {

  private GeneratedParts page() {
    return new GeneratedParts(provisioners.resolve("CONFORMANCE.md"));
  }

  Path results() {
    return provisioners.resolve("conformance-results.json");
  }

  String wanted() {
    return page().with(Map.of("matrix", table(Results.read(results()))));
  }

  String found() {
    return page().read();
  }

  void write() {
    page().write(wanted());
  }

  private static String table(Results results) {
    List<String> types =
        new AwsPlugin().types().stream().map(TypeDescriptor::type).sorted().toList();
    String head =
        "| type | in-memory hostile cloud | %s |\n|---|---|%s\n"
            .formatted(
                Arrays.stream(Target.values())
                    .map(Target::title)
                    .collect(Collectors.joining(" | ")),
                "---|".repeat(Target.values().length));
    return head
        + types.stream()
            .map(type -> row(type, results))
            .collect(Collectors.joining("\n", "", "\n\n" + neverReal(types, results)));
  }

  private static String row(String type, Results results) {
    return "| `%s` | not an AWS | %s |"
        .formatted(
            type,
            Arrays.stream(Target.values())
                .map(target -> cell(type, target, results))
                .collect(Collectors.joining(" | ")));
  }

  private static String cell(String type, Target target, Results results) {
    return results
        .of(type, target)
        .map(
            run ->
                "%s: %d passed%s%s, %s"
                    .formatted(
                        run.failed() == 0 ? "passes" : "**FAILS**",
                        run.passed(),
                        run.failed() == 0 ? "" : ", %d failed".formatted(run.failed()),
                        run.skipped() == 0 ? "" : ", %d left out".formatted(run.skipped()),
                        run.date()))
        .orElse(target.has(type) ? "**never run**" : "can not be run");
  }

  private static String neverReal(List<String> types, Results results) {
    String never =
        types.stream()
            .filter(type -> results.of(type, Target.REAL).isEmpty())
            .map("`%s`"::formatted)
            .collect(Collectors.joining(", "));
    return never.isEmpty()
        ? "Every type has run against AWS itself."
        : "**Never run against AWS itself:** " + never + ".";
  }
}
