package dev.automat.audit;

import dev.automat.resource.Json;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A signed word, kept outside the database, that the log had reached a place in the chain.
 *
 * @param key the public key that it is signed with, as Base64 of its X.509 form
 * @param signature of the RFC 8785 form of all the rest, as Base64
 */
public record Checkpoint(Instant at, Link link, String key, String signature) {

  static Checkpoint signed(Instant at, Link link, CheckpointKey key) {
    return new Checkpoint(at, link, key.publicKey(), key.sign(content(at, link, key.publicKey())));
  }

  /** Whether the holder of its key signed it, and it is as it was then. */
  public boolean isSigned() {
    return CheckpointKey.verifies(key, content(at, link, key), signature);
  }

  /** What its key is known by. */
  public String fingerprint() {
    return CheckpointKey.fingerprint(key);
  }

  private static byte[] content(Instant at, Link link, String key) {
    return Json.canonical(Json.tree(members(at, link, key)));
  }

  private static Map<String, Object> members(Instant at, Link link, String key) {
    Map<String, Object> members = new TreeMap<>();
    members.put("at", at.toString());
    members.put("position", link.position());
    members.put("hash", link.hash());
    members.put("key", key);
    return members;
  }

  /** One line of JSON. */
  String text() {
    Map<String, Object> members = members(at, link, key);
    members.put("signature", signature);
    return Json.write(members);
  }

  /**
   * @throws IllegalArgumentException if the text is no checkpoint
   */
  static Checkpoint parse(String text) {
    try {
      JsonNode members = Json.read(text, JsonNode.class);
      return new Checkpoint(
          Instant.parse(members.path("at").asString()),
          new Link(members.path("position").asLong(), members.path("hash").asString()),
          members.path("key").asString(),
          members.path("signature").asString());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no checkpoint: " + e.getMessage(), e);
    }
  }
}
