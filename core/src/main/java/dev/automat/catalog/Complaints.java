package dev.automat.catalog;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.resource.NearestSpelling;
import dev.automat.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with one document, each with its place. */
final class Complaints {

  private final Document document;
  private final List<Complaint> complaints = new ArrayList<>();

  Complaints(Document document) {
    this.document = document;
  }

  void add(String pointer, String message) {
    Complaint complaint = new Complaint(document.place(pointer), pointer, message);
    if (!complaints.contains(complaint)) {
      complaints.add(complaint);
    }
  }

  /** A name that does not exist, with what does. */
  void unknown(String pointer, String what, String name, Collection<String> exists) {
    String fix =
        NearestSpelling.of(name, exists)
            .map(near -> "did you mean " + near + "?")
            .orElse(exists.isEmpty() ? "there is none" : "there is " + String.join(", ", exists));
    add(pointer, "there is no " + what + " " + name + ": " + fix);
  }

  /** Problems of the value at the pointer. */
  void addAll(String pointer, List<Schema.Problem> problems) {
    problems.forEach(
        problem -> add(pointer + problem.pointer(), problem.message() + ": " + problem.fix()));
  }

  boolean any() {
    return !complaints.isEmpty();
  }

  /** How many there are so far, to see whether a step added some. */
  int count() {
    return complaints.size();
  }

  /**
   * @throws DocumentException if there is any
   */
  void throwIfAny() {
    if (any()) {
      throw new DocumentException(complaints);
    }
  }
}
