/**
 * Caches on Memorystore for Redis: {@code gcp/memorystore-redis}. What is desired comes in; calls
 * of the Memorystore API go out, and what it shows in the words of the settings schema.
 *
 * <p>Google does one thing at a time to an instance, in an operation that has a name. Nothing is
 * remembered here: which operations are under way is asked for at each look, so that it does not
 * matter which process began them. Only which failed creations were told of is, by each process:
 * such a one leaves no instance, and its operation says for hours why.
 *
 * <p><b>No bindings, and no quarantine.</b> An instance has one secret, the AUTH string, which
 * Google makes, and no users. Whoever has read it has it until AUTH is switched off and on again,
 * which shuts out everybody at once. So nothing could be taken from one application and left to
 * another, and a binding that promised it would lie. What stands in the outputs is where the string
 * is read: who may, IAM decides ({@code redis.instances.getAuthString}). A copy of it in Secret
 * Manager would be one secret more to leak, with the same holes.
 */
@NullMarked
package dev.automat.provisioner.gcp.redis;

import org.jspecify.annotations.NullMarked;
