package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.stack.StackKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request to create or change a stack.
 *
 * @param spec of the form that the contract gives it
 * @param ifMatch the ETag it was based on, without quotes; {@code *} is any
 * @param ifNoneMatch whether it must create
 * @param uid the uid in the document's metadata, if it has one
 * @param recreate whether it may stand over one that expired
 * @param takeOver whether it may take the stack from another manager
 * @param allowDataLoss whether members that hold data may be removed
 * @param ifPlanMatch digest of the plans that were reviewed: others are not carried out
 */
public record StackPut(
    StackKey key,
    Map<String, String> labels,
    JsonNode spec,
    Origin origin,
    Instant firstSeen,
    Optional<String> ifMatch,
    boolean ifNoneMatch,
    Optional<String> uid,
    boolean recreate,
    boolean takeOver,
    boolean allowDataLoss,
    Optional<String> ifPlanMatch) {

  public StackPut {
    labels = Map.copyOf(labels);
  }
}
