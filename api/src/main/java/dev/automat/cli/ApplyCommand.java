package dev.automat.cli;

import dev.automat.document.Document;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Creates or changes what files say. */
@Command(
    name = "apply",
    description = "Create or change the resources in files. The same again does nothing.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private WaitOption wait = new WaitOption();
  @Mixin private FolderOptions folder = new FolderOptions();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description =
          "YAML or JSON, many documents if you like; a directory; or - for standard input.")
  private List<String> files = List.of();

  @Option(names = "--take-over", description = "Take resources that another manager keeps.")
  private boolean takeOver;

  @Option(
      names = "--allow-data-loss",
      description = "Of stacks: also delete members that hold data and stand in no file any more.")
  private boolean allowDataLoss;

  @Option(
      names = "--recreate",
      description = "Make a new, empty one where the last one of that name expired.")
  private boolean recreate;

  @Option(
      names = "--plan",
      paramLabel = "DIGEST",
      description =
          "Only carry out the plan of this digest, as automat plan showed it; one document.")
  private Optional<String> plan = Optional.empty();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    folder
        .misuse()
        .ifPresent(
            wrong -> {
              throw new CommandException(ExitCode.USAGE, wrong);
            });
    if (folder.areUsed()) {
      return applyFolder(console);
    }
    int exitCode = ExitCode.OK;
    RequestFiles.Found found = RequestFiles.find(files);
    plan.ifPresent(digest -> requireOnePlan(digest, found.documents().size()));
    try (ApiClient client = server.client()) {
      for (Document document : new Preflight(client, folder.manager()).forApply(found, query())) {
        try {
          exitCode = Math.max(exitCode, apply(document, client, console));
        } catch (RefusedException e) {
          exitCode = ExitCode.FAILED;
          console.remark(Offline.nameOf(document) + ": refused");
          console.remark(ProblemText.of(e.problem(), Optional.of(document)));
        }
      }
    }
    return exitCode;
  }

  private static void requireOnePlan(String digest, int documents) {
    if (documents > 1) {
      throw new CommandException(
          ExitCode.USAGE,
          "--plan is of one document, and there are " + documents + ": name one file");
    }
    if (!digest.matches("\"?sha256:[0-9a-f]{64}\"?")) {
      throw new CommandException(
          ExitCode.USAGE,
          "--plan must be a digest as automat plan shows it, sha256: and 64 hexadecimal digits, not"
              + " "
              + digest);
    }
  }

  private int applyFolder(Console console) {
    if (plan.isPresent()) {
      throw new CommandException(ExitCode.USAGE, "--plan is of one document, not of a folder");
    }
    if (folder.prune() && files.size() != 1) {
      throw new CommandException(
          ExitCode.USAGE, "--prune takes one folder, as what is in no file of it is deleted");
    }
    Optional<String> keeper =
        folder
            .manager()
            .or(
                () ->
                    folder.prune()
                        ? Optional.of(GitFolder.manager(Path.of(files.getFirst())))
                        : Optional.empty());
    RequestFiles.Found found =
        folder.prune() ? RequestFiles.findInFolder(files.getFirst()) : RequestFiles.find(files);
    try (ApiClient client = server.client()) {
      Preflight preflight = new Preflight(client, keeper);
      if (folder.output() == FolderOptions.Output.markdown) {
        List<Checked> refused = preflight.refused(found, query());
        if (!refused.isEmpty()) {
          console.say(MarkdownReport.comment(keeper, refused));
          return ExitCode.FAILED;
        }
      }
      FolderRun run = new FolderRun(client, console, folder, keeper, query(), wait);
      return run.run(preflight.forApply(found, query()));
    }
  }

  private int apply(Document document, ApiClient client, Console console) {
    String path = pathOf(document, client);
    ApiAnswer answer =
        client.put(path + query().of(path), KeptDocument.of(document, folder.manager()), headers());
    ProblemText.violations(answer.body().path("warnings"))
        .forEach(each -> console.remark("warning: " + ProblemText.of(each, Optional.of(document))));
    JsonNode now = wait.await(client, path, answer);
    String phase = now.at("/status/phase").asString("");
    console.say(Offline.nameOf(document) + ": " + word(answer, now) + ", " + phase);
    if (Progress.hasFailed(answer, now, wait.isSet())) {
      console.remark(why(now));
      return ExitCode.FAILED;
    }
    return ExitCode.OK;
  }

  private PutQuery query() {
    return new PutQuery(takeOver, allowDataLoss, recreate);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>(wait.headers());
    plan.ifPresent(digest -> headers.put("If-Plan-Match", digest));
    return headers;
  }

  private static String word(ApiAnswer answer, JsonNode now) {
    if (answer.status() == 200 && answer.headers().firstValue("Preference-Applied").isEmpty()) {
      return "unchanged";
    }
    return now.at("/metadata/generation").asInt() == 1 ? "created" : "applied";
  }

  /** What the conditions say, for who waited in vain. */
  static String why(JsonNode document) {
    StringBuilder text = new StringBuilder();
    for (JsonNode condition : document.at("/status/conditions")) {
      if (!condition.path("message").asString("").isEmpty()) {
        text.append("  ")
            .append(condition.path("reason").asString())
            .append(": ")
            .append(condition.path("message").asString())
            .append('\n');
      }
    }
    return text.isEmpty() ? "  it is not ready yet" : text.toString().stripTrailing();
  }

  /** The path of what a file describes. */
  static String pathOf(Document document, ApiClient client) {
    String team = document.root().at("/metadata/team").asString("");
    String name = document.root().at("/metadata/name").asString("");
    String kind = document.root().path("kind").asString("");
    if (team.isEmpty() || name.isEmpty() || kind.isEmpty()) {
      throw new CommandException(
          document.place("")
              + ": a document in a file needs kind, metadata.team and metadata.name: add them");
    }
    return client.path(team, kind, name);
  }
}
