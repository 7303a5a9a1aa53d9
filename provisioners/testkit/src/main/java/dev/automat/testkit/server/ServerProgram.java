package dev.automat.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A server program: the one that {@code ./automat test} unpacks below {@code target/tools}, or one
 * that is installed.
 *
 * @param path of the program
 * @param root below which its own libraries and files are, {@code /} for an installed one
 */
public record ServerProgram(Path path, Path root) {

  /**
   * Skips the test if there is none.
   *
   * @param tool its folder below {@code target/tools}
   * @param program its path below that folder, or below the root of the machine
   * @param setting the environment variable that says {@code none} and why
   */
  public static ServerProgram find(String tool, String program, String setting) {
    String said = System.getenv().getOrDefault(setting, "");
    Assumptions.assumeFalse(said.startsWith("none"), setting + " says " + said);
    Optional<ServerProgram> found = look(tool, program);
    Assumptions.assumeTrue(
        found.isPresent(),
        "there is no " + program + ", which './automat test' fetches where apt-get is");
    return found.orElseThrow();
  }

  /** The same where a test can do without. */
  public static boolean isThere(String tool, String program, String setting) {
    return !System.getenv().getOrDefault(setting, "").startsWith("none")
        && look(tool, program).isPresent();
  }

  private static Optional<ServerProgram> look(String tool, String program) {
    return Stream.concat(unpacked(tool), Stream.of(Path.of("/")))
        .map(root -> new ServerProgram(root.resolve(program), root))
        .filter(each -> Files.isExecutable(each.path()))
        .findFirst();
  }

  /** Tests of a module run in its folder, somewhere below the one that holds target/tools. */
  private static Stream<Path> unpacked(String tool) {
    return Stream.<Path>iterate(
            Path.of("").toAbsolutePath(), at -> at.getParent() != null, Path::getParent)
        .map(at -> at.resolve("target/tools").resolve(tool));
  }

  /** A process of it with its own libraries first, in a folder, with what it says in a file. */
  public ProcessBuilder process(List<String> command, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    if (root.getParent() != null) {
      String folders =
          Stream.of("usr/lib", "lib")
              .map(root::resolve)
              .flatMap(ServerProgram::libraries)
              .reduce((one, other) -> one + File.pathSeparator + other)
              .orElse("");
      builder.environment().put("LD_LIBRARY_PATH", folders);
    }
    return builder;
  }

  private static Stream<String> libraries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(each -> each.getFileName().toString().endsWith("-linux-gnu"))
          .map(Path::toString)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end, two minutes at most. */
  public static void run(ProcessBuilder command) throws IOException {
    Process process = command.start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("failed: " + command.command());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
