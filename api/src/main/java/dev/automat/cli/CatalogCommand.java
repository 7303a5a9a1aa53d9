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

/** Shows what can be asked for. */
@Command(
    name = "catalog",
    description = "Show what can be asked for, and which files were left out.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CatalogCommand.PluginsCommand.class,
      CatalogDiffCommand.class,
      CatalogChangelogCommand.class,
      CatalogPushCommand.class,
      CatalogPullCommand.class,
      CatalogActivateCommand.class,
      CatalogRollbackCommand.class,
      CatalogHistoryCommand.class
    })
final class CatalogCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: table.")
  private Format format = Format.table;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ApiClient client = server.client()) {
      JsonNode catalog = client.get("/v1/catalog").body();
      console.say(format == Format.table ? table(catalog) : format.write(catalog));
      if (format == Format.table) {
        for (JsonNode file : catalog.path("rejected")) {
          file.path("reasons").forEach(reason -> console.remark("left out: " + reason.asString()));
        }
      }
      return ExitCode.OK;
    }
  }

  private static String table(JsonNode catalog) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode kind : catalog.path("kinds")) {
      for (JsonNode module : kind.path("modules")) {
        rows.add(
            List.of(
                kind.path("kind").asString(""),
                kind.path("plural").asString(""),
                module.path("module").asString(""),
                module.path("version").asString(""),
                status(module.path("status")),
                module.path("description").asString("")));
      }
    }
    return Format.table(
        List.of("KIND", "PLURAL", "MODULE", "VERSION", "STATUS", "DESCRIPTION"), rows);
  }

  private static String status(JsonNode status) {
    return status.path("stage").asString("")
        + status.path("until").asStringOpt().map(date -> " until " + date).orElse("")
        + status.path("moveTo").asStringOpt().map(to -> ", move to " + to).orElse("");
  }

  /** Shows the plugins. */
  @Command(
      name = "plugins",
      description = "Show the provisioner plugins, and why one can not be used.",
      mixinStandardHelpOptions = true)
  static final class PluginsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "${COMPLETION-CANDIDATES}. Default: table.")
    private Format format = Format.table;

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      try (ApiClient client = server.client()) {
        JsonNode plugins = client.get("/v1/catalog/plugins").body();
        console.say(format == Format.table ? table(plugins) : format.write(plugins));
        if (format == Format.table) {
          for (JsonNode plugin : plugins.path("items")) {
            if (plugin.has("reason")) {
              console.remark(
                  plugin.path("name").asString() + ": " + plugin.path("reason").asString());
            }
          }
        }
        return ExitCode.OK;
      }
    }

    private static String table(JsonNode plugins) {
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode plugin : plugins.path("items")) {
        rows.add(
            List.of(
                plugin.path("name").asString(""),
                plugin.path("state").asString(""),
                plugin.path("origin").asString("-"),
                String.join(
                    ", ", plugin.path("types").valueStream().map(JsonNode::asString).toList()),
                plugin.path("place").asString(""),
                plugin.path("digest").asString("-")));
      }
      return Format.table(List.of("NAME", "STATE", "ORIGIN", "TYPES", "PLACE", "DIGEST"), rows);
    }
  }
}
