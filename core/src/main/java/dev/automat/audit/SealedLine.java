package dev.automat.audit;

import dev.automat.resource.Json;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An entry with its place in the chain.
 *
 * @param sequence of its row
 */
public record SealedLine(Link link, long sequence, AuditEntry entry) {

  /** As it is exported: one object a line. */
  public Map<String, Object> members() {
    SortedMap<String, Object> members = entry.members(sequence);
    members.put("position", link.position());
    members.put("hash", link.hash());
    return members;
  }

  /**
   * The line of {@link #members}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SealedLine of(JsonNode members) {
    try {
      return new SealedLine(
          new Link(members.path("position").asLong(), members.path("hash").asString()),
          members.path("sequence").asLong(),
          AuditEntry.of(members));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no line of an audit log: " + e.getMessage(), e);
    }
  }

  /**
   * As the other, of its text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SealedLine parse(String text) {
    try {
      return of(Json.read(text, JsonNode.class));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "line "
        + link.position()
        + " ("
        + entry.at()
        + ", "
        + entry.actor()
        + ", "
        + entry.operation()
        + ")";
  }
}
