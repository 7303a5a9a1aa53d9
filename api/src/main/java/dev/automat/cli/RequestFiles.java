package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.document.Documents;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the documents of files; {@code -} is standard input, a directory all YAML in it. */
final class RequestFiles {

  private final List<Document> documents = new ArrayList<>();
  private final List<Complaint> complaints = new ArrayList<>();

  private RequestFiles() {}

  /**
   * What files hold.
   *
   * @param complaints of files that can not be read, all of them
   */
  record Found(List<Document> documents, List<Complaint> complaints) {

    /** What can not be read, as a report takes it. */
    List<Checked> unreadable() {
      return complaints.stream().map(Checked::unreadable).toList();
    }
  }

  private interface Text {
    String read() throws IOException;
  }

  /**
   * All documents.
   *
   * @throws DocumentException with all complaints, if any file can not be read
   */
  static List<Document> read(List<String> names) {
    Found found = find(names);
    if (!found.complaints().isEmpty()) {
      throw new DocumentException(found.complaints());
    }
    return found.documents();
  }

  /** All documents that can be read, and why others can not. */
  static Found find(List<String> names) {
    RequestFiles files = new RequestFiles();
    names.forEach(files::add);
    if (files.documents.isEmpty() && files.complaints.isEmpty()) {
      throw new CommandException("no document in " + String.join(", ", names));
    }
    return files.found();
  }

  /** The same of a folder, which may have none. */
  static Found findInFolder(String name) {
    if (!Files.isDirectory(Path.of(name))) {
      throw new CommandException(ExitCode.USAGE, "there is no folder " + name);
    }
    RequestFiles files = new RequestFiles();
    files.add(name);
    return files.found();
  }

  private Found found() {
    return new Found(List.copyOf(documents), List.copyOf(complaints));
  }

  private void add(String name) {
    try {
      if (name.equals("-")) {
        add("stdin", () -> new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
      } else if (Files.isDirectory(Path.of(name))) {
        for (Path file : yamlIn(Path.of(name))) {
          add(file.toString(), () -> Files.readString(file));
        }
      } else {
        add(name, () -> Files.readString(Path.of(name)));
      }
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + e.getFile(), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, name + " can not be read: " + e.getMessage(), e);
    }
  }

  private void add(String source, Text text) throws NoSuchFileException {
    try {
      documents.addAll(Documents.parseAll(source, text.read()));
    } catch (DocumentException e) {
      complaints.addAll(e.complaints());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (CharacterCodingException e) {
      complaints.add(new Complaint(source + ":1:1", "", "is no text in UTF-8"));
    } catch (IOException e) {
      complaints.add(new Complaint(source + ":1:1", "", "can not be read: " + e.getMessage()));
    }
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
