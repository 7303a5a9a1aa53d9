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

/** Gives an application a user of its own. */
@Command(
    name = "bind",
    description = "Give an application a user of its own, or change what it may do.",
    mixinStandardHelpOptions = true)
final class BindCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private BindingArguments binding = new BindingArguments();

  @Option(
      names = "--access",
      paramLabel = "LEVEL",
      description = "read or readwrite. Default: readwrite.")
  private @Nullable String access;

  @Option(
      names = "--principal",
      paramLabel = "ARN",
      description = "Who gets the grant, where the cloud knows its callers.")
  private @Nullable String principal;

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      description =
          "How long an old secret stays valid beside a new one, such as 30m. Default: 1h.")
  private @Nullable String overlap;

  @Override
  public Integer call() {
    ObjectNode body = Json.object();
    ObjectNode wanted = body.putObject("spec");
    Optional.ofNullable(access).ifPresent(level -> wanted.put("access", level));
    Optional.ofNullable(principal).ifPresent(name -> wanted.put("principal", name));
    Optional.ofNullable(overlap).ifPresent(time -> wanted.put("overlap", time));
    try (ApiClient client = server.client()) {
      JsonNode answer = client.put(binding.path(client), body, BindingWords.WAIT).body();
      Console.of(spec).say(binding + ": " + BindingWords.withNotice(answer));
      return BindingWords.exitCode(answer);
    }
  }
}
