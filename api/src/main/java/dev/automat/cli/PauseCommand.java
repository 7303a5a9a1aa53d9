package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Has nothing changed in the cloud for a while. */
@Command(
    name = "pause",
    description = "Change nothing of a resource in the cloud for a while, at most 14 days.",
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ResourceArguments resource = new ResourceArguments();

  @ArgGroup(multiplicity = "1")
  private Until until = new Until();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stands in the timeline.")
  private String reason = "";

  /** One of two ways to say until when. */
  static final class Until {

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 12h or 3d.")
    private Optional<String> time = Optional.empty();

    @Option(
        names = "--until",
        paramLabel = "INSTANT",
        description = "Until when, such as 2027-01-31T12:00:00Z.")
    private Optional<String> instant = Optional.empty();
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      ObjectNode body = Json.object().put("reason", reason);
      until.time.ifPresent(time -> body.put("for", time));
      until.instant.ifPresent(instant -> body.put("until", instant));
      JsonNode document = client.post(resource.path(client) + ":pause", body).body();
      Console.of(spec)
          .say(resource + ": paused until " + document.at("/status/pause/until").asString(""));
      return ExitCode.OK;
    }
  }
}
