package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Ends a pause. */
@Command(
    name = "resume",
    description = "End a pause: what was asked for meanwhile is carried out.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      JsonNode document = client.post(resource.path(client) + ":resume", Json.object()).body();
      Console.of(spec).say(resource + ": " + document.at("/status/phase").asString(""));
      return ExitCode.OK;
    }
  }
}
