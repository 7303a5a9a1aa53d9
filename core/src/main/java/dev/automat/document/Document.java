package dev.automat.document;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A parsed document.
 *
 * @param source where it came from, such as {@code modules/database/kind.yaml}
 * @param root its value
 * @param marks RFC 6901 pointer to the place of the value; {@code ""} is the root
 */
public record Document(String source, JsonNode root, Map<String, Mark> marks) {

  /** The place of the value, or of its nearest parent that has one. */
  public Mark markOf(String pointer) {
    String at = pointer;
    while (true) {
      Optional<Mark> mark = Optional.ofNullable(marks.get(at));
      if (mark.isPresent()) {
        return mark.get();
      }
      if (at.isEmpty()) {
        return new Mark(1, 1);
      }
      at = at.substring(0, at.lastIndexOf('/'));
    }
  }

  /** {@code source:line:column} of the value. */
  public String place(String pointer) {
    Mark mark = markOf(pointer);
    return source + ":" + mark.line() + ":" + mark.column();
  }

  /** A place in a text, counted from 1. */
  public record Mark(int line, int column) {}
}
