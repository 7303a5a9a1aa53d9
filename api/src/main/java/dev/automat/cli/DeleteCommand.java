package dev.automat.cli;

import dev.automat.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Gives resources back. */
@Command(
    name = "delete",
    description = "Delete a resource, or those in files. What is gone already is passed over.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private WaitOption wait = new WaitOption();

  @Parameters(arity = "0..3", paramLabel = "TEAM KIND NAME", description = "The resource.")
  private List<String> resource = List.of();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Delete what these files describe.")
  private List<String> files = List.of();

  @Override
  public Integer call() {
    if (files.isEmpty() == resource.isEmpty() || (!resource.isEmpty() && resource.size() != 3)) {
      throw new ParameterException(
          spec.commandLine(), "Name one resource by TEAM KIND NAME, or files with -f.");
    }
    Console console = Console.of(spec);
    int exitCode = ExitCode.OK;
    try (ApiClient client = server.client()) {
      for (Map.Entry<String, String> each : paths(client).entrySet()) {
        exitCode = Math.max(exitCode, delete(each.getKey(), each.getValue(), client, console));
      }
    }
    return exitCode;
  }

  /** What it is called, to its path; files from the last to the first. */
  private Map<String, String> paths(ApiClient client) {
    Map<String, String> paths = new LinkedHashMap<>();
    if (!resource.isEmpty()) {
      paths.put(
          resource.get(1) + " " + resource.get(0) + "/" + resource.get(2),
          client.path(resource.get(0), resource.get(1), resource.get(2)));
      return paths;
    }
    List<Document> documents = new ArrayList<>(RequestFiles.read(files));
    documents
        .reversed()
        .forEach(
            document -> paths.put(Offline.nameOf(document), ApplyCommand.pathOf(document, client)));
    return paths;
  }

  private int delete(String what, String path, ApiClient client, Console console) {
    try {
      ApiAnswer answer = client.delete(path, wait.headers());
      JsonNode now = wait.await(client, path, answer);
      String phase = now.at("/status/phase").asString("");
      console.say(what + ": " + phase);
      return wait.isSet() && !phase.equals("Deleted") ? ExitCode.FAILED : ExitCode.OK;
    } catch (RefusedException e) {
      if (e.code().equals("gone")) {
        console.say(what + ": Deleted");
        return ExitCode.OK;
      }
      console.remark(what + ": " + ProblemText.of(e.problem(), Optional.empty()));
      return ExitCode.FAILED;
    }
  }
}
