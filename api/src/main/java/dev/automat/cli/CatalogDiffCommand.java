package dev.automat.cli;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.CatalogComparison;
import dev.automat.admission.CatalogComparison.Change;
import dev.automat.admission.CatalogComparison.Side;
import dev.automat.admission.PlanDifference;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import dev.automat.team.TeamForm;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.node.ObjectNode;

/** Tries another catalogue on all that exists. */
@Command(
    name = "diff",
    description = {
      "Say what another catalogue would make of everything that exists.",
      "Takes the stored requests from the server, and plans each with the catalogue that the server"
          + " works with and with the candidate. Ends with 1 if something would be refused or"
          + " replaced that is not today."
    },
    mixinStandardHelpOptions = true)
final class CatalogDiffCommand implements Callable<Integer> {

  private static final int PAGE = 500;

  /** What fails a pipeline. */
  private static final List<String> BREAKING = List.of("newly-denied", "replaced");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Parameters(paramLabel = "CANDIDATE", description = "The directory of the other catalogue.")
  private Path candidate = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, yaml or json. Default: table.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    if (!Files.isDirectory(candidate)) {
      throw new CommandException(
          ExitCode.USAGE, "there is no directory " + candidate + ": name that of a catalogue");
    }
    Console console = Console.of(spec);
    try (Platform loaded = server.platform().load(List.of());
        ApiClient client = server.client()) {
      Configuration configuration = loaded.configuration();
      Catalog other = Catalog.load(candidate, loaded.plugins());
      other
          .rejected()
          .forEach(file -> file.reasons().forEach(why -> console.remark("left out: " + why)));
      Catalog now = today(client, configuration, loaded.plugins(), console);
      Teams teams = Teams.configured(configuration.teams(), teams(client));
      CatalogComparison comparison =
          new CatalogComparison(
              new Side(now, new Admission(now, teams, configuration.placements())),
              new Side(other, new Admission(other, teams, configuration.placements())),
              loaded.plugins());
      return say(compare(comparison, client), console);
    }
  }

  /** What the server works with; the directory's where that can not be had as one bundle. */
  private Catalog today(
      ApiClient client, Configuration configuration, InstalledPlugins plugins, Console console) {
    Optional<String> digest = ServerCatalog.active(client);
    Path directory = configuration.catalogDirectory();
    console.remark(
        candidate
            + " is compared with "
            + digest
                .map(it -> "the catalogue of " + client.server() + ", " + it)
                .orElse("the one in " + directory + ", since that of the server has no digest"));
    return digest
        .map(it -> ServerCatalog.pull(client, it).load(plugins))
        .orElseGet(() -> Catalog.load(directory, plugins));
  }

  /** The documents that the server has of teams. */
  private static Map<String, TeamSpec> teams(ApiClient client) {
    Map<String, TeamSpec> teams = new HashMap<>();
    for (JsonNode team : client.get("/v1/teams").body().path("items")) {
      teams.put(team.at("/metadata/id").asString(""), TeamForm.read(team.path("spec")));
    }
    return teams;
  }

  private static ArrayNode compare(CatalogComparison comparison, ApiClient client) {
    ArrayNode lines = Json.mapper().createArrayNode();
    for (JsonNode document : client.pages("/v1/resources?limit=" + PAGE)) {
      if (!document.at("/status/phase").asString("").equals("Deleting")) {
        lines.add(line(document, comparison));
      }
    }
    return lines;
  }

  private static ObjectNode line(JsonNode document, CatalogComparison comparison) {
    Map<String, String> labels = new LinkedHashMap<>();
    document
        .at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    AdmissionRequest request =
        new AdmissionRequest(
            document.at("/metadata/team").asString(""),
            document.path("kind").asString(""),
            document.at("/metadata/name").asString(""),
            labels,
            document.path("spec"));
    Plan stands = Json.read(Json.write(document.path("plan")), Plan.class);
    ObjectNode line =
        Json.object()
            .put("kind", request.kind())
            .put("team", request.team())
            .put("name", request.name());
    switch (comparison.of(request, stands)) {
      case Change.NewlyDenied(List<Violation> why) -> reasons("newly-denied", why, line);
      case Change.Replaced(List<Violation> why) -> reasons("replaced", why, line);
      case Change.NewlyAllowed _ -> line.put("change", "newly-allowed");
      case Change.Changed(List<PlanDifference> differences) -> differences(differences, line);
      case Change.StillDenied _ -> line.put("change", "still-denied");
      case Change.Unchanged _ -> line.put("change", "unchanged");
    }
    return line;
  }

  private static void reasons(String change, List<Violation> why, ObjectNode line) {
    ArrayNode violations = line.put("change", change).putArray("violations");
    for (Violation violation : why) {
      violations
          .addObject()
          .put("pointer", violation.pointer())
          .put("rule", violation.rule())
          .put("message", violation.message())
          .put("fix", violation.fix());
    }
  }

  private static void differences(List<PlanDifference> differences, ObjectNode line) {
    ArrayNode changes = line.put("change", "changed").putArray("changes");
    for (PlanDifference difference : differences) {
      ObjectNode change = changes.addObject().put("pointer", difference.pointer());
      difference.was().ifPresent(value -> change.set("was", value));
      difference.now().ifPresent(value -> change.set("now", value));
    }
  }

  private int say(ArrayNode lines, Console console) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String change :
        List.of(
            "newly-denied", "replaced", "newly-allowed", "changed", "still-denied", "unchanged")) {
      counts.put(change, 0);
    }
    lines.forEach(line -> counts.merge(line.path("change").asString(), 1, Integer::sum));
    if (format == Format.table) {
      text(lines).forEach(console::say);
      counts.forEach((change, count) -> console.say(change + ": " + count));
    } else {
      ObjectNode report = Json.object();
      counts.forEach(report.putObject("counts")::put);
      report.set("items", lines);
      console.say(format.write(report));
    }
    return lines.valueStream().anyMatch(line -> BREAKING.contains(line.path("change").asString()))
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private static List<String> text(ArrayNode lines) {
    List<String> text = new ArrayList<>();
    for (JsonNode line : lines) {
      String change = line.path("change").asString();
      if (!change.equals("unchanged") && !change.equals("still-denied")) {
        text.add(
            change
                + ": "
                + line.path("kind").asString()
                + " "
                + line.path("team").asString()
                + "/"
                + line.path("name").asString());
        for (JsonNode violation : line.path("violations")) {
          text.add(
              "  "
                  + violation.path("pointer").asString()
                  + ": "
                  + violation.path("message").asString()
                  + " ["
                  + violation.path("rule").asString()
                  + "]");
        }
        for (JsonNode each : line.path("changes")) {
          text.add(ProblemText.change(each));
        }
      }
    }
    return text;
  }
}
