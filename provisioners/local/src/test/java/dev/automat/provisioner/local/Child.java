package dev.automat.provisioner.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another JVM, that can be killed. */
public record Child(Process process) implements AutoCloseable {

  /** What a child writes when it has done its work. */
  public static final String READY = "READY";

  /** Starts a class's main method in a JVM of its own. */
  public static Child start(Class<?> main, Path directory, String... arguments) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), main, directory, arguments);
  }

  /** As above, with a command in front that makes it another user's. */
  public static Child start(
      List<String> prefix, String classPath, Class<?> main, Path directory, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath, main.getName()));
    line.add(directory.toString());
    line.addAll(List.of(arguments));
    return new Child(
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The words after {@link #READY}; fails if the child ends before. */
  public String awaitReady() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new AssertionError("the child ended before it was ready");
    }
    return line.substring(READY.length()).strip();
  }

  /** Says that the work is done, and waits to be killed, or to be let go by closed input. */
  public static void readyAndWait(String words) throws IOException {
    System.out.println(READY + " " + words);
    while (System.in.read() >= 0) {
      // only the end of the input counts
    }
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the child does not die");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Our class path, in a place that every user can read. */
  public static String readableClassPath(Path directory) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path source = Path.of(entry);
      if (Files.exists(source)) {
        Path target = directory.resolve(copies.size() + "-" + source.getFileName());
        copyTree(source, target);
        copies.add(target.toString());
      }
    }
    return String.join(":", copies);
  }

  private static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path each : tree.toList()) {
        Files.copy(each, target.resolve(source.relativize(each).toString()));
      }
    }
  }
}
