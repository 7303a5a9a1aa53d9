package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.NearestSpelling;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What a Backstage takes from here. */
@Command(
    name = "backstage",
    description = "Write what a Backstage takes: a software template, entities for its catalogue.",
    mixinStandardHelpOptions = true,
    subcommands = {BackstageCommand.TemplateCommand.class, BackstageCommand.ExportCommand.class})
final class BackstageCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to write: automat backstage template, or export");
  }

  /** Writes a software template. */
  @Command(
      name = "template",
      description =
          "Write a software template for a service with resources of some kinds, or for a preview"
              + " environment of them, whose form is made from the catalogue. Needs no server.",
      mixinStandardHelpOptions = true)
  static final class TemplateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Parameters(
        arity = "0..*",
        paramLabel = "KIND",
        description = "Which kinds, by name or plural. Default: database and queue.")
    private List<String> kinds = List.of("Database", "Queue");

    @Option(
        names = "--preview",
        description =
            "Write one for a preview environment: a stack of them, with one name and one lifetime.")
    private boolean preview;

    @Override
    public Integer call() {
      try (Platform loaded = platform.load(List.of())) {
        Catalog catalog = Catalog.load(loaded.configuration().catalogDirectory(), loaded.plugins());
        List<Kind> wanted = kinds.stream().map(word -> kind(catalog, word)).toList();
        Console.of(spec)
            .say(
                preview
                    ? new BackstagePreview(catalog, wanted).write()
                    : new BackstageTemplate(catalog, wanted).write());
        return ExitCode.OK;
      }
    }

    private static Kind kind(Catalog catalog, String word) {
      return catalog.kinds().stream()
          .filter(k -> k.name().equalsIgnoreCase(word) || k.plural().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(() -> unknown(catalog, word));
    }

    private static CommandException unknown(Catalog catalog, String word) {
      List<String> exists = catalog.kinds().stream().map(Kind::plural).toList();
      String meant =
          NearestSpelling.of(word, exists).map(near -> "; did you mean " + near + "?").orElse("");
      return new CommandException(
          "there is no kind " + word + meant + "\n  there is: " + String.join(", ", exists));
    }
  }

  /** Writes entities. */
  @Command(
      name = "export",
      description =
          "Write what exists as entities of a Backstage catalogue (kind Resource, and System for a"
              + " stack), in an order that does not change.",
      mixinStandardHelpOptions = true)
  static final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Option(names = "--team", paramLabel = "TEAM", description = "Only of that team.")
    private Optional<String> team = Optional.empty();

    @Option(
        names = "--namespace",
        paramLabel = "NAMESPACE",
        description = "Where the entities and the groups that own them are. Default: default.")
    private String namespace = "default";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        String filter = team.map(t -> "&team=" + ApiClient.encoded(t)).orElse("");
        List<JsonNode> resources = client.pages("/v1/resources?limit=200" + filter);
        BackstageEntities entities =
            new BackstageEntities(namespace, client.server(), new FolderKey.Reader(client));
        Console.of(spec)
            .say(
                entities.of(resources, stacks(resources, client)).stream()
                    .map(Format.yaml::write)
                    .collect(Collectors.joining("\n---\n")));
        return ExitCode.OK;
      }
    }

    /** Stacks are listed by team. Those without a member have nothing to show. */
    private static List<JsonNode> stacks(List<JsonNode> resources, ApiClient client) {
      return resources.stream()
          .filter(document -> document.at("/metadata/stack").isString())
          .map(document -> document.at("/metadata/team").asString())
          .distinct()
          .flatMap(
              owner ->
                  client
                      .pages("/v1/teams/" + ApiClient.encoded(owner) + "/stacks?limit=200")
                      .stream())
          .toList();
    }
  }
}
