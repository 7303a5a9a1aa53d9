package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import java.util.Optional;

/**
 * A request to end a resource.
 *
 * @param ifMatch as in {@link PutRequest}
 * @param takeOver whether it may end what another manager keeps
 */
public record DeleteRequest(
    ResourceKey key, Origin origin, Optional<String> ifMatch, boolean takeOver) {}
