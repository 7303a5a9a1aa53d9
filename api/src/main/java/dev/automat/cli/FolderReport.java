package dev.automat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What became of a folder, one row for each resource. */
final class FolderReport {

  private static final List<String> HEAD =
      List.of("ACTION", "RESOURCE", "PHASE", "COST", "EXPIRES", "WHY");

  private final List<Row> rows = new ArrayList<>();

  /**
   * One resource.
   *
   * @param done what was done, such as {@code created}
   * @param failed whether it is not as it should be
   */
  private record Row(String done, FolderKey key, JsonNode document, String why, boolean failed) {

    List<String> cells() {
      return List.of(
          done,
          key.toString(),
          document.at("/status/phase").asString("-"),
          CostWords.of(document.at("/plan/cost")).replaceFirst("^, ", ""),
          document.at("/metadata/expiresAt").asString(document.isMissingNode() ? "-" : "never"),
          why);
    }
  }

  void add(String done, FolderKey key, JsonNode document) {
    rows.add(new Row(done, key, document, "", false));
  }

  void failed(String done, FolderKey key, JsonNode document, String why) {
    rows.add(new Row(done, key, document, why.strip().replaceAll("\\s+", " "), true));
  }

  boolean hasFailed() {
    return rows.stream().anyMatch(Row::failed);
  }

  /** A table and a line with the sums. */
  String write(FolderOptions.Output output, String manager) {
    return switch (output) {
      case text -> Format.table(HEAD, rows.stream().map(Row::cells).toList()) + "\n" + sums();
      case markdown ->
          MarkdownReport.mark(manager)
              + "\n### Automat: "
              + sums()
              + "\n\n"
              + MarkdownReport.table(HEAD, rows.stream().map(Row::cells).toList());
    };
  }

  private String sums() {
    List<String> sums = new ArrayList<>();
    for (String done : rows.stream().map(Row::done).distinct().toList()) {
      sums.add(rows.stream().filter(row -> row.done().equals(done)).count() + " " + done);
    }
    Optional<String> failed =
        Optional.of(rows.stream().filter(Row::failed).count())
            .filter(count -> count > 0)
            .map(count -> count + " not as it should be");
    failed.ifPresent(sums::add);
    return sums.isEmpty() ? "nothing to do" : String.join(", ", sums);
  }
}
