package dev.automat.testkit.gcp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One instance, with what is in it. */
final class SqlInstance {

  /** When a name is free again is told by it after its deletion. */
  private Optional<Instant> gone = Optional.empty();

  private ObjectNode shown;

  /** What it was before it last changed, which is when {@link #changed} says; empty: not there. */
  private Optional<ObjectNode> before = Optional.empty();

  private Instant changed = Instant.MIN;
  private final Map<String, ObjectNode> users = new TreeMap<>();
  private final Map<String, ObjectNode> databases = new TreeMap<>();
  private final Map<Long, ObjectNode> backups = new LinkedHashMap<>();

  SqlInstance(ObjectNode shown) {
    this.shown = shown;
  }

  ObjectNode shown() {
    return shown.deepCopy();
  }

  /** It was made just now. */
  void appear(Instant now) {
    changed = now;
  }

  /** It changes now: keeps what it was until then. */
  void remember(Instant now) {
    before = now();
    changed = now;
  }

  Optional<ObjectNode> before() {
    return before.map(ObjectNode::deepCopy);
  }

  Instant changed() {
    return changed;
  }

  /** As it is; empty once it is gone. */
  Optional<ObjectNode> now() {
    return gone.isEmpty() ? Optional.of(shown()) : Optional.empty();
  }

  String name() {
    return shown.path("name").asString("");
  }

  String state() {
    return shown.path("state").asString("");
  }

  void state(String state) {
    shown.put("state", state);
  }

  boolean isProtected() {
    return shown.path("settings").path("deletionProtectionEnabled").asBoolean(false);
  }

  long settingsVersion() {
    return shown.path("settings").path("settingsVersion").asLong(0);
  }

  /**
   * Takes what a patch says: objects field by field, lists and values as they are; null removes.
   */
  void patch(ObjectNode change) {
    ObjectNode merged = merged(shown, change);
    ObjectNode settings = (ObjectNode) merged.path("settings");
    settings.put("settingsVersion", Long.toString(settingsVersion() + 1));
    merged.put("etag", "etag-" + (settingsVersion() + 1));
    shown = merged;
  }

  static ObjectNode merged(ObjectNode before, ObjectNode change) {
    ObjectNode result = before.deepCopy();
    for (Map.Entry<String, JsonNode> field : change.properties()) {
      JsonNode now = result.get(field.getKey());
      if (field.getValue().isNull()) {
        result.remove(field.getKey());
      } else if (now instanceof ObjectNode old && field.getValue() instanceof ObjectNode some) {
        result.set(field.getKey(), merged(old, some));
      } else {
        result.set(field.getKey(), field.getValue());
      }
    }
    return result;
  }

  /** Replaces all of it: what a person does who is not asked for rules. */
  void become(ObjectNode all) {
    shown = all.deepCopy();
  }

  Map<String, ObjectNode> users() {
    return users;
  }

  Map<String, ObjectNode> databases() {
    return databases;
  }

  Map<Long, ObjectNode> backups() {
    return backups;
  }

  void vanish(Instant freeAgain) {
    gone = Optional.of(freeAgain);
  }

  /** Empty while it is there. */
  Optional<Instant> gone() {
    return gone;
  }

  /** What a clone has of it, under another name. */
  void copyInto(SqlInstance other) {
    users.forEach((name, user) -> other.users.put(name, user.deepCopy()));
    databases.forEach((name, database) -> other.databases.put(name, database.deepCopy()));
  }

  static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }
}
