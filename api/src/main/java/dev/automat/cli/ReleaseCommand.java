package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Gives access to what is in quarantine. */
@Command(
    name = "release",
    description = "Use what is in quarantine for 48 hours, once in its life.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();
  @Mixin private WaitOption wait = new WaitOption();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stands in the timeline.")
  private String reason = "";

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      String path = resource.path(client);
      ApiAnswer answer =
          client.post(path + ":release", Json.object().put("reason", reason), wait.headers());
      JsonNode document = wait.await(client, path, answer);
      Console console = Console.of(spec);
      JsonNode quarantine = document.at("/status/quarantine");
      console.say(
          resource
              + ": can be used until "
              + quarantine.path("releasedUntil").asString("")
              + ", and is deleted at "
              + quarantine.path("deletesAt").asString(""));
      return wait.exitCode(document, console);
    }
  }
}
