package dev.automat.cli;

import dev.automat.document.Document;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What this command line applies it also keeps, unless the file names another manager. */
final class KeptDocument {

  /** Of what was applied without naming another. */
  static final String MANAGER = "cli";

  private KeptDocument() {}

  /** The header that says who writes, for requests without a document. */
  static Map<String, String> header(String manager) {
    return Map.of("Automat-Managed-By", manager);
  }

  /** Who keeps what a file describes. */
  static String managerOf(Document document) {
    return document.root().at("/metadata/managedBy").asString(MANAGER);
  }

  /**
   * The document as it is sent, in the name of a keeper.
   *
   * @param keeper whatever the file says; empty: what it says, or this command line
   */
  static JsonNode of(Document document, Optional<String> keeper) {
    JsonNode root = of(document);
    if (keeper.isPresent() && root.path("metadata") instanceof ObjectNode metadata) {
      metadata.put("managedBy", keeper.get());
    }
    return root;
  }

  /** The document as it is sent; one without metadata stays as it is, and is refused as such. */
  static JsonNode of(Document document) {
    JsonNode root = document.root().deepCopy();
    if (root.path("metadata") instanceof ObjectNode metadata && !metadata.has("managedBy")) {
      metadata.put("managedBy", MANAGER);
    }
    return root;
  }
}
