package dev.automat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs. */
final class Commands {

  private Commands() {}

  /** As {@link #run}, but not as root, which PostgreSQL refuses: root lends it to nobody. */
  static String runAsMortal(Path output, Duration limit, List<String> command) {
    List<String> lent = new ArrayList<>();
    if (isRoot()) {
      lent.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    lent.addAll(command);
    return run(output, limit, lent, Map.of());
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /**
   * Waits for the program.
   *
   * @param output a file that takes what it says
   * @return what it said
   * @throws IllegalStateException if it fails, or takes longer than {@code limit}
   */
  static String run(
      Path output, Duration limit, List<String> command, Map<String, String> environment) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(output.toAbsolutePath().getRoot().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command.getFirst() + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
    }
  }
}
