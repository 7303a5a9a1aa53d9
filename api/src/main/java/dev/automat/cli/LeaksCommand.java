package dev.automat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows what stands in the clouds without a record. */
@Command(
    name = "leaks",
    description =
        "Show what carries this installation in the clouds and stands on no record. Nothing of it"
            + " is deleted by itself.",
    mixinStandardHelpOptions = true)
final class LeaksCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      JsonNode leaks = client.get("/v1/leaks").body().path("items");
      console.say(leaks.isEmpty() ? "no leaks were found by the last sweeps" : table(leaks));
      return ExitCode.OK;
    }
  }

  private static String table(JsonNode leaks) {
    List<List<String>> rows =
        leaks
            .valueStream()
            .map(
                leak ->
                    List.of(
                        leak.path("type").asString(""),
                        leak.path("account").asString(""),
                        leak.path("region").asString(""),
                        leak.path("externalName").asString(""),
                        leak.path("firstSeen").asString(""),
                        leak.path("reason").asString("")))
            .toList();
    return Format.table(List.of("TYPE", "ACCOUNT", "REGION", "NAME", "FIRST SEEN", "WHY"), rows);
  }
}
