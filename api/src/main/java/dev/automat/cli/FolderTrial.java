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
    List<String> hindrances = hindrances(pruning, hindrance);
    console.say(
        switch (options.output()) {
          case text -> text(all, pruning);
          case markdown -> markdown(all, pruning, hindrances);
        });
    hindrances.forEach(console::remark);
    boolean accepted = all.stream().allMatch(Checked::allowed) && hindrances.isEmpty();
    return accepted ? ExitCode.OK : ExitCode.FAILED;
  }

  /** What would stop it, and what it would not delete. */
  private static List<String> hindrances(Optional<Pruning> pruning, Optional<String> hindrance) {
    List<String> all = new ArrayList<>();
    hindrance.ifPresent(why -> all.add("it would stop before all that: " + why));
    pruning.stream()
        .flatMap(each -> each.going().stream())
        .filter(Pruning.Going::isProtected)
        .forEach(each -> all.add(each.key() + " would not be deleted: " + each.recoverable()));
    return all;
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

  private String markdown(List<Checked> all, Optional<Pruning> pruning, List<String> hindrances) {
    List<String> parts = new ArrayList<>();
    parts.add(MarkdownReport.mark(keeper.orElse(KeptDocument.MANAGER)));
    parts.add(MarkdownReport.of(all, hindrances));
    pruning
        .map(FolderTrial::rows)
        .filter(rows -> !rows.isEmpty())
        .ifPresent(rows -> parts.add("\n" + MarkdownReport.table(HEAD, rows)));
    return String.join("\n", parts);
  }

  private static List<List<String>> rows(Pruning pruning) {
    return pruning.going().stream()
        .filter(going -> !going.isProtected())
        .map(
            going ->
                List.of(
                    going.key().toString(),
                    CostWords.of(going.document().at("/plan/cost")).replaceFirst("^, ", ""),
                    going.recoverable()))
        .toList();
  }
}
