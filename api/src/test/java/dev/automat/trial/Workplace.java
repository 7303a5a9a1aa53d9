package dev.automat.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The directories that servers are tried in, and the command that starts one.
 *
 * @param root holds everything; others may pass through it, as an embedded PostgreSQL is not run by
 *     root
 */
record Workplace(Path root) {

  private static final List<String> AS_THE_SCRIPT_DOES =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx512m");

  static Workplace in(Path root) throws IOException {
    Workplace place = new Workplace(root);
    Files.createDirectories(place.data());
    for (Path directory : List.of(root, place.data())) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
    return place;
  }

  Path data() {
    return root.resolve("data");
  }

  /** All that servers wrote to standard output and standard error. */
  Path log() {
    return root.resolve("server.log");
  }

  /** Writes a platform configuration with the golden paths of the repository. */
  Path configuration(String name, String yaml) throws IOException {
    return Files.writeString(
        root.resolve(name), "catalogDir: " + repository().resolve("modules") + "\n" + yaml);
  }

  /** A command line of Automat: the distribution's jar, or what it is made of before it is. */
  List<String> command(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(AS_THE_SCRIPT_DOES);
    // Most of what a test starts is over before the optimising compiler pays off.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dautomat.home=" + repository());
    command.addAll(options);
    command.addAll(program());
    command.addAll(arguments);
    return command;
  }

  private static List<String> program() {
    List<String> entries = Arrays.asList(System.getProperty("java.class.path").split(":", -1));
    return entries.stream()
        .filter(entry -> entry.endsWith("/automat.jar"))
        .findFirst()
        .map(jar -> List.of("-jar", jar))
        .orElseGet(() -> List.of("-cp", withoutTests(entries), "dev.automat.cli.Main"));
  }

  private static String withoutTests(List<String> entries) {
    return String.join(
        ":", entries.stream().filter(entry -> !entry.endsWith("test-classes")).toList());
  }

  static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("modules"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
