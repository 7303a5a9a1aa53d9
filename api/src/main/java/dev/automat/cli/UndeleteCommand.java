package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings back what was deleted. */
@Command(
    name = "undelete",
    description = "Bring back what was deleted, with the copy of its data that was kept.",
    mixinStandardHelpOptions = true)
final class UndeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();
  @Mixin private WaitOption wait = new WaitOption();

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description =
          "An earlier incarnation, where another one had the name after it; of a stack, the uid of"
              + " the stack.")
  private Optional<String> uid = Optional.empty();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      ObjectNode request = Json.object();
      uid.ifPresent(named -> request.put("uid", named));
      String path = resource.path(client);
      ApiAnswer answer = client.post(path + ":undelete", request, wait.headers());
      JsonNode document = wait.await(client, path, answer);
      Console console = Console.of(spec);
      console.say(
          resource
              + ": "
              + document.at("/status/phase").asString("")
              + ", restored from "
              + document.at("/status/restoredFrom/uid").asString(""));
      String keeper = document.at("/metadata/managedBy").asString("");
      if (!keeper.isEmpty() && !keeper.equals(KeptDocument.MANAGER)) {
        console.say(
            "kept by "
                + keeper
                + ": put its definition back there before the next run, which would delete it"
                + " again");
      }
      return wait.exitCode(document, console);
    }
  }
}
