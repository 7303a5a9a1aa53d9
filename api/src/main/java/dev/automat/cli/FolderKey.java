package dev.automat.cli;

import dev.automat.document.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Which resource a document in a file, or one of the server's, speaks of.
 *
 * @param kinds the plural
 */
record FolderKey(String team, String kinds, String name) {

  /** How the server can be asked for it. */
  String path() {
    return "/v1/teams/" + ApiClient.encoded(team) + "/" + kinds + "/" + ApiClient.encoded(name);
  }

  @Override
  public String toString() {
    return team + "/" + kinds + "/" + name;
  }

  /** Asks for the plural of each kind once. */
  static final class Reader {

    private final UnaryOperator<String> plural;
    private final Map<String, String> plurals = new HashMap<>();

    Reader(ApiClient client) {
      this(client::plural);
    }

    /**
     * @param plural of a kind
     */
    Reader(UnaryOperator<String> plural) {
      this.plural = plural;
    }

    FolderKey of(Document document) {
      JsonNode root = document.root();
      FolderKey key = new FolderKey(text(root, "team"), "", text(root, "name"));
      String kind = root.path("kind").asString("");
      if (key.team().isEmpty() || key.name().isEmpty() || kind.isEmpty()) {
        throw new CommandException(
            document.place("")
                + ": a document in a file needs kind, metadata.team and metadata.name: add them");
      }
      return new FolderKey(key.team(), plural(kind), key.name());
    }

    FolderKey of(JsonNode served) {
      return new FolderKey(
          text(served, "team"), plural(served.path("kind").asString()), text(served, "name"));
    }

    private static String text(JsonNode document, String field) {
      return document.path("metadata").path(field).asString("");
    }

    private String plural(String kind) {
      return plurals.computeIfAbsent(kind, plural);
    }
  }
}
