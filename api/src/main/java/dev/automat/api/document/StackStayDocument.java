package dev.automat.api.document;

import dev.automat.lifetime.Recovery;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.stack.StackState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was decided of the life of a stack, and whether what goes can be had back. */
final class StackStayDocument {

  private StackStayDocument() {}

  /** Adds it to a status; of most stacks there is nothing to add. */
  static void write(StackState state, InstalledPlugins plugins, ObjectNode node) {
    List<Resource> cut = state.quarantined();
    Optional<Stay.Quarantine> first =
        cut.stream()
            .flatMap(member -> member.stay().quarantine().stream())
            .min(Comparator.comparing(Stay.Quarantine::since));
    first.ifPresent(
        began -> {
          ObjectNode quarantine =
              node.putObject("quarantine")
                  .put("since", began.since().toString())
                  .put("deletesAt", deletesAt(cut).orElse(began.deletesAt()).toString());
          cut.stream()
              .flatMap(member -> member.stay().releaseOfQuarantine().stream())
              .findFirst()
              .ifPresent(
                  given ->
                      quarantine
                          .put("releasedUntil", given.until().toString())
                          .put("releasedBy", given.by()));
        });
    if (!state.isEnding()) {
      state.wanted().stream()
          .flatMap(member -> member.stay().pause().stream())
          .findFirst()
          .ifPresent(
              pause ->
                  node.putObject("pause")
                      .put("since", pause.at().toString())
                      .put("until", pause.until().toString())
                      .put("by", pause.by())
                      .put("reason", pause.reason()));
    }
    recovery(state, plugins, node);
  }

  private static Optional<Instant> deletesAt(List<Resource> cut) {
    return cut.stream()
        .flatMap(member -> member.stay().deletesAt().stream())
        .min(Comparator.naturalOrder());
  }

  private static void recovery(StackState state, InstalledPlugins plugins, ObjectNode node) {
    List<Resource> stateful =
        state.wanted().stream().filter(member -> member.plan().stateful()).toList();
    if (stateful.isEmpty()) {
      if (state.isEnding()) {
        node.putObject("recovery").put("recoverable", false).put("reason", "it holds no data");
      }
      return;
    }
    ObjectNode recovery = node.putObject("recovery");
    Optional<Resource> lost =
        stateful.stream().filter(member -> !Recovery.of(member, plugins).recoverable()).findFirst();
    recovery.put("recoverable", lost.isEmpty());
    lost.ifPresent(
        member ->
            recovery.put(
                "reason", StackState.memberOf(member) + ": " + Recovery.of(member, plugins).why()));
    if (lost.isEmpty()) {
      stateful.stream()
          .flatMap(member -> Recovery.of(member, plugins).until().stream())
          .min(Comparator.naturalOrder())
          .ifPresent(until -> recovery.put("undeleteUntil", until.toString()));
    }
  }
}
