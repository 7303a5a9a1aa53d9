package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Has the engine look now. */
@Command(
    name = "reconcile",
    description = "Have the engine look at a resource now.",
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      JsonNode document = client.post(resource.path(client) + ":reconcile", Json.object()).body();
      Console.of(spec).say(resource + ": " + document.at("/status/phase").asString(""));
      return ExitCode.OK;
    }
  }
}
