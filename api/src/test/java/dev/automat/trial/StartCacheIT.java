package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script makes a cache of starts with, and begins with afterwards. */
class StartCacheIT {

  private static final int LIMIT_SECONDS = 300;

  @Test
  void aRehearsalNeedsNoConfigurationAndLeavesACacheThatLaterStartsUse(@TempDir Path directory)
      throws Exception {
    Workplace place = Workplace.in(directory);
    Path cache = directory.resolve("automat.aot");
    String data = directory.resolve("rehearsal").toString();
    String key = directory.resolve("keys.json").toString();
    run(place, List.of("-XX:AOTCacheOutput=" + cache), List.of("rehearse", data));
    assertTrue(Files.size(cache) > 0, "the JVM kept what it loaded");
    // In this mode the JVM does not start without the cache.
    run(place, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache), List.of("keys", "create", key));
  }

  private static void run(Workplace place, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(place.command(options, arguments))
            .directory(place.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()))
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "it ends: " + arguments);
      assertEquals(0, process.exitValue(), Files.readString(place.log()));
    } finally {
      process.destroyForcibly();
    }
  }
}
