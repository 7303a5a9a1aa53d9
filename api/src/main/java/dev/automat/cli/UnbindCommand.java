package dev.automat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Takes an application's access away. */
@Command(
    name = "unbind",
    description =
        "Take an application's access away, and end its open sessions; or say what goes on, where"
            + " all have one secret.",
    mixinStandardHelpOptions = true)
final class UnbindCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private BindingArguments binding = new BindingArguments();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      JsonNode answer = client.delete(binding.path(client), BindingWords.WAIT).body();
      Console.of(spec).say(binding + ": " + BindingWords.withNotice(answer));
      return BindingWords.exitCode(answer);
    }
  }
}
