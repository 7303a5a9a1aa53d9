package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.document.Documents;
import dev.automat.document.Unreadable;
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

  private static final String CORRECT = "correct it there: files hold YAML 1.2 or JSON, in UTF-8";

  private final List<Document> documents = new ArrayList<>();
  private final List<Complaint> complaints = new ArrayList<>();
  private final List<Checked> unreadable = new ArrayList<>();

  private RequestFiles() {}

  /**
   * What files hold.
   *
   * @param complaints of files that can not be read, all of them
   * @param unreadable the same, as a report takes it
   */
  record Found(List<Document> documents, List<Complaint> complaints, List<Checked> unreadable) {}

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
    return new Found(List.copyOf(documents), List.copyOf(complaints), List.copyOf(unreadable));
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
      throw new CommandException(
          ExitCode.FAILED, name + " can not be read: " + Unreadable.why(e), e);
    }
  }

  private void add(String source, Text text) throws NoSuchFileException {
    try {
      documents.addAll(Documents.parseAll(source, text.read()));
    } catch (DocumentException e) {
      e.complaints().forEach(each -> complain(each, CORRECT));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (CharacterCodingException e) {
      complain(unread(source, e), CORRECT);
    } catch (IOException e) {
      complain(unread(source, e), "make it readable");
    }
  }

  private static Complaint unread(String source, IOException e) {
    return new Complaint(source + ":1:1", "", "can not be read: " + Unreadable.why(e));
  }

  private void complain(Complaint complaint, String fix) {
    complaints.add(complaint);
    unreadable.add(Checked.unreadable(complaint, fix));
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
