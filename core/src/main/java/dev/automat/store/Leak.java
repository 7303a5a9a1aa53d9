package dev.automat.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An object in the cloud that carries our installation and stands on no record. It is shown, never
 * deleted: a person looks.
 *
 * @param place where it was listed
 * @param externalName its name in the cloud
 * @param uid the uid that it carries, if any
 * @param cloudId the cloud's id of it, where there is one
 * @param reason why no record stands for it
 * @param firstSeen the sweep that saw it first
 * @param lastSeen the last sweep that saw it
 */
public record Leak(
    Place place,
    String externalName,
    Optional<String> uid,
    Optional<String> cloudId,
    String reason,
    Instant firstSeen,
    Instant lastSeen) {}
