package dev.automat.api.document;

import dev.automat.lifetime.Recovery;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was decided of a life, and whether what goes can be had back. */
final class StayDocument {

  private StayDocument() {}

  /** Adds it to a status; of most resources there is nothing to add. */
  static void write(Resource resource, InstalledPlugins plugins, ObjectNode status) {
    Stay stay = resource.stay();
    if (!resource.want().absent()) {
      stay.quarantine().ifPresent(began -> quarantine(stay, began, status));
      stay.pause().ifPresent(pause -> pause(pause, status));
    }
    if (resource.want().absent() || resource.plan().stateful()) {
      recovery(Recovery.of(resource, plugins), status);
    }
    stay.restoredFrom()
        .ifPresent(
            source ->
                status
                    .putObject("restoredFrom")
                    .put("uid", source.uid())
                    .put("snapshot", source.snapshot()));
    stay.undeletedAs().ifPresent(uid -> status.put("undeletedAs", uid));
  }

  private static void quarantine(Stay stay, Stay.Quarantine began, ObjectNode status) {
    Instant deletesAt = stay.deletesAt().orElse(began.deletesAt());
    ObjectNode quarantine =
        status
            .putObject("quarantine")
            .put("since", began.since().toString())
            .put("deletesAt", deletesAt.toString());
    stay.releaseOfQuarantine()
        .ifPresent(
            given ->
                quarantine
                    .put("releasedUntil", given.until().toString())
                    .put("releasedBy", given.by()));
  }

  private static void pause(Stay.Pause pause, ObjectNode status) {
    status
        .putObject("pause")
        .put("since", pause.at().toString())
        .put("until", pause.until().toString())
        .put("by", pause.by())
        .put("reason", pause.reason());
  }

  private static void recovery(Recovery recovery, ObjectNode status) {
    ObjectNode node = status.putObject("recovery").put("recoverable", recovery.recoverable());
    if (!recovery.recoverable()) {
      node.put("reason", recovery.why());
    }
    recovery.snapshot().ifPresent(snapshot -> node.put("snapshot", snapshot));
    recovery.until().ifPresent(until -> node.put("undeleteUntil", until.toString()));
  }
}
