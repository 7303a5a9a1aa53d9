package dev.automat.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads secrets from a file, at each use: so that who replaces them need not restart anything. */
final class SecretFile {

  private SecretFile() {}

  /** Its lines with something in them. The message of the exception holds none of them. */
  static List<String> lines(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new IOException(file + " can not be read", e);
    }
  }

  /** Its only line. */
  static String line(Path file) throws IOException {
    List<String> lines = lines(file);
    if (lines.size() != 1) {
      throw new IOException(file + " has " + lines.size() + " lines instead of one");
    }
    return lines.getFirst();
  }
}
