package dev.automat.document;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads YAML 1.2 with its core schema, and JSON. Anchors, aliases, tags beyond the core schema,
 * duplicate keys and keys that are not text are refused. So are texts of more than {@link
 * #MAX_BYTES} and nesting deeper than {@link #MAX_DEPTH}. Numbers are {@code Long} or {@code
 * Double}; what fits in neither is refused.
 */
public final class Documents {

  /** The longest text, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1 << 20;

  /** The most maps and lists that may stand in each other. */
  public static final int MAX_DEPTH = 64;

  private Documents() {}

  /**
   * The one document of a text.
   *
   * @param source how to call it in complaints
   * @throws DocumentException if it can not be parsed, is empty, or holds more than one document
   */
  public static Document parse(String source, String text) {
    List<Document> documents = parseAll(source, text);
    if (documents.isEmpty()) {
      throw new DocumentException(source + ":1:1", "", "is empty: one document is needed");
    }
    if (documents.size() > 1) {
      throw new DocumentException(
          documents.get(1).place(""), "", "a second document begins: only one is possible here");
    }
    return documents.getFirst();
  }

  /**
   * All documents of a text, divided by {@code ---}; empty ones are left out.
   *
   * @throws DocumentException if the text can not be parsed
   */
  public static List<Document> parseAll(String source, String text) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new DocumentException(
          source + ":1:1", "", "is longer than " + MAX_BYTES + " bytes: divide it");
    }
    return looksLikeJson(text)
        ? JsonTexts.read(source, text).map(List::of).orElseGet(() -> YamlTexts.read(source, text))
        : YamlTexts.read(source, text);
  }

  /**
   * JSON is a part of YAML on paper, but YAML's tokens know no tab before a value, and JSON files
   * are often indented so.
   */
  private static boolean looksLikeJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }
}
