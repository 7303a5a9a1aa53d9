package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Brings back what was deleted. */
@Command(
    name = "undelete",
    description = "Bring back what was deleted, with the copy of its data that was kept.",
    mixinStandardHelpOptions = true)
final class UndeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      JsonNode document = client.post(resource.path(client) + ":undelete", Json.object()).body();
      Console.of(spec)
          .say(
              resource
                  + ": "
                  + document.at("/status/phase").asString("")
                  + ", restored from "
                  + document.at("/status/restoredFrom/uid").asString(""));
      return ExitCode.OK;
    }
  }
}
