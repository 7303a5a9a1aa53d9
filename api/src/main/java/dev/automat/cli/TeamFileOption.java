package dev.automat.cli;

import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.team.TeamFile;
import dev.automat.team.TeamSource;
import dev.automat.team.TeamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Documents of teams, for a command that asks no server. */
final class TeamFileOption {

  @Option(
      names = "--team-file",
      paramLabel = "FILE",
      description =
          "Documents of teams that the configuration does not name, as automat team get shows them;"
              + " only without a server.")
  private List<Path> files = List.of();

  Map<String, TeamSpec> read(Configuration configuration) {
    List<String> placements = configuration.placements().stream().map(PlacementRule::name).toList();
    String issuer = configuration.teamSync().map(TeamSource::issuer).orElse("");
    Map<String, TeamSpec> teams = new HashMap<>();
    for (Path file : files) {
      try {
        teams.putAll(TeamFile.read(file.toString(), Files.readString(file), issuer, placements));
      } catch (IOException e) {
        throw new CommandException(ExitCode.USAGE, file + " can not be read: " + e, e);
      }
    }
    return teams;
  }
}
