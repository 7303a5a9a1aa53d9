package dev.automat.provisioner.local.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a user beside its rights, kept as a channel that it may use and nobody does:
 * {@code automat:note:<JSON in base64>}. Nothing else of a user has room for text.
 *
 * @param tags all tags
 * @param stage how far its resource came; empty for users of applications, and where others took
 *     the note away
 */
record UserNote(Map<String, String> tags, Optional<Stage> stage) {

  static final UserNote NONE = new UserNote(Map.of(), Optional.empty());

  private static final String PREFIX = "automat:note:";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  UserNote {
    tags = Map.copyOf(tags);
  }

  /** How far a cache came. */
  enum Stage {
    MADE,
    /** Made, and nobody may use it. */
    QUARANTINED,
    DELETING
  }

  UserNote with(Stage other) {
    return new UserNote(tags, Optional.of(other));
  }

  /** The channel's name. The same note always gives the same; no character of it is a wildcard. */
  String channel() {
    Map<String, Object> document = new LinkedHashMap<>();
    stage.ifPresent(known -> document.put("stage", known.name()));
    document.put("tags", new TreeMap<>(tags));
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
  }

  /** The note among the channels of a user; what is not ours holds no tags. */
  static UserNote among(List<String> channels) {
    return channels.stream()
        .filter(channel -> channel.startsWith(PREFIX))
        .map(channel -> parsed(channel.substring(PREFIX.length())))
        .findFirst()
        .orElse(NONE);
  }

  private static UserNote parsed(String text) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text);
      JsonNode document = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      Map<String, String> tags = new LinkedHashMap<>();
      document
          .path("tags")
          .properties()
          .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
      return new UserNote(tags, stage(document.path("stage").asString("")));
    } catch (JacksonException | IllegalArgumentException notOurs) {
      return NONE;
    }
  }

  private static Optional<Stage> stage(String name) {
    return Arrays.stream(Stage.values()).filter(stage -> stage.name().equals(name)).findFirst();
  }
}
