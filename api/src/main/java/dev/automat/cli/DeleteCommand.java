package dev.automat.cli;

import java.util.HashMap;
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

  @Option(names = "--take-over", description = "Delete also what another manager keeps.")
  private boolean takeOver;

  @Option(
      names = "--no-snapshot",
      description = "Keep no copy of the data, so that nothing can be undeleted.")
  private boolean withoutSnapshot;

  @Option(
      names = "--if-exists",
      description = "Pass over what never was or is forgotten; any other error is one still.")
  private boolean ifExists;

  /**
   * What is to be deleted.
   *
   * @param name what it is called, for a person
   * @param manager in whose name
   */
  private record Target(String name, String path, String manager) {}

  @Override
  public Integer call() {
    if (files.isEmpty() == resource.isEmpty() || (!resource.isEmpty() && resource.size() != 3)) {
      throw new ParameterException(
          spec.commandLine(), "Name one resource by TEAM KIND NAME, or files with -f.");
    }
    Console console = Console.of(spec);
    int exitCode = ExitCode.OK;
    try (ApiClient client = server.client()) {
      for (Target target : targets(client)) {
        exitCode = Math.max(exitCode, delete(target, client, console));
      }
    }
    return exitCode;
  }

  /** Files from the last to the first. */
  private List<Target> targets(ApiClient client) {
    if (!resource.isEmpty()) {
      return List.of(
          new Target(
              resource.get(1) + " " + resource.get(0) + "/" + resource.get(2),
              client.path(resource.get(0), resource.get(1), resource.get(2)),
              KeptDocument.MANAGER));
    }
    return new Preflight(client, Optional.empty())
        .forDelete(RequestFiles.find(files)).reversed().stream()
            .map(
                document ->
                    new Target(
                        Offline.nameOf(document),
                        ApplyCommand.pathOf(document, client),
                        KeptDocument.managerOf(document)))
            .toList();
  }

  private String query() {
    String both = (takeOver ? "&takeOver=true" : "") + (withoutSnapshot ? "&snapshot=false" : "");
    return both.isEmpty() ? "" : "?" + both.substring(1);
  }

  private int delete(Target target, ApiClient client, Console console) {
    try {
      Map<String, String> headers = new HashMap<>(wait.headers());
      headers.putAll(KeptDocument.header(target.manager()));
      String query = query();
      ApiAnswer answer = client.delete(target.path() + query, headers);
      JsonNode now = wait.await(client, target.path(), answer, Progress::ofDeletion);
      String phase = now.at("/status/phase").asString("");
      console.say(target.name() + ": " + phase);
      return wait.isSet() && !phase.equals("Deleted") ? ExitCode.FAILED : ExitCode.OK;
    } catch (RefusedException e) {
      if (e.code().equals("gone")) {
        console.say(target.name() + ": Deleted");
        return ExitCode.OK;
      }
      if (ifExists && e.code().equals("not-found")) {
        console.say(target.name() + ": not there");
        return ExitCode.OK;
      }
      console.remark(target.name() + ": " + ProblemText.of(e.problem(), Optional.empty()));
      return ExitCode.FAILED;
    }
  }
}
