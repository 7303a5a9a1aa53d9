package dev.automat.resource;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer RFC 6901 pointer into the document, such as {@code /spec/lifetime}
 * @param rule stable name of the rule, such as {@code max-lifetime}
 * @param message what is wrong
 * @param fix what to do next
 * @param exists what would be accepted in that place, if it can be listed
 * @param nearest the entry of {@code exists} that is spelled most like what was sent
 */
public record Violation(
    String pointer,
    String rule,
    String message,
    String fix,
    List<String> exists,
    Optional<String> nearest) {

  public Violation {
    exists = List.copyOf(exists);
  }

  public Violation(String pointer, String rule, String message, String fix) {
    this(pointer, rule, message, fix, List.of(), Optional.empty());
  }
}
