package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.document.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the documents of files; {@code -} is standard input, a directory all YAML in it. */
final class RequestFiles {

  private RequestFiles() {}

  static List<Document> read(List<String> names) {
    List<Document> documents = new ArrayList<>();
    for (String name : names) {
      try {
        documents.addAll(readOne(name));
      } catch (NoSuchFileException e) {
        throw new CommandException(ExitCode.USAGE, "there is no file " + e.getFile(), e);
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.FAILED, name + " can not be read: " + e.getMessage(), e);
      }
    }
    if (documents.isEmpty()) {
      throw new CommandException("no document in " + String.join(", ", names));
    }
    return documents;
  }

  /** All documents of a folder, which may have none. */
  static List<Document> readFolder(String name) {
    if (!Files.isDirectory(Path.of(name))) {
      throw new CommandException(ExitCode.USAGE, "there is no folder " + name);
    }
    try {
      return readOne(name);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, name + " can not be read: " + e.getMessage(), e);
    }
  }

  private static List<Document> readOne(String name) throws IOException {
    if (name.equals("-")) {
      String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      return Documents.parseAll("stdin", text);
    }
    Path path = Path.of(name);
    if (!Files.isDirectory(path)) {
      return Documents.parseAll(name, Files.readString(path));
    }
    List<Document> documents = new ArrayList<>();
    for (Path file : yamlIn(path)) {
      documents.addAll(Documents.parseAll(file.toString(), Files.readString(file)));
    }
    return documents;
  }

  private static List<Path> yamlIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(".+\\.(ya?ml|json)"))
          .sorted()
          .toList();
    }
  }
}
