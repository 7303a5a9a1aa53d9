package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a bundle the catalogue of the platform. */
@Command(
    name = "activate",
    description = {
      "Make a bundle that was pushed the catalogue that the platform works with.",
      "All replicas follow within a second; what exists keeps its plans."
    },
    mixinStandardHelpOptions = true)
final class CatalogActivateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(paramLabel = "DIGEST", description = "What push said, sha256:…")
  private String digest = "";

  @Option(names = "--dry-run", description = "Say what would change and what it touches.")
  private boolean dryRun;

  @Option(names = "--accept-left-out", description = "Leave out what is wrong in it.")
  private boolean acceptLeftOut;

  @Option(
      names = "--accept-republished",
      description =
          "Take versions that have another content than was published under their number.")
  private boolean acceptRepublished;

  @Option(
      names = "--revision",
      paramLabel = "NUMBER",
      description = "Only if this revision is active now.")
  private Optional<Long> revision = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, yaml or json. Default: table.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    ObjectNode body =
        Json.object()
            .put("digest", digest)
            .put("acceptLeftOut", acceptLeftOut)
            .put("acceptRepublished", acceptRepublished);
    revision.ifPresent(number -> body.put("revision", number));
    try (ApiClient client = server.client()) {
      JsonNode answer =
          client.post("/v1/catalog:activate" + (dryRun ? "?validateOnly=true" : ""), body).body();
      Console console = Console.of(spec);
      if (format == Format.table) {
        CatalogMove.lines(answer).forEach(console::say);
      } else {
        console.say(format.write(answer));
      }
      return ExitCode.OK;
    }
  }
}
