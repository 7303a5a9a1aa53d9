package dev.automat.cli;

import dev.automat.admission.CatalogChangelog;
import dev.automat.catalog.Catalog;
import dev.automat.resource.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the release notes of a catalogue. */
@Command(
    name = "changelog",
    description = {
      "Say what is another in a new catalogue: versions, sizes, prices and rules.",
      "Without a server. What it touches, says catalog diff, or catalog activate --dry-run."
    },
    mixinStandardHelpOptions = true)
final class CatalogChangelogCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private BundleSource source = new BundleSource();

  @Parameters(
      arity = "1..2",
      paramLabel = "[OLD] NEW",
      description = "Two catalogues; without OLD it is the configuration's. " + BundleSource.WORDS)
  private List<String> places = List.of();

  /** How it is written. */
  enum Form {
    markdown,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: markdown.")
  private Form format = Form.markdown;

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (Platform loaded = platform.load(List.of())) {
      Catalog old =
          places.size() == 2
              ? source.read(places.getFirst()).load(loaded.plugins())
              : Catalog.load(loaded.configuration().catalogDirectory(), loaded.plugins());
      Catalog next = source.read(places.getLast()).load(loaded.plugins());
      next.rejected()
          .forEach(file -> file.reasons().forEach(why -> console.remark("left out: " + why)));
      ArrayNode lines = Json.mapper().createArrayNode();
      for (CatalogChangelog.Line line : CatalogChangelog.between(old, next)) {
        lines
            .addObject()
            .put("topic", line.topic().text())
            .put("subject", line.subject())
            .put("text", line.text());
      }
      ObjectNode report = Json.object();
      report.set("changelog", lines);
      console.say(
          format == Form.markdown
              ? CatalogMove.markdown(lines, Json.object()).stripTrailing()
              : Format.json.write(report));
      return ExitCode.OK;
    }
  }
}
