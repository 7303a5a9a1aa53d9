package dev.automat.document;

import java.util.List;

/**
 * Reads YAML 1.2 (of which JSON is a part). Anchors, tags beyond the core schema, duplicate keys
 * and non-string keys are refused.
 */
public final class Documents {

  private Documents() {}

  /**
   * The one document of a text.
   *
   * @param source how to call it in complaints
   * @throws DocumentException if it can not be parsed, or holds more than one document
   */
  public static Document parse(String source, String text) {
    throw new UnsupportedOperationException();
  }

  /** All documents of a text, divided by {@code ---}; empty ones are left out. */
  public static List<Document> parseAll(String source, String text) {
    throw new UnsupportedOperationException();
  }
}
