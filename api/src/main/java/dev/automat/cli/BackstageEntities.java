package dev.automat.cli;

import dev.automat.resource.Json;
import java.net.URI;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents as entities of a Backstage catalogue. Their shape is that of {@code
 * Resource.v1alpha1.schema.json}; names, tags and labels have at most 63 characters there.
 *
 * @param namespace of entities and groups
 * @param server where people look at more
 */
record BackstageEntities(String namespace, URI server, FolderKey.Reader keys) {

  static final Comparator<ObjectNode> ORDER =
      Comparator.comparing(entity -> entity.at("/metadata/name").asString());

  private static final int LONGEST_NAME = 63;

  /** What is gone, or about to be, is nobody's to depend on. */
  static boolean isShown(JsonNode document) {
    return !document.at("/status/phase").asString("").matches("Deleting|Deleted");
  }

  ObjectNode of(JsonNode document) {
    FolderKey key = keys.of(document);
    ObjectNode entity =
        Json.object().put("apiVersion", "backstage.io/v1alpha1").put("kind", "Resource");
    ObjectNode metadata = entity.putObject("metadata");
    metadata
        .put("name", name(key, document.at("/metadata/uid").asString("")))
        .put("namespace", namespace)
        .put("title", key.name())
        .put("description", description(document));
    annotations(metadata.putObject("annotations"), key, document);
    metadata.putArray("tags").add(document.at("/plan/tags/environment").asString("dev"));
    links(metadata.putArray("links"), key, document);
    entity
        .putObject("spec")
        .put("type", document.path("kind").asString().toLowerCase(Locale.ROOT))
        .put("owner", "group:" + namespace + "/" + key.team());
    return entity;
  }

  /** Team, kind and name have no dots; what is too long is told apart by its uid. */
  static String name(FolderKey key, String uid) {
    String name = key.team() + "." + key.kinds() + "." + key.name();
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - uid.length() - 1).replaceAll("[-_.]+$", "") + "-" + uid;
  }

  private static String description(JsonNode document) {
    String purpose = document.at("/spec/purpose").asString("");
    return document.path("kind").asString()
        + " of "
        + document.at("/metadata/team").asString()
        + " by "
        + document.at("/plan/module").asString()
        + (purpose.isEmpty() ? "" : ": " + purpose);
  }

  private void annotations(ObjectNode annotations, FolderKey key, JsonNode document) {
    annotations
        .put("automat.dev/resource", key.toString())
        .put("automat.dev/uid", document.at("/metadata/uid").asString(""))
        .put("automat.dev/phase", document.at("/status/phase").asString(""))
        .put("automat.dev/module", document.at("/plan/module").asString(""))
        .put("automat.dev/environment", document.at("/plan/tags/environment").asString(""))
        .put("automat.dev/owner", document.at("/plan/tags/owner").asString(""))
        .put("automat.dev/cost-center", document.at("/plan/tags/cost-center").asString(""))
        .put("automat.dev/expires-at", document.at("/metadata/expiresAt").asString("never"));
    document
        .at("/metadata/managedBy")
        .asStringOpt()
        .ifPresent(manager -> annotations.put("automat.dev/managed-by", manager));
    JsonNode cost = document.at("/plan/cost");
    if (!cost.isMissingNode()) {
      annotations.put(
          "automat.dev/cost-monthly",
          (cost.path("complete").asBoolean() ? "" : "at least ") + CostsCommand.amount(cost));
    }
    annotations.properties().stream()
        .filter(each -> each.getValue().asString().isEmpty())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(annotations::remove);
  }

  private void links(ArrayNode links, FolderKey key, JsonNode document) {
    links
        .addObject()
        .put("url", server.resolve(key.path()).toString())
        .put("title", "Automat")
        .put("icon", "dashboard");
    for (Map.Entry<String, JsonNode> link : document.at("/plan/links").properties()) {
      String url = link.getValue().asString("");
      if (url.startsWith("http")) {
        links.addObject().put("url", url).put("title", link.getKey());
      }
    }
    for (JsonNode part : document.at("/status/parts")) {
      part.path("link")
          .asStringOpt()
          .ifPresent(
              url ->
                  links
                      .addObject()
                      .put("url", url)
                      .put("title", "Console: " + part.path("role").asString("")));
    }
  }
}
