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

/** Lists the applications that are bound. */
@Command(
    name = "bindings",
    description = "List the applications that are bound to a resource.",
    mixinStandardHelpOptions = true)
final class BindingsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, yaml or json. Default: table.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    JsonNode answer;
    try (ApiClient client = server.client()) {
      answer = client.get(resource.path(client) + "/bindings").body();
    }
    Console.of(spec).say(format == Format.table ? table(answer) : format.write(answer));
    return ExitCode.OK;
  }

  private static String table(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>();
    answer.path("items").forEach(binding -> rows.add(BindingWords.row(binding)));
    return Format.table(List.of("CONSUMER", "ACCESS", "STATUS"), rows);
  }
}
