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
  @Mixin private WaitOption wait = new WaitOption();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      String path = resource.path(client);
      ApiAnswer answer = client.post(path + ":resume", Json.object(), wait.headers());
      JsonNode document = wait.await(client, path, answer);
      Console console = Console.of(spec);
      console.say(resource + ": " + document.at("/status/phase").asString(""));
      return wait.exitCode(document, console);
    }
  }
}
