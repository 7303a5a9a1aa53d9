package dev.automat.cli;

import dev.automat.catalog.Bundle;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Stores a catalogue on the server. */
@Command(
    name = "push",
    description = {
      "Store a catalogue on the server as one bundle, and say its digest.",
      "Nothing changes until it is activated."
    },
    mixinStandardHelpOptions = true)
final class CatalogPushCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private BundleSource source = new BundleSource();

  @Parameters(paramLabel = "SOURCE", description = BundleSource.WORDS)
  private String place = "";

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    Bundle bundle = source.read(place);
    try (ApiClient client = server.client()) {
      JsonNode pushed =
          client.upload("/v1/catalog/bundles", bundle.archive(), "application/gzip").body();
      console.say(pushed.path("digest").asString());
      for (JsonNode file : pushed.at("/report/leftOut")) {
        file.path("reasons").forEach(why -> console.remark("left out: " + why.asString()));
      }
      for (JsonNode each : pushed.at("/report/unavailable")) {
        console.remark(each.asString() + ": its plugin is not installed there");
      }
      return ExitCode.OK;
    }
  }
}
