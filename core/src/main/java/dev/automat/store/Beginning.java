package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import java.util.List;
import java.util.Optional;

/**
 * An intent, recorded before the cloud is touched.
 *
 * @param epoch of the claim
 * @param secret new credentials, for a first create
 * @param recreateSeen whether a person's wish to recreate is carried out by this intent, and so is
 *     taken away
 */
public record Beginning(
    String uid,
    long epoch,
    Phase phase,
    Status status,
    Work work,
    Optional<SealedSecret> secret,
    boolean recreateSeen,
    List<Event.Draft> events) {}
