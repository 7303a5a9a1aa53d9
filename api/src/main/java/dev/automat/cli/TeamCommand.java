package dev.automat.cli;

import dev.automat.document.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The documents of teams. */
@Command(
    name = "team",
    description = "Show teams; make, change and end them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TeamCommand.GetTeams.class,
      TeamCommand.ApplyTeams.class,
      TeamCommand.DeleteTeam.class
    })
final class TeamCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: get, apply or delete.");
  }

  private static String path(String team) {
    return "/v1/teams/" + ApiClient.encoded(team);
  }

  /** Lists teams, or shows one. */
  @Command(
      name = "get",
      description = "List the teams that you see, or show one.",
      mixinStandardHelpOptions = true)
  static final class GetTeams implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(arity = "0..1", paramLabel = "TEAM", description = "This one.")
    private Optional<String> team = Optional.empty();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "${COMPLETION-CANDIDATES}. Default: a table for lists, yaml for one.")
    private Optional<Format> format = Optional.empty();

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        Console.of(spec).say(team.map(id -> one(client, id)).orElseGet(() -> all(client)));
        return ExitCode.OK;
      }
    }

    private String one(ApiClient client, String id) {
      JsonNode document = client.get(path(id)).body();
      Format form = format.orElse(Format.yaml);
      return form == Format.table ? table(List.of(document)) : form.write(document);
    }

    private String all(ApiClient client) {
      JsonNode teams = client.get("/v1/teams").body().path("items");
      if (format.orElse(Format.table) != Format.table) {
        return format.orElseThrow().write(teams);
      }
      return teams.isEmpty()
          ? "No team has a document that you see. Make one with: automat team apply -f FILE"
          : table(teams.valueStream().toList());
    }

    private static String table(List<JsonNode> teams) {
      return Format.table(
          List.of("TEAM", "OWNER", "COST CENTER", "MEMBERS", "KEPT BY", "ORPHAN SINCE"),
          teams.stream()
              .map(
                  team ->
                      List.of(
                          team.at("/metadata/id").asString(""),
                          team.at("/spec/owner").asString(""),
                          team.at("/spec/costCenter").asString(""),
                          Integer.toString(team.at("/spec/members").size()),
                          team.at("/metadata/managedBy").asString(""),
                          team.at("/metadata/orphanedSince").asString("")))
              .toList());
    }
  }

  /** Makes or changes what files say. */
  @Command(
      name = "apply",
      description = "Make or change the teams in files. The same again does nothing.",
      mixinStandardHelpOptions = true)
  static final class ApplyTeams implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Option(
        names = {"-f", "--file"},
        required = true,
        paramLabel = "FILE",
        description =
            "YAML or JSON, many documents if you like; a directory; or - for standard input.")
    private List<String> files = List.of();

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      int exitCode = ExitCode.OK;
      List<Document> documents = RequestFiles.read(files);
      try (ApiClient client = server.client()) {
        for (Document document : documents) {
          String id = idOf(document);
          try {
            ApiAnswer answer = client.put(path(id), document.root(), Map.of());
            console.say("team " + id + ": " + word(answer));
          } catch (RefusedException e) {
            exitCode = ExitCode.FAILED;
            console.remark("team " + id + ": refused");
            console.remark(ProblemText.of(e.problem(), Optional.of(document)));
          }
        }
      }
      return exitCode;
    }

    private static String word(ApiAnswer answer) {
      return (answer.status() == 201 ? "made" : "stands so")
          + ", generation "
          + answer.body().at("/metadata/generation").asString("1");
    }

    private static String idOf(Document document) {
      String id = document.root().at("/metadata/id").asString("");
      if (id.isEmpty()) {
        throw new CommandException(
            document.place("") + ": the document of a team needs metadata.id: add it");
      }
      return id;
    }
  }

  /** Ends one. */
  @Command(
      name = "delete",
      description = "End a team that owns nothing. Its id is never used again.",
      mixinStandardHelpOptions = true)
  static final class DeleteTeam implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "TEAM", description = "The team.")
    private String team = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        client.delete(path(team), Map.of());
        Console.of(spec).say("team " + team + ": ended");
        return ExitCode.OK;
      }
    }
  }
}
