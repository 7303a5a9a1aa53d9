/**
 * Queues on Pub/Sub: {@code gcp/pubsub}. What is desired comes in; calls of the Pub/Sub admin API
 * go out, and what it shows in the words of the settings schema.
 *
 * <p>A queue is four things that carry its name: a topic and its subscription, and a topic for dead
 * letters with a subscription that keeps them. The topic is made first and deleted last, so that
 * whatever a crash leaves is found by it. The subscription is made without labels, and gets them
 * when Pub/Sub's own service account may forward dead letters from it: a tag is only shown where
 * all four carry its label, so that the engine asks for an update of whatever is not complete.
 */
@NullMarked
package dev.automat.provisioner.gcp.pubsub;

import org.jspecify.annotations.NullMarked;
