package dev.automat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows who the server takes one for. */
@Command(
    name = "whoami",
    description = "Show who you are to the server, and your roles.",
    mixinStandardHelpOptions = true)
final class WhoamiCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOption server = new ServerOption();

  @Override
  public Integer call() {
    try (ApiClient client = server.client()) {
      Console.of(spec).say(text(client.get("/v1/whoami").body()));
    }
    return ExitCode.OK;
  }

  static String text(JsonNode self) {
    List<String> lines = new ArrayList<>();
    lines.add(
        self.path("actor").asString()
            + " ("
            + self.path("issuer").asString()
            + ": "
            + self.path("subject").asString()
            + ")");
    self.path("platform").forEach(role -> lines.add("  on the platform: " + role.asString()));
    if (self.has("everyTeam")) {
      lines.add("  in every team: " + self.path("everyTeam").asString());
    }
    self.path("teams")
        .properties()
        .forEach(team -> lines.add("  in " + team.getKey() + ": " + team.getValue().asString()));
    if (lines.size() == 1) {
      lines.add("  no role in any team: ask an administrator of yours");
    }
    if (self.has("expiresAt")) {
      lines.add("  until " + self.path("expiresAt").asString());
    }
    return String.join("\n", lines);
  }
}
