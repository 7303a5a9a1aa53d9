package dev.automat.cli;

import dev.automat.stack.StackKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a folder kept and names no more.
 *
 * @param manager the folder
 * @param kept how many it keeps, these among them
 * @param going what has no document any more, stateless before stateful
 */
record Pruning(String manager, int kept, List<Going> going) {

  private static final int PAGE = 200;

  /**
   * One of them.
   *
   * @param isProtected it can not be deleted
   * @param etag of what was seen, so that nothing else is deleted
   */
  record Going(FolderKey key, JsonNode document, boolean isProtected, String etag) {

    /** What of it can be had again, as the server says of what stands now. */
    String recoverable() {
      if (isProtected) {
        return "protected: it is kept until deletionProtection is false";
      }
      return recovery(document);
    }
  }

  /** Whether its data can be had again after a deletion. */
  static String recovery(JsonNode document) {
    if (!document.at("/plan/stateful").asBoolean()) {
      return "holds no data";
    }
    JsonNode recovery = document.at("/status/recovery");
    return recovery.path("recoverable").asBoolean(false)
        ? "holds data, of which a copy is kept: automat undelete brings it back"
        : "holds data, which can not be had back: "
            + recovery.path("reason").asString("the server does not say that a copy is kept");
  }

  /** Looks through all that it keeps and the caller may see. */
  static Pruning of(ApiClient client, FolderKey.Reader keys, String manager, Set<FolderKey> named) {
    List<Going> going = new ArrayList<>();
    int kept = 0;
    Set<String> stacks = new TreeSet<>();
    List<JsonNode> wholes = new ArrayList<>();
    for (JsonNode document :
        client.pages("/v1/resources?limit=" + PAGE + "&managedBy=" + ApiClient.encoded(manager))) {
      JsonNode metadata = document.path("metadata");
      if (!isKeptBy(manager, document)) {
        continue;
      }
      if (metadata.has("stack")) {
        // Members go with their stack, and never by themselves.
        stacks.add(
            client.path(
                metadata.path("team").asString(),
                StackKey.KIND,
                metadata.path("stack").asString()));
      } else {
        wholes.add(document);
      }
    }
    stacks.forEach(path -> stack(client, path).ifPresent(wholes::add));
    for (JsonNode document : wholes) {
      if (isKeptBy(manager, document)) {
        kept++;
        FolderKey key = keys.of(document);
        if (!named.contains(key)) {
          going.add(going(key, document));
        }
      }
    }
    going.sort(
        Comparator.comparing((Going each) -> each.document().at("/plan/stateful").asBoolean())
            .thenComparing(each -> each.key().toString()));
    return new Pruning(manager, kept, List.copyOf(going));
  }

  /** Empty if it went meanwhile. */
  private static Optional<JsonNode> stack(ApiClient client, String path) {
    try {
      return Optional.of(client.get(path).body());
    } catch (RefusedException e) {
      if (e.code().equals("gone") || e.code().equals("not-found")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isKeptBy(String manager, JsonNode document) {
    return document.at("/metadata/managedBy").asString("").equals(manager)
        && !document.at("/status/phase").asString("").matches("Deleting|Deleted");
  }

  private static Going going(FolderKey key, JsonNode document) {
    JsonNode metadata = document.path("metadata");
    return new Going(
        key,
        document,
        document.at("/plan/deletionProtection").asBoolean(),
        "\"%s-%d\""
            .formatted(metadata.path("uid").asString(""), metadata.path("generation").asLong(0)));
  }

  /** Why nothing may be deleted, and what to do; empty if it may. */
  Optional<String> hindrance(FolderOptions options, boolean empty) {
    if (empty && kept > 0 && !options.allowEmpty()) {
      return Optional.of(
          "the folder has no document, and "
              + manager
              + " keeps "
              + kept
              + ". Is it the right folder, and complete? If all of it shall go, say --allow-empty"
              + " and --prune-limit 100");
    }
    if (options.allows(going.size(), kept)) {
      return Optional.empty();
    }
    return Optional.of(
        "%d of the %d that %s keeps would be deleted, and the limit is %s. If that is meant, say --prune-limit %d"
            .formatted(
                going.size(),
                kept,
                manager,
                options.limitInWords(),
                Math.ceilDiv(going.size() * 100, Math.max(kept, 1))));
  }
}
