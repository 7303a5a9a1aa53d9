package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An intent, recorded before the cloud is touched.
 *
 * @param epoch of the claim
 * @param secret new credentials, for a first create
 * @param recreateSeen whether a person's wish to recreate is carried out by this intent, and so is
 *     taken away
 * @param writes the write to the cloud that follows, if one does. One that makes or changes
 *     something is refused where a pause was asked for since the claim; one that cuts access, where
 *     anything was said since
 * @param acts what is written down of it
 */
public record Beginning(
    String uid,
    long epoch,
    Phase phase,
    Status status,
    Work work,
    Optional<SealedSecret> secret,
    boolean recreateSeen,
    List<Event.Draft> events,
    Optional<Step> writes,
    List<Acted> acts) {

  /** Where nothing is said against it, and nothing written down of it. */
  public Beginning(
      String uid,
      long epoch,
      Phase phase,
      Status status,
      Work work,
      Optional<SealedSecret> secret,
      boolean recreateSeen,
      List<Event.Draft> events) {
    this(
        uid, epoch, phase, status, work, secret, recreateSeen, events, Optional.empty(), List.of());
  }

  /** The instant at which no pause may hold; empty: a pause is no hindrance. */
  Optional<Instant> unlessPausedAt() {
    return writes
        .filter(
            step ->
                switch (step) {
                  case CREATE, RESTORE, UPDATE, QUARANTINE, RELEASE -> true;
                  case SNAPSHOT, DELETE, DISCARD -> false;
                })
        .flatMap(_ -> work.intent())
        .map(Work.Intent::at);
  }

  /** Whether it must be in quarantine still, with nothing said since the claim. */
  boolean whileCut() {
    return writes.filter(step -> step == Step.QUARANTINE).isPresent();
  }
}
