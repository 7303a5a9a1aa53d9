package dev.automat.document;

import java.util.List;

/** A text that can not be used: one or more complaints, each with its place. */
public final class DocumentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Complaint> complaints;

  public DocumentException(List<Complaint> complaints) {
    super(String.join("\n", complaints.stream().map(Complaint::toString).toList()));
    this.complaints = List.copyOf(complaints);
  }

  public DocumentException(String place, String pointer, String message) {
    this(List.of(new Complaint(place, pointer, message)));
  }

  public List<Complaint> complaints() {
    return complaints;
  }

  /**
   * @param place {@code source:line:column}
   * @param pointer RFC 6901 pointer; empty if the text could not be parsed
   * @param message what is wrong and what to do
   */
  public record Complaint(String place, String pointer, String message) {
    @Override
    public String toString() {
      return place + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + message;
    }
  }
}
