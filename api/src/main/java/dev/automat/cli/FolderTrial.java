package dev.automat.cli;

import dev.automat.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a run over a folder would do. */
record FolderTrial(
    ApiClient client,
    Console console,
    FolderOptions options,
    Optional<String> keeper,
    PutQuery query) {

  private static final List<String> HEAD = List.of("WOULD BE DELETED", "COST", "DATA");

  int run(Map<FolderKey, Document> wanted, Optional<Pruning> pruning, Optional<String> hindrance) {
    List<Checked> all =
        new Verdicts(client, query)
            .of(List.copyOf(wanted.values()), document -> KeptDocument.of(document, keeper));
    console.say(
        switch (options.output()) {
          case text -> text(all, pruning);
          case markdown -> markdown(all, pruning, hindrance);
        });
    hindrance.ifPresent(why -> console.remark("it would stop before all that: " + why));
    boolean accepted =
        all.stream().allMatch(Checked::allowed)
            && hindrance.isEmpty()
            && pruning.stream()
                .flatMap(each -> each.going().stream())
                .noneMatch(Pruning.Going::isProtected);
    return accepted ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String text(List<Checked> all, Optional<Pruning> pruning) {
    List<String> parts = new ArrayList<>();
    if (!all.isEmpty()) {
      parts.add(Report.text.write(all));
    }
    pruning
        .map(FolderTrial::rows)
        .filter(rows -> !rows.isEmpty())
        .ifPresent(rows -> parts.add(Format.table(HEAD, rows)));
    return String.join("\n", parts);
  }

  private String markdown(
      List<Checked> all, Optional<Pruning> pruning, Optional<String> hindrance) {
    List<String> parts = new ArrayList<>();
    parts.add(MarkdownReport.mark(keeper.orElse(KeptDocument.MANAGER)));
    parts.add(MarkdownReport.of(all));
    pruning
        .map(FolderTrial::rows)
        .filter(rows -> !rows.isEmpty())
        .ifPresent(rows -> parts.add("\n" + MarkdownReport.table(HEAD, rows)));
    hindrance.ifPresent(why -> parts.add("\n❌ " + MarkdownReport.text(why)));
    return String.join("\n", parts);
  }

  private static List<List<String>> rows(Pruning pruning) {
    return pruning.going().stream()
        .map(
            going ->
                List.of(
                    going.key().toString(),
                    CostWords.of(going.document().at("/plan/cost")).replaceFirst("^, ", ""),
                    going.recoverable()))
        .toList();
  }
}
