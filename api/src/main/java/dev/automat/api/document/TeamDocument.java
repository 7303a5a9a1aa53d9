package dev.automat.api.document;

import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.team.Team;
import dev.automat.team.TeamForm;
import dev.automat.team.Transfer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes teams and what they offer, and reads what is said of a team. */
public final class TeamDocument {

  private TeamDocument() {}

  /** {@code {apiVersion, kind, metadata, spec}}, always in the same order. */
  public static ObjectNode of(Team team) {
    ObjectNode document =
        Json.object().put("apiVersion", ResourceDocument.API_VERSION).put("kind", "Team");
    ObjectNode metadata = document.putObject("metadata").put("id", team.id());
    team.made()
        .ifPresent(
            made ->
                metadata
                    .put("generation", team.generation())
                    .put("createdAt", made.at().toString())
                    .put("createdBy", made.by()));
    metadata.put("managedBy", team.managedBy());
    team.orphanedSince().ifPresent(since -> metadata.put("orphanedSince", since.toString()));
    team.deletedAt().ifPresent(at -> metadata.put("deletedAt", at.toString()));
    document.set("spec", TeamForm.write(team.spec()));
    return document;
  }

  /**
   * All that is wrong with a document.
   *
   * @param id of the path, with which it must agree
   * @param placements names of the placement rules there are
   */
  public static List<Violation> check(
      String id, JsonNode document, Schema schema, Collection<String> placements) {
    List<Violation> violations = Envelope.problems(schema, document);
    Envelope.agree(document.path("metadata").path("id"), "/metadata/id", id, violations);
    violations.addAll(TeamForm.rules("/spec", document.path("spec"), placements));
    return violations;
  }

  /** An offer, as it is at that time. */
  public static ObjectNode of(Transfer transfer, Instant now) {
    ObjectNode node =
        Json.object()
            .put("uid", transfer.uid())
            .put("state", transfer.stateAt(now).name().toLowerCase(Locale.ROOT))
            .put("kind", transfer.key().kind())
            .put("name", transfer.key().name())
            .put("resource", transfer.resource())
            .put("from", transfer.from())
            .put("to", transfer.to())
            .put("offeredBy", transfer.offeredBy())
            .put("offeredAt", transfer.offeredAt().toString())
            .put("expiresAt", transfer.expiresAt().toString());
    transfer
        .decided()
        .ifPresent(
            decided ->
                node.put("decidedBy", decided.by()).put("decidedAt", decided.at().toString()));
    return node;
  }
}
