package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script makes a cache of starts with, and begins with afterwards. */
class StartCacheIT {

  private static final int LIMIT_SECONDS = 300;

  @Test
  void aRehearsalNeedsNoConfigurationAndLeavesACacheThatLaterStartsUse(@TempDir Path directory)
      throws Exception {
    Workplace place = Workplace.in(directory);
    Path cache = madeByTheScript().orElseGet(() -> rehearsed(place));
    String key = directory.resolve("keys.json").toString();
    // In this mode the JVM does not start without the cache.
    run(place, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache), List.of("keys", "create", key));
  }

  /** {@code ./automat test} has rehearsed for this build already: twice would take long. */
  private static Optional<Path> madeByTheScript() throws IOException {
    Optional<Path> cache = Workplace.startCache();
    Optional<Path> jar = Workplace.jar();
    return cache.isPresent() && jar.isPresent() && isNewer(cache.get(), jar.get())
        ? cache
        : Optional.empty();
  }

  /** Newer than the jar and all its libraries: one of these before is refused by the JVM. */
  private static boolean isNewer(Path cache, Path jar) throws IOException {
    FileTime made = Files.getLastModifiedTime(cache);
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      for (Path each : Stream.concat(Stream.of(jar), libraries).toList()) {
        if (Files.getLastModifiedTime(each).compareTo(made) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static Path rehearsed(Workplace place) {
    Path cache = place.root().resolve("automat.aot");
    String data = place.root().resolve("rehearsal").toString();
    try {
      run(place, List.of("-XX:AOTCacheOutput=" + cache), List.of("rehearse", data));
      assertTrue(Files.size(cache) > 0, "the JVM kept what it loaded");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return cache;
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
