package dev.automat.cli;

import dev.automat.resource.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Shows what is estimated to be paid for. */
@Command(
    name = "costs",
    description =
        "Show what resources are estimated to cost in a month, at the list prices of when each was"
            + " planned.",
    mixinStandardHelpOptions = true,
    subcommands = {CostsReconcileCommand.class})
final class CostsCommand implements Callable<Integer> {

  /** By what it can be shown. */
  enum By {
    resource,
    team,
    environment,
    kind
  }

  /** How it is written. */
  enum Shape {
    table,
    json,
    csv
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(names = "--team", paramLabel = "TEAM", description = "Only of this team.")
  private Optional<String> team = Optional.empty();

  @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind.")
  private Optional<String> kind = Optional.empty();

  @Option(names = "--environment", paramLabel = "ENVIRONMENT", description = "Only in this one.")
  private Optional<String> environment = Optional.empty();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description = "One by one, or added up: ${COMPLETION-CANDIDATES}. Default: resource.")
  private By by = By.resource;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = {
        "${COMPLETION-CANDIDATES}. Default: table.",
        "csv has the columns of FOCUS, with estimates in columns that begin with x_."
      })
  private Shape shape = Shape.table;

  @Override
  public Integer call() {
    if (shape == Shape.csv && by != By.resource) {
      throw new ParameterException(
          spec.commandLine(), "FOCUS knows resources, and no sums: leave out --by");
    }
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      Answer answer = ask(client, query());
      console.say(
          switch (shape) {
            case json -> json(answer);
            case csv -> FocusRows.of(answer.items(), answer.asOf()).stripTrailing();
            case table -> by == By.resource ? resources(answer.items()) : sums(answer.items());
          });
      return ExitCode.OK;
    }
  }

  private String query() {
    StringBuilder query = new StringBuilder("/v1/costs?limit=500&by=" + by);
    team.ifPresent(value -> query.append("&team=").append(ApiClient.encoded(value)));
    kind.ifPresent(value -> query.append("&kind=").append(ApiClient.encoded(value)));
    environment.ifPresent(value -> query.append("&environment=").append(ApiClient.encoded(value)));
    return query.toString();
  }

  /** All pages. */
  static Answer ask(ApiClient client, String query) {
    List<JsonNode> items = new ArrayList<>();
    Optional<String> next = Optional.of("");
    String asOf = "";
    while (next.isPresent()) {
      String cursor = next.get().isEmpty() ? "" : "&cursor=" + ApiClient.encoded(next.get());
      JsonNode page = client.get(query + cursor).body();
      page.path("items").forEach(items::add);
      asOf = page.path("asOf").asString();
      next = page.path("next").asStringOpt();
    }
    return new Answer(Instant.parse(asOf), items);
  }

  /** What the server said. */
  record Answer(Instant asOf, List<JsonNode> items) {}

  private static String json(Answer answer) {
    ArrayNode array = Json.mapper().createArrayNode();
    array.addAll(answer.items());
    return Format.json.write(
        Json.object().put("asOf", answer.asOf().toString()).set("items", array));
  }

  private static String resources(List<JsonNode> items) {
    List<List<String>> rows =
        items.stream()
            .sorted(
                Comparator.comparing((JsonNode item) -> item.path("team").asString())
                    .thenComparing(item -> item.path("kind").asString())
                    .thenComparing(item -> item.path("name").asString()))
            .map(
                item ->
                    List.of(
                        item.path("team").asString(""),
                        item.path("kind").asString(""),
                        item.path("name").asString(""),
                        item.path("environment").asString(""),
                        (item.path("complete").asBoolean() ? "" : "at least ") + amount(item),
                        remark(item)))
            .toList();
    return rows.isEmpty()
        ? "nothing that you may see says what it costs"
        : Format.table(List.of("TEAM", "KIND", "NAME", "ENVIRONMENT", "MONTHLY", "REMARK"), rows);
  }

  private static String remark(JsonNode item) {
    if (item.has("retainedUntil")) {
      return "deleted; kept and paid for until " + item.path("retainedUntil").asString();
    }
    for (JsonNode line : item.path("lines")) {
      if (line.has("unknown")) {
        return line.path("unknown").asString();
      }
    }
    return "";
  }

  private String sums(List<JsonNode> items) {
    List<List<String>> rows =
        items.stream()
            .map(
                item ->
                    List.of(
                        item.path(by.name()).asString(""),
                        item.path("resources").asString(""),
                        amount(item)))
            .toList();
    return rows.isEmpty()
        ? "nothing that you may see says what it costs"
        : Format.table(
            List.of(by.name().toUpperCase(java.util.Locale.ROOT), "RESOURCES", "MONTHLY"), rows);
  }

  static String amount(JsonNode item) {
    return (item.path("monthly").asString("") + " " + item.path("currency").asString("")).strip();
  }
}
