package dev.automat.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the golden paths that a test may change. */
public record GoldenCopy(Path directory) {

  private static final Path MODULES = Path.of("..", "modules");

  /** Copies them to that directory. */
  public static GoldenCopy in(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = directory.resolve(MODULES.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return new GoldenCopy(directory);
  }

  /** Replaces a text that must be there. */
  public void edit(String file, String find, String replace) throws IOException {
    String text = Files.readString(directory.resolve(file));
    if (!text.contains(find)) {
      throw new AssertionError(file + " has no " + find);
    }
    Files.writeString(directory.resolve(file), text.replace(find, replace));
  }

  /** Makes another version of what stands. */
  public void version(String module, String from, String to) throws IOException {
    Path folder = directory.resolve(module);
    String text = Files.readString(folder.resolve(from + ".yaml"));
    Files.writeString(
        folder.resolve(to + ".yaml"), text.replace("version: " + from, "version: " + to));
  }

  /** Takes a file away. */
  public void remove(String file) throws IOException {
    Files.delete(directory.resolve(file));
  }
}
