package dev.automat.plugin;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * One plugin on disk: {@code <name>/*.jar}, its own jar among the libraries that it needs, or a
 * single {@code <name>.jar}.
 *
 * @param place the folder or the jar
 * @param jars sorted by file name
 */
record PluginFiles(String name, Path place, List<Path> jars) {

  private static final String JAR = ".jar";
  private static final String ALGORITHM = "sha256:";

  /** What is in a folder of plugins, by name; nothing, if there is no such folder. */
  static List<PluginFiles> in(Path folder) throws IOException {
    return Files.isDirectory(folder) ? list(folder).flatMap(PluginFiles::at).toList() : List.of();
  }

  private static Stream<PluginFiles> at(Path place) {
    String name = nameOf(place);
    if (name.startsWith(".")) {
      return Stream.empty();
    }
    if (Files.isDirectory(place)) {
      return Stream.of(new PluginFiles(name, place, List.of()));
    }
    return name.endsWith(JAR)
        ? Stream.of(
            new PluginFiles(name.substring(0, name.length() - JAR.length()), place, List.of(place)))
        : Stream.empty();
  }

  /** With the jars of the folder. */
  PluginFiles read() throws IOException, PluginFailure {
    if (!jars.isEmpty()) {
      return this;
    }
    List<Path> found = list(place).filter(file -> nameOf(file).endsWith(JAR)).toList();
    if (found.isEmpty()) {
      throw new PluginFailure(
          "holds no jar: a plugin is its jar with all libraries that it needs, side by side");
    }
    return new PluginFiles(name, place, found);
  }

  /**
   * {@code sha256:} over the lines {@code <hex SHA-256 of the jar> <two spaces> <its file name>},
   * sorted by file name: what {@code LC_ALL=C sha256sum *.jar | sha256sum} prints in the folder, so
   * that anybody can compute it without us.
   */
  String digest() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path jar : jars) {
      // Not as a whole: the JDK keeps a buffer outside the heap as large as the largest read.
      try (InputStream bytes = Files.newInputStream(jar)) {
        String hex = Json.digest(bytes).substring(ALGORITHM.length());
        lines.append(hex).append("  ").append(nameOf(jar)).append('\n');
      }
    }
    return Json.digest(lines.toString());
  }

  /**
   * Refuses jars that can not be read, or that would bring along what the digest does not cover.
   */
  void checkJars() throws PluginFailure {
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        checkClassPath(jar, Optional.ofNullable(file.getManifest()));
      } catch (IOException e) {
        throw new PluginFailure(
            nameOf(jar) + " is no usable jar (" + e.getMessage() + "): build or copy it again");
      }
    }
  }

  private void checkClassPath(Path jar, Optional<Manifest> manifest) throws PluginFailure {
    String listed =
        manifest
            .map(each -> each.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
            .orElse("");
    for (String entry : listed.strip().split(" +", -1)) {
      if (!entry.isEmpty() && leadsOutside(jar, entry)) {
        throw new PluginFailure(
            nameOf(jar)
                + " names "
                + entry
                + " in the Class-Path of its manifest, which no digest covers: put that jar into"
                + " the plugin's folder, and remove the entry");
      }
    }
  }

  /** What is named and not there is harmless, and common in libraries. */
  private boolean leadsOutside(Path jar, String entry) {
    try {
      Path target = Path.of(jar.toUri().resolve(entry)).normalize();
      return Files.exists(target)
          && jars.stream().noneMatch(own -> own.toAbsolutePath().normalize().equals(target));
    } catch (RuntimeException e) {
      // Not a file of this machine, or not a URI at all.
      return true;
    }
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return Arrays.stream(
          entries.sorted((a, b) -> nameOf(a).compareTo(nameOf(b))).toArray(Path[]::new));
    }
  }

  private static String nameOf(Path path) {
    return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
  }
}
