package dev.automat.cli;

import dev.automat.document.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what exists the same as a folder of requests: stores all of them in their order, waits for
 * all of them at once, and only if none was refused deletes what the folder kept and names no more.
 */
final class FolderRun {

  private final ApiClient client;
  private final Console console;
  private final FolderOptions options;
  private final Optional<String> keeper;
  private final PutQuery query;
  private final boolean wait;
  private final Deadline deadline;
  private final FolderReport report = new FolderReport();

  /**
   * @param keeper in whose name all is written; empty: in that of each file
   */
  FolderRun(
      ApiClient client,
      Console console,
      FolderOptions options,
      Optional<String> keeper,
      PutQuery query,
      WaitOption wait) {
    this.client = client;
    this.console = console;
    this.options = options;
    this.keeper = keeper;
    this.query = query;
    this.wait = wait.isSet();
    this.deadline = Deadline.in(options.timeout(wait).toSeconds());
    client.endsBy(deadline);
  }

  /**
   * What was stored or is to be deleted, and is under way.
   *
   * @param done in a word
   */
  private record Begun(String done, FolderKey key, ApiAnswer answer) {}

  int run(List<Document> documents) {
    FolderKey.Reader keys = new FolderKey.Reader(client);
    Map<FolderKey, Document> wanted = wanted(documents, keys);
    Optional<Pruning> pruning =
        keeper
            .filter(_ -> options.prune())
            .map(manager -> Pruning.of(client, keys, manager, wanted.keySet()));
    Optional<String> hindrance =
        pruning.flatMap(each -> each.hindrance(options, documents.isEmpty()));
    if (options.dryRun()) {
      return new FolderTrial(client, console, options, keeper, query)
          .run(wanted, pruning, hindrance);
    }
    if (hindrance.isPresent()) {
      throw new CommandException("nothing was done: " + hindrance.get());
    }
    List<Begun> begun = apply(wanted);
    settle(begun, false);
    if (report.hasFailed()) {
      pruning
          .filter(each -> !each.going().isEmpty())
          .ifPresent(
              each ->
                  console.remark(
                      "nothing was deleted, as not all of the folder is as it should be: "
                          + each.going().size()
                          + " wait for that"));
    } else {
      pruning.ifPresent(each -> settle(delete(each), true));
    }
    console.say(report.write(options.output(), keeper.orElse(KeptDocument.MANAGER)));
    return report.hasFailed() ? ExitCode.FAILED : ExitCode.OK;
  }

  private Map<FolderKey, Document> wanted(List<Document> documents, FolderKey.Reader keys) {
    Map<FolderKey, Document> wanted = new LinkedHashMap<>();
    for (Document document : documents) {
      FolderKey key = keys.of(document);
      Document before = wanted.putIfAbsent(key, document);
      if (before != null) {
        throw new CommandException(
            ExitCode.USAGE,
            key + " stands twice, at " + before.place("") + " and " + document.place(""));
      }
      keeper.ifPresent(manager -> isOf(manager, document));
    }
    return wanted;
  }

  private static void isOf(String manager, Document document) {
    String named = document.root().at("/metadata/managedBy").asString(manager);
    if (!named.equals(manager)) {
      throw new CommandException(
          ExitCode.USAGE,
          document.place("/metadata/managedBy")
              + ": it is kept by "
              + named
              + ", and this folder is "
              + manager
              + ": take managedBy out of the document");
    }
  }

  private List<Begun> apply(Map<FolderKey, Document> wanted) {
    List<Begun> begun = new ArrayList<>();
    wanted.forEach(
        (key, document) -> {
          try {
            ApiAnswer answer =
                client.put(
                    key.path() + query.of(key.path()), KeptDocument.of(document, keeper), Map.of());
            ProblemText.violations(answer.body().path("warnings"))
                .forEach(
                    each ->
                        console.remark("warning: " + ProblemText.of(each, Optional.of(document))));
            begun.add(new Begun(word(answer), key, answer));
          } catch (RefusedException e) {
            console.remark(key + ": refused");
            console.remark(ProblemText.of(e.problem(), Optional.of(document)));
            report.failed("refused", key, MissingNode.getInstance(), e.code());
          }
        });
    return begun;
  }

  private static String word(ApiAnswer answer) {
    return answer.status() == 200
        ? "unchanged"
        : answer.body().at("/metadata/generation").asInt() == 1 ? "created" : "changed";
  }

  private List<Begun> delete(Pruning pruning) {
    List<Begun> begun = new ArrayList<>();
    for (Pruning.Going going : pruning.going()) {
      if (going.isProtected()) {
        report.failed("kept", going.key(), going.document(), going.recoverable());
        continue;
      }
      console.remark("deleting " + going.key() + ": " + going.recoverable());
      Map<String, String> headers = new HashMap<>(KeptDocument.header(pruning.manager()));
      headers.put("If-Match", going.etag());
      try {
        ApiAnswer answer = client.delete(going.key().path(), headers);
        String now = Pruning.recovery(answer.body());
        if (!now.equals(going.recoverable())) {
          console.remark(going.key() + ": " + now);
        }
        begun.add(new Begun("deleted", going.key(), answer));
      } catch (RefusedException e) {
        if (e.code().equals("gone")) {
          report.add("deleted", going.key(), going.document());
        } else {
          console.remark(going.key() + ": " + ProblemText.of(e.problem(), Optional.empty()));
          report.failed("kept", going.key(), going.document(), e.code());
        }
      }
    }
    return begun;
  }

  /** Waits for all, if that is asked for, and reports how they are. */
  private void settle(List<Begun> begun, boolean deletion) {
    for (Begun each : begun) {
      JsonNode now =
          wait
              ? waited(each, deletion ? Progress::ofDeletion : Progress::of)
              : each.answer().body();
      boolean failed =
          deletion
              ? wait && Progress.ofDeletion(now) != Progress.GONE
              : Progress.hasFailed(each.answer(), now, wait);
      if (failed) {
        report.failed(each.done(), each.key(), now, ApplyCommand.why(now));
      } else {
        report.add(each.done(), each.key(), now);
      }
    }
  }

  private JsonNode waited(Begun begun, Function<JsonNode, Progress> progress) {
    try {
      return WaitOption.await(client, begun.key().path(), begun.answer(), deadline, progress);
    } catch (RefusedException e) {
      // A deletion that is over is a tombstone.
      if (!e.code().equals("gone")) {
        throw e;
      }
      ObjectNode gone = begun.answer().body().deepCopy().asObject();
      gone.withObject("/status").put("phase", "Deleted");
      return gone;
    }
  }
}
