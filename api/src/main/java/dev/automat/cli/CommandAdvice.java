package dev.automat.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in commands what a server advises in terms of HTTP, to whoever types commands. What is not
 * in the table stays as the server says it.
 */
final class CommandAdvice {

  private static final Pattern RESOURCE =
      Pattern.compile(
          "/v1/teams/(?<team>[^/?:]+)/(?<kind>(?!(waivers|transfers|tokens)/)[^/?:]+)/(?<name>[^/?:]+)"
              + "(/bindings/(?<consumer>[^/?:]+))?.*");

  /**
   * What is said otherwise.
   *
   * @param command where {@code TEAM} stands for the team, {@code RESOURCE} for team, kind and
   *     name, and {@code BINDING} for these and the consumer; the advice is left as it is where the
   *     request named none
   */
  private record Phrase(Pattern http, String command) {
    Phrase(String http, String command) {
      this(Pattern.compile(http), command);
    }
  }

  /** In this order: what is more special first. */
  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase("PUT to this address binds it", "automat bind BINDING binds it"),
          new Phrase(
              "PUT to this address with recreate=true makes",
              "automat apply -f FILE --recreate makes"),
          new Phrase("PUT to this address makes", "automat apply -f FILE makes"),
          new Phrase("PUT it again for", "automat apply its file again for"),
          new Phrase("PUT (it|the stack) with", "apply $1 with"),
          new Phrase("DELETE the stack ([a-z0-9-]+)", "automat delete TEAM stack $1"),
          new Phrase("POST …:undelete of ([A-Za-z]+) ([a-z0-9-]+)", "automat undelete TEAM $1 $2"),
          new Phrase("POST …:(undelete|extend|release|resume|recreate)", "automat $1 RESOURCE"),
          new Phrase("DELETE with snapshot=false", "automat delete RESOURCE --no-snapshot"),
          new Phrase("DELETE (it|that one|this one)", "delete $1 (automat delete RESOURCE)"),
          new Phrase("takeOver=true", "--take-over"),
          new Phrase("allowDataLoss=true", "--allow-data-loss"),
          new Phrase("DELETE /v1/teams/([^/ :]+)/([^/ :]+)/([^/ :,]+)", "automat delete $1 $2 $3"),
          new Phrase("at /v1/teams/([^/ :]+)/stacks/([^/ :,]+)", "$1 stack $2"),
          new Phrase("GET /v1/teams/([a-z][^/ :]*)/tokens", "automat token list --team $1"),
          new Phrase("GET /v1/tokens", "automat token list"),
          new Phrase("GET /v1/notices\\?dead=true", "automat notices --dead"),
          new Phrase("GET /v1/whoami \\(automat whoami\\)", "automat whoami"));

  private CommandAdvice() {}

  /**
   * The problem, with advice for the command line.
   *
   * @param path of the request
   */
  static JsonNode in(JsonNode problem, String path) {
    if (!(problem instanceof ObjectNode object)) {
      return problem;
    }
    ObjectNode told = object.deepCopy();
    translate(told, path);
    for (JsonNode violation : told.path("violations")) {
      translate(violation, path);
    }
    return told;
  }

  /** The same of what a server says of a document in a file: its violations. */
  static JsonNode of(JsonNode verdict, JsonNode document) {
    String path =
        Stream.of("/metadata/team", "/kind", "/metadata/name")
            .map(pointer -> document.at(pointer).asString("").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("/", "/v1/teams/", ""));
    return in(verdict, path);
  }

  private static void translate(JsonNode advised, String path) {
    if (advised instanceof ObjectNode object) {
      object.path("fix").asStringOpt().ifPresent(fix -> object.put("fix", spoken(fix, path)));
    }
  }

  private static String spoken(String fix, String path) {
    Matcher resource = RESOURCE.matcher(path);
    boolean named = resource.matches();
    String spoken = fix;
    for (Phrase phrase : PHRASES) {
      Optional<String> command =
          filled(phrase.command(), named ? Optional.of(resource) : Optional.empty());
      if (command.isPresent()) {
        spoken = phrase.http().matcher(spoken).replaceAll(command.get());
      }
    }
    return spoken;
  }

  /** Empty if the request names nothing that could stand in it. */
  private static Optional<String> filled(String command, Optional<Matcher> resource) {
    if (command.contains("BINDING")) {
      return resource
          .filter(each -> each.group("consumer") != null)
          .map(each -> command.replace("BINDING", words(each) + " " + each.group("consumer")));
    }
    return command.contains("RESOURCE") || command.contains("TEAM")
        ? resource.map(
            each -> command.replace("RESOURCE", words(each)).replace("TEAM", each.group("team")))
        : Optional.of(command);
  }

  private static String words(Matcher resource) {
    return resource.group("team") + " " + resource.group("kind") + " " + resource.group("name");
  }
}
