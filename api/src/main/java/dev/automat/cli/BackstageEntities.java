package dev.automat.cli;

import dev.automat.resource.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents as entities of a Backstage catalogue. Their shape is that of {@code
 * Resource.v1alpha1.schema.json}, of stacks that of {@code System.v1alpha1.schema.json}; names,
 * tags and labels have at most 63 characters there.
 *
 * @param namespace of entities and groups
 * @param server where people look at more
 */
record BackstageEntities(String namespace, URI server, FolderKey.Reader keys) {

  private static final Comparator<ObjectNode> ORDER =
      Comparator.comparing(entity -> entity.at("/metadata/name").asString());

  private static final int LONGEST_NAME = 63;

  /** What is gone, or about to be, is nobody's to depend on. */
  private static boolean isShown(JsonNode document) {
    return !document.at("/status/phase").asString("").matches("Deleting|Deleted");
  }

  /** A Resource for each resource, which is part of the System of its stack, if it has one. */
  List<ObjectNode> of(List<JsonNode> resources, List<JsonNode> stacks) {
    List<ObjectNode> entities = new ArrayList<>();
    Map<String, String> systems = new HashMap<>();
    for (JsonNode stack : stacks.stream().filter(BackstageEntities::isShown).toList()) {
      ObjectNode system = entity("System", stack);
      system.putObject("spec").put("owner", owner(stack)).put("type", "stack");
      String name = system.at("/metadata/name").asString();
      systems.put(stackOf(stack, "/metadata/name"), "system:" + namespace + "/" + name);
      entities.add(system);
    }
    for (JsonNode resource : resources.stream().filter(BackstageEntities::isShown).toList()) {
      ObjectNode entity = entity("Resource", resource);
      ObjectNode spec =
          entity
              .putObject("spec")
              .put("type", resource.path("kind").asString().toLowerCase(Locale.ROOT))
              .put("owner", owner(resource));
      Optional.ofNullable(systems.get(stackOf(resource, "/metadata/stack")))
          .ifPresent(system -> spec.put("system", system));
      entities.add(entity);
    }
    return entities.stream().sorted(ORDER).toList();
  }

  private static String stackOf(JsonNode document, String name) {
    return document.at("/metadata/team").asString() + "/" + document.at(name).asString("");
  }

  private String owner(JsonNode document) {
    return "group:" + namespace + "/" + document.at("/metadata/team").asString();
  }

  private ObjectNode entity(String kind, JsonNode document) {
    FolderKey key = keys.of(document);
    ObjectNode entity = Json.object().put("apiVersion", "backstage.io/v1alpha1").put("kind", kind);
    ObjectNode metadata = entity.putObject("metadata");
    metadata
        .put("name", name(key, document.at("/metadata/uid").asString("")))
        .put("namespace", namespace)
        .put("title", key.name())
        .put("description", description(document));
    annotations(metadata.putObject("annotations"), key, document);
    metadata.putArray("tags").add(environment(document));
    links(metadata.putArray("links"), key, document);
    return entity;
  }

  /** A stack has no tags of its own. */
  private static String environment(JsonNode document) {
    return document
        .at("/plan/tags/environment")
        .asString(document.at("/spec/environment").asString("dev"));
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
        + madeOf(document)
        + (purpose.isEmpty() ? "" : ": " + purpose);
  }

  private static String madeOf(JsonNode document) {
    JsonNode members = document.at("/plan/resources");
    return members.isMissingNode()
        ? " by " + document.at("/plan/module").asString()
        : " with " + String.join(", ", members.propertyNames());
  }

  private void annotations(ObjectNode annotations, FolderKey key, JsonNode document) {
    annotations
        .put("automat.dev/resource", key.toString())
        .put("automat.dev/uid", document.at("/metadata/uid").asString(""))
        .put("automat.dev/phase", document.at("/status/phase").asString(""))
        .put("automat.dev/module", document.at("/plan/module").asString(""))
        .put("automat.dev/environment", environment(document))
        .put("automat.dev/stack", document.at("/metadata/stack").asString(""))
        .put("automat.dev/owner", tag(document, "owner", "owner"))
        .put("automat.dev/cost-center", tag(document, "cost-center", "costCenter"))
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

  /** A stack has none; it says what it was asked to give to all. */
  private static String tag(JsonNode document, String name, String field) {
    return document.at("/plan/tags/" + name).asString(document.at("/spec/" + field).asString(""));
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
