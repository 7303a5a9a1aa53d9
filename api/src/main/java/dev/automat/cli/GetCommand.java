package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Lists resources, or shows one. */
@Command(
    name = "get",
    description = "List resources of all teams, of a team, or of a kind; or show one.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

  private static final int PAGE = 500;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "TEAM", description = "Only of this team.")
  private Optional<String> team = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "KIND", description = "Only of this kind.")
  private Optional<String> kind = Optional.empty();

  @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "This one.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: a table for lists, yaml for one.")
  private Optional<Format> format = Optional.empty();

  @Option(names = "--deleted", description = "Also what was deleted.")
  private boolean deleted;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      if (team.isPresent() && kind.isPresent() && name.isPresent()) {
        JsonNode document = client.get(client.path(team.get(), kind.get(), name.get())).body();
        console.say(
            format.equals(Optional.of(Format.table))
                ? table(List.of(document))
                : format.orElse(Format.yaml).write(document));
      } else {
        console.say(list(all(client)));
      }
      return ExitCode.OK;
    }
  }

  private String list(List<JsonNode> documents) {
    if (format.orElse(Format.table) != Format.table) {
      ArrayNode array = Json.mapper().createArrayNode();
      array.addAll(documents);
      return format.orElseThrow().write(array);
    }
    return documents.isEmpty()
        ? "Nothing is here yet. Ask for something with: automat apply -f FILE"
        : table(documents);
  }

  private List<JsonNode> all(ApiClient client) {
    if (kind.filter(ApiClient::isStack).isPresent()) {
      return client.pages(
          "/v1/teams/"
              + ApiClient.encoded(team.orElseThrow())
              + "/stacks?limit="
              + PAGE
              + (deleted ? "&deleted=true" : ""));
    }
    StringBuilder query = new StringBuilder("/v1/resources?limit=" + PAGE);
    team.ifPresent(value -> query.append("&team=").append(ApiClient.encoded(value)));
    kind.ifPresent(value -> query.append("&kind=").append(client.plural(value)));
    if (deleted) {
      query.append("&deleted=true");
    }
    return client.pages(query.toString());
  }

  private static String table(List<JsonNode> documents) {
    List<List<String>> rows =
        documents.stream()
            .sorted(
                Comparator.comparing((JsonNode d) -> d.at("/metadata/team").asString())
                    .thenComparing(d -> d.path("kind").asString())
                    .thenComparing(d -> d.at("/metadata/name").asString()))
            .map(GetCommand::row)
            .toList();
    return Format.table(
        List.of("TEAM", "KIND", "NAME", "PHASE", "ENVIRONMENT", "TYPE", "EXPIRES", "WHY"), rows);
  }

  private static List<String> row(JsonNode document) {
    return List.of(
        document.at("/metadata/team").asString(""),
        document.path("kind").asString(""),
        document.at("/metadata/name").asString(""),
        document.at("/status/phase").asString(""),
        document.at("/spec/environment").asString(""),
        type(document),
        document.at("/metadata/expiresAt").asString("never"),
        why(document));
  }

  /** Of a stack, what it is made of. */
  private static String type(JsonNode document) {
    return document
        .at("/plan/type")
        .asStringOpt()
        .orElseGet(() -> String.join(", ", document.at("/plan/resources").propertyNames()));
  }

  /** The first condition that is not as it should be. */
  private static String why(JsonNode document) {
    for (JsonNode condition : document.at("/status/conditions")) {
      boolean good =
          condition.path("type").asString().matches("Synced|Ready|Compliant")
              == condition.path("status").asString().equals("True");
      if (!good && !condition.path("message").asString("").isEmpty()) {
        return condition.path("reason").asString() + ": " + condition.path("message").asString();
      }
    }
    return "";
  }
}
