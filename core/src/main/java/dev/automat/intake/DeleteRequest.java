package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import java.util.Optional;

/**
 * A request to end a resource.
 *
 * @param ifMatch as in {@link PutRequest}
 * @param takeOver whether it may end what another manager keeps
 * @param withoutSnapshot whether no copy of its data is kept
 */
public record DeleteRequest(
    ResourceKey key,
    Origin origin,
    Optional<String> ifMatch,
    boolean takeOver,
    boolean withoutSnapshot) {

  /** With a copy of its data, if its type keeps one. */
  public DeleteRequest(ResourceKey key, Origin origin, Optional<String> ifMatch, boolean takeOver) {
    this(key, origin, ifMatch, takeOver, false);
  }
}
