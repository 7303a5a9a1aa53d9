package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives an application a new secret. */
@Command(
    name = "rotate",
    description = "Give an application a new secret; the old one stays valid for a while.",
    mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private BindingArguments binding = new BindingArguments();

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      description =
          "How long the old one stays valid, such as 30m; 0s ends all old ones at once. Default:"
              + " what the binding says.")
  private @Nullable String overlap;

  @Override
  public Integer call() {
    ObjectNode body = Json.object();
    Optional.ofNullable(overlap).ifPresent(time -> body.put("overlap", time));
    try (ApiClient client = server.client()) {
      JsonNode answer =
          client.post(binding.path(client) + ":rotate", body, BindingWords.WAIT).body();
      Console.of(spec).say(binding + ": " + BindingWords.of(answer));
      return BindingWords.exitCode(answer);
    }
  }
}
