package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.keys.SealingKeys;
import dev.automat.resource.Json;
import dev.automat.store.KeyLedger.ReplicaKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The keys that secrets are sealed with, by their ids. */
final class KeyHandlers {

  /** Well below the time after which a request is answered with 503. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private final SealingKeys keys;

  KeyHandlers(Services services) {
    this.keys = services.keys();
  }

  Reply list(Call call) {
    ObjectNode body = Json.object().put("sealing", keys.sealing());
    Map<String, Long> sealed = keys.sealedWith();
    ArrayNode items = body.putArray("keys");
    known(sealed).forEach(id -> items.add(key(id, sealed)));
    ArrayNode replicas = body.putArray("replicas");
    keys.replicas().forEach(replica -> replicas.add(replica(replica)));
    return Reply.json(200, body);
  }

  private SortedSet<String> known(Map<String, Long> sealed) {
    SortedSet<String> ids = new TreeSet<>(keys.ids());
    ids.addAll(keys.needed());
    ids.addAll(sealed.keySet());
    return ids;
  }

  private ObjectNode key(String id, Map<String, Long> sealed) {
    return Json.object()
        .put("id", id)
        .put("secrets", sealed.getOrDefault(id, 0L))
        .put("needed", keys.needed().contains(id))
        .put("here", keys.ids().contains(id));
  }

  private static ObjectNode replica(ReplicaKeys replica) {
    ObjectNode node = Json.object().put("id", replica.replica());
    node.set("keys", Json.tree(replica.keyIds()));
    return node;
  }

  Reply rewrap(Call call) {
    List<String> without = keys.without(keys.sealing());
    if (!without.isEmpty()) {
      throw Problem.of(
              ProblemCode.KEY_MISSING,
              "the replicas "
                  + String.join(", ", without)
                  + " do not have key "
                  + keys.sealing()
                  + ", and could not open what is sealed with it",
              "give them the key file, or wait until they are gone, and ask again")
          .exception();
    }
    SealingKeys.Turn turn = keys.rewrap(TURN);
    return Reply.json(
        200,
        Json.object()
            .put("sealing", keys.sealing())
            .put("rewrapped", turn.done())
            .put("unreadable", turn.unreadable())
            .put("remaining", turn.remaining()));
  }

  Reply retire(Call call) {
    String id = call.pathParameter("key");
    Map<String, Long> sealed = keys.sealedWith();
    if (!known(sealed).contains(id)) {
      throw Problem.unknown(
              ProblemCode.NOT_FOUND, "there is no key " + id, id, known(sealed), "nothing")
          .exception();
    }
    if (sealsSomewhere(id)) {
      throw inUse(id + " is what secrets are sealed with", "automat keys rotate");
    }
    if (!keys.retire(id)) {
      throw inUse(
          sealed.getOrDefault(id, 0L) + " secrets are sealed with " + id, "automat keys rotate");
    }
    return Reply.json(200, key(id, sealed));
  }

  private boolean sealsSomewhere(String id) {
    return keys.sealing().equals(id)
        || keys.replicas().stream().anyMatch(replica -> replica.sealsWith(id));
  }

  private static RuntimeException inUse(String detail, String command) {
    return Problem.of(
            ProblemCode.KEY_IN_USE,
            detail,
            "go over to another key first, with " + command + ", which wraps them again")
        .exception();
  }
}
