package dev.automat.schema;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.resource.NearestSpelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with one document, each with its place. */
public final class Complaints {

  private final Document document;
  private final List<Complaint> complaints = new ArrayList<>();

  public Complaints(Document document) {
    this.document = document;
  }

  public void add(String pointer, String message) {
    Complaint complaint = new Complaint(document.place(pointer), pointer, message);
    if (!complaints.contains(complaint)) {
      complaints.add(complaint);
    }
  }

  /** A name that does not exist, with what does. */
  public void unknown(String pointer, String what, String name, Collection<String> exists) {
    String fix =
        NearestSpelling.of(name, exists)
            .map(near -> "did you mean " + near + "?")
            .orElse(exists.isEmpty() ? "there is none" : "there is " + String.join(", ", exists));
    add(pointer, "there is no " + what + " " + name + ": " + fix);
  }

  /** Problems of the value at the pointer. */
  public void addAll(String pointer, List<Schema.Problem> problems) {
    problems.forEach(
        problem -> add(pointer + problem.pointer(), problem.message() + ": " + problem.fix()));
  }

  public boolean any() {
    return !complaints.isEmpty();
  }

  /** How many there are so far, to see whether a step added some. */
  public int count() {
    return complaints.size();
  }

  /**
   * @throws DocumentException if there is any
   */
  public void throwIfAny() {
    if (any()) {
      throw new DocumentException(complaints);
    }
  }
}
