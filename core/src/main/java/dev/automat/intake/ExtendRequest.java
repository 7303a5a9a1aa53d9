package dev.automat.intake;

import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import java.time.Instant;

/**
 * A request to let a resource live longer than was asked for.
 *
 * @param expiresAt when it is to end; later than it would now
 * @param reason that stands in the timeline
 * @param approver whether whoever asks may also let it live longer than its module allows
 */
public record ExtendRequest(
    ResourceKey key, Origin origin, Instant expiresAt, String reason, boolean approver) {}
