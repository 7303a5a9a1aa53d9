package dev.automat.cli;

import dev.automat.document.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What this command line applies it also keeps, unless the file names another manager. */
final class KeptDocument {

  private static final String MANAGER = "cli";

  private KeptDocument() {}

  /** The document as it is sent; one without metadata stays as it is, and is refused as such. */
  static JsonNode of(Document document) {
    JsonNode root = document.root().deepCopy();
    if (root.path("metadata") instanceof ObjectNode metadata && !metadata.has("managedBy")) {
      metadata.put("managedBy", MANAGER);
    }
    return root;
  }
}
