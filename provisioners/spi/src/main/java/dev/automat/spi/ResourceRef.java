package dev.automat.spi;

import java.util.Optional;

/**
 * Which resource is meant.
 *
 * @param type the resource type
 * @param uid the record's immutable id: 20 lowercase base32 characters
 * @param externalName the name in the cloud; deterministic, so that a repeated create finds what
 *     the first one made
 * @param scope where it lives
 * @param cloudId the id that the cloud gave it, once known
 */
public record ResourceRef(
    String type, String uid, String externalName, Scope scope, Optional<String> cloudId) {}
