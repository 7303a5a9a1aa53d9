package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Violation;
import dev.automat.stack.StackKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether each document of files has a place on the server, before anything is sent: else a
 * folder would be carried out by half, and its mistakes be told one by one.
 */
final class Preflight {

  private final ApiClient client;
  private final Optional<String> keeper;

  /**
   * @param keeper in whose name all is written; empty: in that of each file
   */
  Preflight(ApiClient client, Optional<String> keeper) {
    this.client = client;
    this.keeper = keeper;
  }

  /**
   * The documents to store.
   *
   * @throws CommandException if one has no place: with all that is wrong with any of them
   */
  List<Document> forApply(RequestFiles.Found found, PutQuery query) {
    List<Checked> refused = refused(found, query);
    if (refused.isEmpty()) {
      return found.documents();
    }
    throw refusal(refused);
  }

  /** All that is wrong with any of them, if one has no place; else nothing. */
  List<Checked> refused(RequestFiles.Found found, PutQuery query) {
    List<Checked> misplaced = misplaced(found.documents());
    if (misplaced.isEmpty() && found.complaints().isEmpty()) {
      return List.of();
    }
    List<Checked> refused =
        new Verdicts(client, query)
            .of(found.documents(), document -> KeptDocument.of(document, keeper)).stream()
                .filter(each -> !each.allowed())
                .toList();
    return with(refused.isEmpty() ? misplaced : refused, found);
  }

  /**
   * The documents that say what to delete. Whatever else is wrong with them is in no way of that.
   *
   * @throws CommandException if one has no place
   */
  List<Document> forDelete(RequestFiles.Found found) {
    List<Checked> misplaced = misplaced(found.documents());
    if (misplaced.isEmpty() && found.complaints().isEmpty()) {
      return found.documents();
    }
    throw refusal(with(misplaced, found));
  }

  private static List<Checked> with(List<Checked> refused, RequestFiles.Found found) {
    List<Checked> all = new ArrayList<>(refused);
    all.addAll(found.unreadable());
    return all;
  }

  private static CommandException refusal(List<Checked> refused) {
    return new CommandException("nothing was sent:\n" + Report.text.write(refused));
  }

  private List<Checked> misplaced(List<Document> documents) {
    return documents.stream()
        .map(document -> Checked.refused(document, wrong(document)))
        .filter(checked -> !checked.allowed())
        .toList();
  }

  private List<Violation> wrong(Document document) {
    List<Violation> all = new ArrayList<>();
    missing(document, "/kind", "a kind").ifPresentOrElse(all::add, () -> kind(document, all));
    missing(document, "/metadata/team", "a team").ifPresent(all::add);
    missing(document, "/metadata/name", "a name").ifPresent(all::add);
    return all;
  }

  private static Optional<Violation> missing(Document document, String pointer, String what) {
    return document.root().at(pointer).asString("").isEmpty()
        ? Optional.of(
            new Violation(
                pointer, "missing-field", "a document in a file needs " + what, "add " + what))
        : Optional.empty();
  }

  private void kind(Document document, List<Violation> all) {
    String named = document.root().path("kind").asString("");
    if (client.knownPlural(named).isPresent()) {
      return;
    }
    List<String> kinds = new ArrayList<>();
    client.kinds().forEach(kind -> kinds.add(kind.path("kind").asString()));
    kinds.add(StackKey.KIND);
    all.add(
        new Violation(
            "/kind",
            "unknown-kind",
            "there is no kind " + named,
            "use one of: " + String.join(", ", kinds),
            kinds,
            NearestSpelling.of(named, kinds)));
  }
}
