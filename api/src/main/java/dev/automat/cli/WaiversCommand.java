package dev.automat.cli;

import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import tools.jackson.databind.node.ObjectNode;

/** Dated exceptions to rules of the platform. */
@Command(
    name = "waivers",
    description = "Ask for waivers of rules; list, grant, reject, revoke and count them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WaiversCommand.Show.class,
      WaiversCommand.Ask.class,
      WaiversCommand.Grant.class,
      WaiversCommand.Reject.class,
      WaiversCommand.Revoke.class,
      WaiversCommand.Withdraw.class,
      WaiversCommand.Count.class
    })
final class WaiversCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: list, ask, grant, reject, revoke, withdraw or report.");
  }

  private static String path(String team) {
    return "/v1/teams/" + ApiClient.encoded(team) + "/waivers";
  }

  private static String path(String team, String name) {
    return path(team) + "/" + ApiClient.encoded(name);
  }

  private static String line(JsonNode waiver) {
    return "waiver "
        + waiver.at("/metadata/name").asString("")
        + " of "
        + rules(waiver)
        + " for "
        + scope(waiver)
        + " until "
        + waiver.at("/spec/expiresAt").asString("")
        + ": "
        + waiver.at("/status/state").asString("");
  }

  /** What it lets through: no narrower than it is. */
  private static String scope(JsonNode waiver) {
    JsonNode spec = waiver.path("spec");
    return spec.path("resource").asStringOpt().orElse("everything")
        + spec.path("kind").asStringOpt().map(kind -> " of kind " + kind).orElse("")
        + spec.path("environment").asStringOpt().map(stage -> " in " + stage).orElse("");
  }

  private static String rules(JsonNode waiver) {
    return String.join(
        ", ", waiver.at("/spec/rules").valueStream().map(JsonNode::asString).toList());
  }

  /** Lists them. */
  @Command(
      name = "list",
      description = "Show the waivers of a team, whatever became of them.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(paramLabel = "TEAM", description = "The team.")
    private String team = "";

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode waivers = client.get(path(team)).body().path("items");
        Console.of(spec).say(waivers.isEmpty() ? "no waivers" : table(waivers));
        return ExitCode.OK;
      }
    }

    private static String table(JsonNode waivers) {
      return Format.table(
          List.of("WAIVER", "UID", "STATE", "RULES", "FOR", "UNTIL", "ASKED BY", "WHY"),
          waivers
              .valueStream()
              .map(
                  each ->
                      List.of(
                          each.at("/metadata/name").asString(""),
                          each.at("/metadata/uid").asString(""),
                          each.at("/status/state").asString(""),
                          rules(each),
                          scope(each),
                          each.at("/spec/expiresAt").asString(""),
                          each.at("/metadata/createdBy").asString(""),
                          each.at("/spec/reason").asString("")))
              .toList());
    }
  }

  /** Asks for one. */
  @Command(
      name = "ask",
      description = "Ask for a waiver of rules. Somebody else has to grant it.",
      mixinStandardHelpOptions = true)
  static final class Ask implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(index = "0", paramLabel = "TEAM", description = "The team that needs it.")
    private String team = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "What to call it.")
    private String name = "";

    @Option(
        names = "--rule",
        required = true,
        paramLabel = "RULE",
        description = "Which rule; may be given more than once.")
    private List<String> rules = List.of();

    @Option(names = "--kind", paramLabel = "KIND", description = "Only for this kind.")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--resource", paramLabel = "NAME", description = "Only for this resource.")
    private Optional<String> resource = Optional.empty();

    @Option(names = "--environment", paramLabel = "NAME", description = "Only there.")
    private Optional<String> environment = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(
        names = "--expires",
        required = true,
        paramLabel = "TIME",
        description = "How long it holds, such as 30d, or the instant of its end.")
    private String expires = "";

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      ObjectNode waiver = body.putObject("spec");
      rules.forEach(waiver.putArray("rules")::add);
      kind.ifPresent(text -> waiver.put("kind", text));
      resource.ifPresent(text -> waiver.put("resource", text));
      environment.ifPresent(text -> waiver.put("environment", text));
      waiver.put("reason", reason).put("expiresAt", end());
      try (ApiClient client = server.client()) {
        JsonNode asked = client.put(path(team, name), body, Map.of()).body();
        Console.of(spec).say(line(asked));
        return ExitCode.OK;
      }
    }

    /** A length of time counts from now; all else is for the server to judge. */
    private String end() {
      Optional<Duration> length = Lifetime.parse(expires).flatMap(Lifetime::duration);
      return length
          .map(time -> Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString())
          .orElse(expires);
    }
  }

  /** What is done with one that is there. */
  private abstract static class Decision implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Parameters(index = "0", paramLabel = "TEAM", description = "The team that asked.")
    private String team = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    abstract JsonNode decide(ApiClient client, String path);

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        Console.of(spec).say(line(decide(client, path(team, name))));
        return ExitCode.OK;
      }
    }
  }

  private static ObjectNode because(Optional<String> reason) {
    ObjectNode body = Json.object();
    reason.ifPresent(text -> body.put("reason", text));
    return body;
  }

  /** Lets it through. */
  @Command(
      name = "grant",
      description = "Grant a waiver that somebody else asked for.",
      mixinStandardHelpOptions = true)
  static final class Grant extends Decision {

    @Option(
        names = "--uid",
        paramLabel = "UID",
        description =
            "The uid that automat waivers list showed: another, which the team asked for since, is"
                + " not granted in its place.")
    private Optional<String> uid = Optional.empty();

    @Override
    JsonNode decide(ApiClient client, String path) {
      ObjectNode body = Json.object();
      uid.ifPresent(text -> body.put("uid", text));
      return client.post(path + ":grant", body).body();
    }
  }

  /** Does not. */
  @Command(name = "reject", description = "Do not grant a waiver.", mixinStandardHelpOptions = true)
  static final class Reject extends Decision {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why not.")
    private Optional<String> reason = Optional.empty();

    @Override
    JsonNode decide(ApiClient client, String path) {
      return client.post(path + ":reject", because(reason)).body();
    }
  }

  /** Takes it back. */
  @Command(
      name = "revoke",
      description = "Take back a granted waiver. What leans on it keeps its plan until it changes.",
      mixinStandardHelpOptions = true)
  static final class Revoke extends Decision {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private Optional<String> reason = Optional.empty();

    @Override
    JsonNode decide(ApiClient client, String path) {
      return client.post(path + ":revoke", because(reason)).body();
    }
  }

  /** The team needs it no more. */
  @Command(
      name = "withdraw",
      description = "Give up a waiver of one's own team, granted or not.",
      mixinStandardHelpOptions = true)
  static final class Withdraw extends Decision {
    @Override
    JsonNode decide(ApiClient client, String path) {
      return client.delete(path, Map.of()).body();
    }
  }

  /** Counts them. */
  @Command(
      name = "report",
      description = "Show which rules are waived most.",
      mixinStandardHelpOptions = true)
  static final class Count implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOption server = new ServerOption();

    @Override
    public Integer call() {
      try (ApiClient client = server.client()) {
        JsonNode rules = client.get("/v1/insights/waivers").body().path("items");
        Console.of(spec).say(rules.isEmpty() ? "nobody asked for a waiver yet" : table(rules));
        return ExitCode.OK;
      }
    }

    private static String table(JsonNode rules) {
      List<String> fields = List.of("rule", "holding", "granted", "asked", "teams");
      return Format.table(
          List.of("RULE", "HOLDING", "GRANTED", "ASKED", "TEAMS"),
          rules
              .valueStream()
              .map(rule -> fields.stream().map(each -> rule.path(each).asString("")).toList())
              .toList());
    }
  }
}
