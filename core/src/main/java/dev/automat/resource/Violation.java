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
 * @param docs where there is more to read
 * @param waivable whether a waiver can let it through
 */
public record Violation(
    String pointer,
    String rule,
    String message,
    String fix,
    List<String> exists,
    Optional<String> nearest,
    Optional<String> docs,
    boolean waivable) {

  public Violation {
    exists = List.copyOf(exists);
  }

  public Violation(
      String pointer,
      String rule,
      String message,
      String fix,
      List<String> exists,
      Optional<String> nearest) {
    this(pointer, rule, message, fix, exists, nearest, Optional.empty(), false);
  }

  public Violation(String pointer, String rule, String message, String fix) {
    this(pointer, rule, message, fix, List.of(), Optional.empty());
  }

  /** The same at another place. */
  public Violation at(String place) {
    return new Violation(place, rule, message, fix, exists, nearest, docs, waivable);
  }

  /** The same in other words. */
  public Violation saying(String words) {
    return new Violation(pointer, rule, words, fix, exists, nearest, docs, waivable);
  }

  /** The same, of a rule of the platform. */
  Violation withDocs(Optional<String> url, boolean canBeWaived) {
    return new Violation(pointer, rule, message, fix, exists, nearest, url, canBeWaived);
  }
}
