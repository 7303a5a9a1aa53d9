package dev.automat.provisioner.local.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine, with an environment that holds nothing of ours. */
public final class Command {

  private static final int NOT_STARTED = 127;

  private Command() {}

  /**
   * How a program ended.
   *
   * @param exitCode 0 is success; 127 when it could not be started; negative when it was ended at
   *     its limit
   * @param output what it wrote to standard output and standard error
   */
  public record Result(int exitCode, String output) {

    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs a program to its end, or ends it at the limit or when the thread is interrupted.
   *
   * @param prefix put before the program, to run it as another user
   * @param program the program and its arguments
   */
  public static Result run(List<String> prefix, List<String> program, Duration limit) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(program);
    try {
      Path output = Files.createTempFile("automat-command", ".out");
      try {
        return run(line, output, limit);
      } finally {
        Files.delete(output);
      }
    } catch (IOException failure) {
      throw HostFailure.files("can not keep the output of " + program.getFirst(), failure);
    }
  }

  /** To a file, not a pipe: a server that the program leaves behind would keep a pipe open. */
  private static Result run(List<String> line, Path output, Duration limit) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(Path.of("/").toFile());
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path == null ? "/usr/sbin:/usr/bin:/sbin:/bin" : path);
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException notFound) {
      return new Result(NOT_STARTED, String.valueOf(notFound.getMessage()));
    }
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Result(ended ? process.exitValue() : -1, Files.readString(output).strip());
    } catch (InterruptedException interrupt) {
      throw HostFailure.interrupted(line.getLast(), interrupt);
    } finally {
      process.destroy();
    }
  }
}
