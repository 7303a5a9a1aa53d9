package dev.automat.cli;

import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lets a resource live longer. */
@Command(
    name = "extend",
    description = {
      "Let a resource live longer, without a change of its definition.",
      "Beyond what its module allows, only an administrator of the platform extends."
    },
    mixinStandardHelpOptions = true)
final class ExtendCommand implements Callable<Integer> {

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

    @Option(
        names = "--by",
        paramLabel = "TIME",
        description = "How much longer than now, such as 7d.")
    private Optional<String> by = Optional.empty();

    @Option(
        names = "--until",
        paramLabel = "INSTANT",
        description = "Until when, such as 2027-01-31T12:00:00Z.")
    private Optional<String> instant = Optional.empty();
  }

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      String path = resource.path(client);
      Instant expiresAt =
          until.instant.map(ExtendCommand::instant).orElseGet(() -> later(client, path));
      JsonNode document =
          client
              .post(
                  path + ":extend",
                  Json.object().put("expiresAt", expiresAt.toString()).put("reason", reason))
              .body();
      Console.of(spec)
          .say(resource + ": ends at " + document.at("/metadata/expiresAt").asString(""));
      return ExitCode.OK;
    }
  }

  /** From when it would end now. Asked once: a repeat of the request extends no further. */
  private Instant later(ApiClient client, String path) {
    JsonNode ends = client.get(path).body().at("/metadata/expiresAt");
    if (ends.isMissingNode()) {
      throw new CommandException(
          ExitCode.FAILED, resource + " has no end, so there is nothing to extend");
    }
    return Instant.parse(ends.asString()).plus(duration(until.by.orElseThrow()));
  }

  private static Duration duration(String text) {
    return Lifetime.parse(text)
        .flatMap(Lifetime::duration)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE, "--by is " + text + ": write " + Lifetime.FORM));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--until is " + text + ": write an instant such as 2027-01-31T12:00:00Z",
          e);
    }
  }
}
