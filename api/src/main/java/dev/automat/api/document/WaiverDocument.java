package dev.automat.api.document;

import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.Act;
import dev.automat.resource.Json;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Writes waivers. */
public final class WaiverDocument {

  private WaiverDocument() {}

  /** {@code {apiVersion, kind, metadata, spec, status}}, as it is at that time. */
  public static ObjectNode of(Waiver waiver, Instant now) {
    ObjectNode document =
        Json.object().put("apiVersion", ResourceDocument.API_VERSION).put("kind", "Waiver");
    document
        .putObject("metadata")
        .put("team", waiver.team())
        .put("name", waiver.name())
        .put("uid", waiver.uid())
        .put("createdAt", waiver.askedAt().toString())
        .put("createdBy", waiver.askedBy());
    document.set("spec", waiver.spec().write());
    ObjectNode status =
        document
            .putObject("status")
            .put("state", waiver.stateAt(now).name().toLowerCase(Locale.ROOT));
    waiver.granted().ifPresent(act -> act("granted", act, status));
    waiver.ended().ifPresent(act -> act("ended", act, status));
    return document;
  }

  private static void act(String what, Act act, ObjectNode status) {
    status.put(what + "At", act.at().toString()).put(what + "By", act.by());
    if (!act.reason().isEmpty()) {
      status.put("reason", act.reason());
    }
  }
}
