package dev.automat.trial;

import dev.automat.identity.LocalToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code automat up} in a process of its own, on a port that was free. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern UP = Pattern.compile("Automat is up at (\\S+) after");
  private static final long STOP_SECONDS = 120;

  private final Workplace place;
  private final long logBegan;
  private final Process process;

  private ServerProcess(Workplace place, long logBegan, Process process) {
    this.place = place;
    this.logBegan = logBegan;
    this.process = process;
  }

  /** Starts one, and does not wait for it. */
  static ServerProcess launch(
      Workplace place,
      Map<String, String> environment,
      List<String> options,
      List<String> arguments) {
    List<String> up = new ArrayList<>(List.of("up", "--port", "0"));
    up.addAll(List.of("--data-dir", place.data().toString()));
    up.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(place.command(options, up))
            .directory(place.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    builder.environment().putAll(environment);
    try {
      long size = Files.exists(place.log()) ? Files.size(place.log()) : 0;
      return new ServerProcess(place, size, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one with the embedded default, and does not wait for it. */
  static ServerProcess launch(Workplace place) {
    return launch(place, Map.of(), List.of(), List.of());
  }

  /** Where it listens; waits until it does, and fails if it ends before. */
  String awaitUp() {
    Await.until(() -> "the server is up: " + said(), () -> url().isPresent() || !isAlive());
    return url()
        .orElseThrow(() -> new AssertionError("the server ended before it was up: " + said()));
  }

  /** Where it listens, once it does. */
  Optional<String> url() {
    Matcher up = UP.matcher(said());
    return up.find() ? Optional.of(up.group(1)) : Optional.empty();
  }

  /** The token of whoever works on its machine. */
  String token() {
    try {
      return LocalToken.read(place.data()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it has written so far. */
  String said() {
    try {
      byte[] log = Files.readAllBytes(place.log());
      int began = (int) logBegan;
      return new String(log, began, log.length - began, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end by itself. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not end: " + said());
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, so that it takes down what it started; SIGKILL if that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new AssertionError("the server did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
