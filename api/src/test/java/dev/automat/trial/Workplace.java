package dev.automat.trial;

import dev.automat.testkit.postgres.PostgresPrograms;
import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    Path provisioners = place.data().resolve("provisioners");
    PostgresPrograms.forProvisionerLocal(provisioners.resolve("local/postgres"));
    FreePort.keepIn(provisioners.resolve("local/queues"));
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

  /** The last lines of the log, without those of the access log. */
  String endOfLog(long lines) throws IOException {
    List<String> all =
        Files.readAllLines(log()).stream().filter(line -> !line.contains(" access ")).toList();
    return String.join("\n", all.subList((int) Math.max(0, all.size() - lines), all.size()));
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
    // Of the 48 MiB that it has without it, a start fills enough for a full collection.
    command.add("-XX:ReservedCodeCacheSize=128m");
    command.add("-Dautomat.home=" + repository());
    if (options.stream().noneMatch(option -> option.startsWith("-XX:AOT"))) {
      startCache()
          .ifPresent(
              cache ->
                  command.addAll(
                      List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")));
    }
    command.addAll(options);
    command.addAll(program());
    command.addAll(arguments);
    return command;
  }

  private static List<String> program() {
    return jar()
        .map(jar -> List.of("-jar", jar.toString()))
        .orElseGet(() -> List.of("-cp", withoutTests(entries()), "dev.automat.cli.Main"));
  }

  /**
   * The cache that the script made for a jar, if it did: {@code ./automat test} does before it
   * tests. One of another jar is of no use to the JVM, which then starts without.
   */
  static Optional<Path> startCache() {
    return jar().map(jar -> jar.resolveSibling("automat.aot")).filter(Files::exists);
  }

  /** The distribution's jar, once it is made. */
  static Optional<Path> jar() {
    return entries().stream()
        .filter(entry -> entry.endsWith("/automat.jar"))
        .findFirst()
        .map(Path::of);
  }

  private static List<String> entries() {
    return Arrays.asList(System.getProperty("java.class.path").split(":", -1));
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
