package dev.automat.provisioner.local.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The comment on a database or a role, in which its tags are kept.
 *
 * @param tags all tags
 * @param stage how far a role's resource came, and on a database that it is a snapshot; otherwise
 *     empty on a database
 */
record TagComment(Map<String, String> tags, Optional<Stage> stage) {

  static final TagComment NONE = new TagComment(Map.of(), Optional.empty());

  private static final JsonMapper JSON = JsonMapper.builder().build();

  TagComment {
    tags = Map.copyOf(tags);
  }

  /** How far the making, or the deletion, of a resource came. */
  enum Stage {
    MAKING,
    MADE,
    /** Made, and nobody may use it. */
    QUARANTINED,
    DELETING,
    /** It is no resource: a copy, and the role that owns what is in it. */
    SNAPSHOT
  }

  /** Reads a comment; what is not ours, or not JSON, holds no tags. */
  static TagComment parse(@Nullable String comment) {
    if (comment == null || !comment.startsWith("{")) {
      return NONE;
    }
    try {
      JsonNode document = JSON.readTree(comment);
      Map<String, String> tags = new LinkedHashMap<>();
      document
          .path("tags")
          .properties()
          .forEach(tag -> tags.put(tag.getKey(), text(tag.getValue())));
      return new TagComment(tags, stage(text(document.path("stage"))));
    } catch (JacksonException notJson) {
      return NONE;
    }
  }

  /** The comment's text: the same tags always give the same text. */
  String text() {
    Map<String, Object> document = new LinkedHashMap<>();
    stage.ifPresent(known -> document.put("stage", known.name()));
    document.put("tags", new TreeMap<>(tags));
    return JSON.writeValueAsString(document);
  }

  private static String text(JsonNode node) {
    return node.asString("");
  }

  private static Optional<Stage> stage(String name) {
    for (Stage stage : Stage.values()) {
      if (stage.name().equals(name)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }
}
