package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings back the catalogue of before. */
@Command(
    name = "rollback",
    description = {
      "Bring back the catalogue that was active before; again, one further back.",
      "Before the first there was the directory of the configuration."
    },
    mixinStandardHelpOptions = true)
final class CatalogRollbackCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--dry-run", description = "Say what would change and what it touches.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      Console console = Console.of(spec);
      CatalogMove.lines(
              client
                  .post(
                      "/v1/catalog:rollback" + (dryRun ? "?validateOnly=true" : ""), Json.object())
                  .body())
          .forEach(console::say);
      return ExitCode.OK;
    }
  }
}
