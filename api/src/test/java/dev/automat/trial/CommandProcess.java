package dev.automat.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command line in a process of its own, with a configuration folder of its own. */
record CommandProcess(Process process, Path outFile, Path errFile) {

  /** Starts one that knows no variable of Automat. */
  static CommandProcess start(Workplace place, String... arguments) throws IOException {
    return start(place, Map.of(), arguments);
  }

  /** The same with variables. */
  static CommandProcess start(Workplace place, Map<String, String> environment, String... arguments)
      throws IOException {
    Path out = Files.createTempFile(place.root(), "command", ".out");
    Path err = Files.createTempFile(place.root(), "command", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(place.command(List.of(), new ArrayList<>(List.of(arguments))))
            .directory(place.root().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    builder.environment().putAll(environment);
    builder.environment().put("XDG_CONFIG_HOME", place.root().resolve("config").toString());
    return new CommandProcess(builder.start(), out, err);
  }

  String out() {
    return read(outFile);
  }

  String err() {
    return read(errFile);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a person shall confirm. */
  Optional<String> address() {
    return err()
        .lines()
        .filter(line -> line.startsWith("or open "))
        .map(line -> line.substring("or open ".length()))
        .findFirst();
  }

  int end() {
    try {
      if (!process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
