package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server prints at its start works as it is pasted. */
@Timeout(900)
class FirstRequestIT {

  private static final Pattern CURL = Pattern.compile("  (curl -X PUT .*?\\}\\}')", Pattern.DOTALL);
  private static final Pattern EXPORT = Pattern.compile("export (AUTOMAT_\\w+)=(\\S+)");

  @Test
  void theTokenOfThisMachineIsSentByThePrintedRequestAndByCommands(@TempDir Path directory)
      throws Exception {
    Workplace place = Workplace.in(directory);
    try (ServerProcess server = ServerProcess.launch(place)) {
      server.awaitUp();
      Await.until(() -> "it prints a request: " + server.said(), () -> printed(server).find());
      Matcher curl = printed(server);
      assertTrue(curl.find());
      assertTrue(curl.group(1).contains("Authorization: Bearer $(cat "), curl::group);

      // What it asks for is made elsewhere; here it is enough that it may.
      String asked = curl.group(1).replace("/orders ", "/orders?validateOnly=true ");
      String answer = run(place, Map.of(), "sh", "-c", asked.replace("curl", "curl -s"));
      assertTrue(answer.contains("\"plan\""), answer);
      String stranger =
          run(place, Map.of(), "sh", "-c", asked.replaceAll("-H \"Authorization[^\"]*\"", ""));
      assertTrue(stranger.contains("unauthenticated"), stranger);

      Map<String, String> exported = new HashMap<>();
      EXPORT
          .matcher(server.said())
          .results()
          .forEach(export -> exported.put(export.group(1), export.group(2)));
      String self =
          run(place, exported, place.command(List.of(), List.of("whoami")).toArray(String[]::new));
      assertTrue(self.startsWith("dev@local"), self);
    }
  }

  private static Matcher printed(ServerProcess server) {
    return CURL.matcher(server.said());
  }

  private static String run(Workplace place, Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(place.root(), "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).directory(place.root().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    builder.environment().put("XDG_CONFIG_HOME", place.root().resolve("config").toString());
    builder.environment().putAll(more);
    Process process = builder.start();
    assertTrue(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS));
    Assumptions.assumeTrue(process.exitValue() != 127, "there is no curl");
    assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    return Files.readString(out);
  }
}
