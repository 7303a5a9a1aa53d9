package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Has the engine make anew what is missing. */
@Command(
    name = "recreate",
    description = "Make anew, empty, what is missing in the cloud.",
    mixinStandardHelpOptions = true)
final class RecreateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Option(names = "--accept-data-loss", description = "Say that the data may be lost.")
  private boolean acceptDataLoss;

  @Option(names = "--take-over", description = "Make anew also what another manager keeps.")
  private boolean takeOver;

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      JsonNode document =
          client
              .post(
                  resource.path(client) + ":recreate" + (takeOver ? "?takeOver=true" : ""),
                  Json.object().put("acceptDataLoss", acceptDataLoss),
                  KeptDocument.header(KeptDocument.MANAGER))
              .body();
      Console.of(spec).say(resource + ": " + document.at("/status/phase").asString(""));
      return ExitCode.OK;
    }
  }
}
