package dev.automat.audit;

import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a line of the log says of what stood before and stands now. A spec holds no secret: no input
 * of a module can be one, and what is asked for is echoed to whoever may read it.
 *
 * @param members as they are kept, shown and hashed: {@code uid}; {@code before} and {@code after}
 *     with {@code generation}, {@code plan} (its digest) and {@code expiresAt}; {@code changed}, by
 *     pointer into the document, with both values; {@code rules}, the digest of those that judged;
 *     of a refusal {@code ruleset}, that of all; of the catalogue {@code bundle} and {@code
 *     revision}
 */
public record AuditChange(JsonNode members) {

  /**
   * From one state of a resource to the next.
   *
   * @param before empty: there was none
   */
  public static AuditChange between(Optional<Resource> before, Resource after) {
    ObjectNode members = Json.object();
    members.put("uid", after.uid());
    before.ifPresent(resource -> members.set("before", stand(resource)));
    members.set("after", stand(after));
    ObjectNode changed = changed(before, after);
    if (!changed.isEmpty()) {
      members.set("changed", changed);
    }
    after.plan().policy().ifPresent(report -> members.put("rules", report.digest()));
    return new AuditChange(members);
  }

  /** What was done to a resource by itself. */
  public static AuditChange of(String uid, long generation, String plan) {
    ObjectNode members = Json.object();
    members.put("uid", uid);
    members.putObject("after").put("generation", generation).put("plan", plan);
    return new AuditChange(members);
  }

  /**
   * Nothing was changed.
   *
   * @param ruleset the digest of all rules; that of those that spoke is another member, since the
   *     two can not be compared
   */
  public static AuditChange refusedBy(String ruleset) {
    return new AuditChange(Json.object().put("ruleset", ruleset));
  }

  /** A bundle of the catalogue was stored. */
  public static AuditChange ofBundle(String digest) {
    return new AuditChange(Json.object().put("bundle", digest));
  }

  /**
   * The catalogue's pointer was moved.
   *
   * @param bundle its digest; empty: the directory
   */
  public static AuditChange ofCatalog(long revision, Optional<String> bundle) {
    ObjectNode members = Json.object().put("revision", revision);
    bundle.ifPresent(digest -> members.put("bundle", digest));
    return new AuditChange(members);
  }

  private static ObjectNode stand(Resource resource) {
    ObjectNode stand =
        Json.object()
            .put("generation", resource.generation())
            .put("plan", resource.plan().digest());
    resource.times().expires().map(Instant::toString).ifPresent(at -> stand.put("expiresAt", at));
    return stand;
  }

  private static ObjectNode changed(Optional<Resource> before, Resource after) {
    Map<String, JsonNode> was = new TreeMap<>();
    before.ifPresent(resource -> leaves(resource, was));
    Map<String, JsonNode> is = new TreeMap<>();
    leaves(after, is);
    Map<String, ObjectNode> changes = new TreeMap<>();
    was.forEach(
        (pointer, value) -> {
          if (!value.equals(is.get(pointer))) {
            changes.computeIfAbsent(pointer, _ -> Json.object()).set("before", value);
          }
        });
    is.forEach(
        (pointer, value) -> {
          if (!value.equals(was.get(pointer))) {
            changes.computeIfAbsent(pointer, _ -> Json.object()).set("after", value);
          }
        });
    ObjectNode changed = Json.object();
    changes.forEach(changed::set);
    return changed;
  }

  private static void leaves(Resource resource, Map<String, JsonNode> found) {
    leaves("/spec", resource.spec(), found);
    leaves("/metadata/labels", Json.tree(resource.labels()), found);
  }

  /** Lists are one value each. */
  private static void leaves(String pointer, JsonNode value, Map<String, JsonNode> found) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              each ->
                  leaves(
                      pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                      each.getValue(),
                      found));
    } else {
      found.put(pointer, value);
    }
  }
}
