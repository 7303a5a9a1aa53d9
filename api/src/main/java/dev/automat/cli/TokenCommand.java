package dev.automat.cli;

import dev.automat.resource.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Tokens for machines. */
@Command(
    name = "token",
    description = "Make, list and end tokens for machines.",
    mixinStandardHelpOptions = true,
    subcommands = {TokenCommand.Create.class, TokenCommand.Show.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: automat token create, list or revoke");
  }

  /** Where the tokens are. */
  static final class Place {

    @Option(
        names = "--team",
        paramLabel = "TEAM",
        description = "The team that it works in; without it, the platform.")
    private Optional<String> team = Optional.empty();

    boolean isPlatform() {
      return team.isEmpty();
    }

    String owner() {
      return team.map(id -> "the team " + id).orElse("the platform");
    }

    String path() {
      return team.map(id -> "/v1/teams/" + ApiClient.encoded(id)).orElse("/v1") + "/tokens";
    }
  }

  /** Makes one; nothing but the token goes to standard output. */
  @Command(
      name = "create",
      description = "Make a token. It is shown once; keep it where secrets are kept.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();
    @Mixin private Place place = new Place();

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "viewer, member or team-admin; on the platform platform-admin or auditor.")
    private String role = "";

    @Option(
        names = "--expires",
        required = true,
        paramLabel = "TIME",
        description = "How long it is good, such as 30d.")
    private String expires = "";

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "What it is for, such as ci. It stands in createdBy.")
    private String name = "";

    @Override
    public Integer call() {
      Console console = Console.of(spec);
      try (ApiClient client = server.client()) {
        JsonNode made =
            client
                .post(
                    place.path(),
                    Json.object().put("name", name).put("role", role).put("expires", expires))
                .body();
        console.remark(
            "token "
                + made.path("id").asString()
                + ", good until "
                + made.path("expiresAt").asString()
                + "; it is not shown again:");
        console.say(made.path("token").asString());
        return ExitCode.OK;
      }
    }
  }

  /** Lists them. */
  @Command(
      name = "list",
      description = {
        "List tokens, without the tokens themselves.",
        "Those of the platform; with --team those of that team."
      },
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();
    @Mixin private Place place = new Place();

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode tokens = client.get(place.path()).body().path("items");
        Console console = Console.of(spec);
        console.say(tokens.isEmpty() ? "there are no tokens of " + place.owner() : table(tokens));
        if (place.isPlatform()) {
          console.remark(
              (tokens.isEmpty() ? "" : "these are the tokens of the platform; ")
                  + "those of a team: automat token list --team TEAM");
        }
        return ExitCode.OK;
      }
    }

    private static String table(JsonNode tokens) {
      return Format.table(
          List.of("ID", "NAME", "ROLE", "CREATED BY", "EXPIRES", "REVOKED", "LAST USED"),
          tokens
              .valueStream()
              .map(
                  token ->
                      List.of(
                          token.path("id").asString(""),
                          token.path("name").asString(""),
                          token.path("role").asString(""),
                          token.path("createdBy").asString(""),
                          token.path("expiresAt").asString(""),
                          token.path("revokedAt").asString(""),
                          token.path("lastUsedAt").asString("")))
              .toList());
    }
  }

  /** Ends one. */
  @Command(
      name = "revoke",
      description = "End a token: within a second it is refused everywhere.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();
    @Mixin private Place place = new Place();

    @Parameters(arity = "1", paramLabel = "ID", description = "As automat token list shows it.")
    private String id = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        client.delete(place.path() + "/" + ApiClient.encoded(id), Map.of());
        Console.of(spec).say(id + ": revoked");
        return ExitCode.OK;
      }
    }
  }
}
