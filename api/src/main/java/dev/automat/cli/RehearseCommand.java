package dev.automat.cli;

import dev.automat.api.AutomatServer;
import dev.automat.config.GivenSetting;
import dev.automat.identity.LocalToken;
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * A start and first questions, for the JVM to learn from: the script {@code automat} keeps what it
 * loaded (JEP 514), and later starts begin with that. It reads no configuration and changes nothing
 * in any cloud.
 */
@Command(
    name = "rehearse",
    description = "Start, answer a few dry runs, and end.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  /**
   * Fifty made the next start no faster, and the cache a tenth larger, which all stays in memory.
   */
  private static final int ROUNDS = 3;

  @Parameters(paramLabel = "DIR", description = "An empty directory, for store and keys.")
  private Path dataDirectory = Path.of("");

  @Override
  public Integer call() throws IOException {
    List<GivenSetting> settings =
        List.of(
            new GivenSetting("http.port", "0", "the rehearsal"),
            new GivenSetting(
                "dataDir", dataDirectory.toAbsolutePath().toString(), "the rehearsal"));
    try (Platform platform = PlatformOptions.withoutConfiguration(settings);
        AutomatServer server =
            AutomatServer.start(platform.configuration(), platform.plugins(), Clock.systemUTC());
        ApiClient client =
            new ApiClient(
                URI.create(server.url()),
                LocalToken.read(platform.configuration().dataDirectory()),
                Optional.empty())) {
      List<String> plurals =
          client
              .get("/v1/catalog")
              .body()
              .path("kinds")
              .valueStream()
              .map(kind -> kind.path("plural").asString())
              .toList();
      for (int round = 0; round < ROUNDS; round++) {
        plurals.forEach(plural -> dryRun(client, plural));
        client.get("/v1/resources");
      }
    }
    return ExitCode.OK;
  }

  private static void dryRun(ApiClient client, String plural) {
    JsonNode request = Json.read("{\"spec\":{\"environment\":\"dev\"}}", JsonNode.class);
    try {
      client.put("/v1/teams/rehearsal/" + plural + "/first?validateOnly=true", request, Map.of());
    } catch (RefusedException e) {
      // A kind may want more in a request: to be told so is an answer, too.
      ProblemText.of(e.problem(), Optional.empty());
    }
  }
}
