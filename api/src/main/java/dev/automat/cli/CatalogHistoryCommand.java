package dev.automat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows which catalogue was active since when. */
@Command(
    name = "history",
    description = "Show which catalogue was active since when, and who made it so.",
    mixinStandardHelpOptions = true)
final class CatalogHistoryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, yaml or json. Default: table.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      JsonNode history = client.get("/v1/catalog/history").body();
      console.say(format == Format.table ? table(history) : format.write(history));
      history
          .at("/here/problem")
          .asStringOpt()
          .ifPresent(
              why ->
                  console.remark(
                      "the replica that answers works with revision "
                          + history.at("/here/taken").asString()
                          + ": "
                          + why));
      return ExitCode.OK;
    }
  }

  private static String table(JsonNode history) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode each : history.path("items")) {
      rows.add(
          List.of(
              each.path("revision").asString(""),
              each.path("at").asString(""),
              each.path("by").asString(""),
              each.path("digest").asString("directory"),
              each.path("restores").asString("")));
    }
    return Format.table(List.of("REVISION", "AT", "BY", "DIGEST", "RESTORES"), rows);
  }
}
