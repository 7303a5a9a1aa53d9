package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.stack.StackKey;
import java.util.Optional;

/**
 * A request to end a stack.
 *
 * @param ifMatch as in {@link StackPut}
 * @param takeOver whether it may end what another manager keeps
 * @param withoutSnapshot whether no copies of its data are kept
 */
public record StackDelete(
    StackKey key,
    Origin origin,
    Optional<String> ifMatch,
    boolean takeOver,
    boolean withoutSnapshot) {}
