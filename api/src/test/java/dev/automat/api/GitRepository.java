package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A clone of {@code acme/infra} with the files of the examples, and what a runner has beside it.
 */
final class GitRepository {

  private static final Path EXAMPLES = Path.of("../examples/git").toAbsolutePath().normalize();

  final Path root;
  private final Path programs;

  /** How a program ended. */
  record Done(int exitCode, String said) {}

  GitRepository(Path home) throws IOException {
    root = Files.createDirectories(home.resolve("infra"));
    programs = Files.createDirectories(home.resolve("bin"));
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = root.resolve(EXAMPLES.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    git("init", "--quiet", "--initial-branch", "main");
    git("remote", "add", "origin", "https://runner:secret@code.example.com/acme/infra.git");
    commit("the first requests");
    installAutomat();
  }

  /** The command line as it was compiled, under the name that pipelines call it by. */
  private void installAutomat() throws IOException {
    Path program = programs.resolve("automat");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow -cp '%s' dev.automat.cli.Main \"$@\"\n"
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " can not be made a program");
    }
  }

  Path folder(String environment) {
    return root.resolve("environments").resolve(environment);
  }

  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** All that is there, with a message. */
  void commit(String message) throws IOException {
    git("add", "--all");
    git(
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        message);
  }

  private void git(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Done done = run(command, Map.of());
    assertEquals(0, done.exitCode(), done::said);
  }

  /** A script as a runner runs it. */
  Done script(String text, Map<String, String> environment) throws IOException {
    return run(
        List.of("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", text), environment);
  }

  private Done run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", programs.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end: " + said);
      }
      return new Done(process.exitValue(), said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
