package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Tries the ways by which people are told. */
@Command(
    name = "notify",
    description = "Try whether notices arrive.",
    mixinStandardHelpOptions = true,
    subcommands = NotifyCommand.TestCommand.class)
final class NotifyCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: test.");
  }

  /** Sends one that says nothing. */
  @Command(
      name = "test",
      description = "Send a test notice to a sink, and say what came of it.",
      mixinStandardHelpOptions = true)
  static final class TestCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "SINK", description = "A name under notify.sinks, or log.")
    private String sink = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode answer =
            client.post("/v1/sinks/" + ApiClient.encoded(sink) + ":test", Json.object()).body();
        boolean accepted = answer.path("accepted").asBoolean();
        Console.of(spec)
            .say(
                sink
                    + (accepted
                        ? ": accepted the test notice"
                        : ": did not accept it: " + answer.path("error").asString("")));
        return accepted ? ExitCode.OK : ExitCode.FAILED;
      }
    }
  }
}
