package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to create or change.
 *
 * @param request what is asked for
 * @param firstSeen when it arrived
 * @param ifMatch the ETag it was based on, without quotes: {@code <uid>-<generation>}
 * @param ifNoneMatch whether it must create
 * @param uid the uid in the document's metadata, if it has one; another than the stored one is a
 *     conflict
 * @param recreate whether it may stand over a tombstone that expired
 * @param takeOver whether it may take the resource from another manager
 * @param ifPlanMatch digest of the plan that was reviewed: another one is not carried out
 */
public record PutRequest(
    AdmissionRequest request,
    Origin origin,
    Instant firstSeen,
    Optional<String> ifMatch,
    boolean ifNoneMatch,
    Optional<String> uid,
    boolean recreate,
    boolean takeOver,
    Optional<String> ifPlanMatch) {

  /** What is meant. */
  public ResourceKey key() {
    return new ResourceKey(request.team(), request.kind(), request.name());
  }
}
