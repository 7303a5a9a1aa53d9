package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;

/**
 * A request to make anew, and empty, what is {@code MissingExternally}.
 *
 * @param acceptDataLoss must be true where the plan's {@code onMissing} is {@code report}
 * @param takeOver whether it may be asked for what another manager keeps; that one goes on keeping
 *     it
 */
public record RecreateRequest(
    ResourceKey key, Origin origin, boolean acceptDataLoss, boolean takeOver) {}
