package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows who was told of what. */
@Command(
    name = "notices",
    description = "Show notices, the newest first, and whether they arrived; send one again.",
    mixinStandardHelpOptions = true,
    subcommands = NoticesCommand.RedeliverCommand.class)
final class NoticesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--team", paramLabel = "TEAM", description = "Only those of this team.")
  private Optional<String> team = Optional.empty();

  @Option(names = "--dead", description = "Only those that a sink could not be given.")
  private boolean dead;

  @Override
  public Integer call() {
    List<String> query = new ArrayList<>();
    team.ifPresent(id -> query.add("team=" + ApiClient.encoded(id)));
    if (dead) {
      query.add("dead=true");
    }
    String path = "/v1/notices" + (query.isEmpty() ? "" : "?" + String.join("&", query));
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      JsonNode page = client.get(path).body();
      JsonNode notices = page.path("items");
      console.say(notices.isEmpty() ? "no notices" : table(notices));
      if (page.has("next")) {
        console.remark("these are the newest " + notices.size() + "; there are older ones");
      }
      return ExitCode.OK;
    }
  }

  private static String table(JsonNode notices) {
    return Format.table(
        List.of("ID", "AT", "ABOUT", "REASON", "STATE", "SINKS"),
        notices
            .valueStream()
            .map(
                each ->
                    List.of(
                        each.path("id").asString(""),
                        each.path("at").asString(""),
                        String.join(
                            "/",
                            each.path("team").asString(""),
                            each.path("kind").asString(""),
                            each.path("name").asString("")),
                        each.path("reason").asString(""),
                        each.path("state").asString(""),
                        sinks(each)))
            .toList());
  }

  private static String sinks(JsonNode notice) {
    return notice
        .path("deliveries")
        .valueStream()
        .map(
            each ->
                each.path("sink").asString("")
                    + ": "
                    + each.path("state").asString("")
                    + each.path("lastError").asStringOpt().map(why -> " (" + why + ")").orElse(""))
        .collect(Collectors.joining(", "));
  }

  /** Tries again what was given up. */
  @Command(
      name = "redeliver",
      description = "Send a notice again to the sinks that were given up.",
      mixinStandardHelpOptions = true)
  static final class RedeliverCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "ID", description = "As automat notices --dead shows it.")
    private String id = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        client.post("/v1/notices/" + ApiClient.encoded(id) + ":redeliver", Json.object());
        Console.of(spec).say(id + ": sent again; automat notices shows what comes of it");
        return ExitCode.OK;
      }
    }
  }
}
