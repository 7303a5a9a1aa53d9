/**
 * The type {@code local/sqs-queue}: a queue, with its dead-letter queue, on an SQS-compatible
 * server (ElasticMQ) that runs inside this process on the loopback address and starts when it is
 * first needed. Desired settings come in; what the server says over the SQS protocol goes out.
 *
 * <p>What is kept: queues with their settings and tags, and every acknowledged message, in a file
 * that survives {@code kill -9} of this process. A power cut may cost the last messages: they are
 * handed to the operating system, not flushed to the disk one by one.
 *
 * <p>What this server does not do, plainly:
 *
 * <ul>
 *   <li>It does not check credentials, signatures or policies: whoever reaches the port may use
 *       every queue. Any access key will do, but the AWS SDKs want one. So nobody can be shut out
 *       of a queue either, and the type has no quarantine.
 *   <li>It has no retention: messages stay until they are deleted, whatever {@code
 *       messageRetentionSeconds} says. The setting is accepted, because golden paths have it for
 *       other clouds, and it is not observed.
 *   <li>It has no encryption.
 *   <li>After a restart a purged queue has its messages back, and a FIFO queue has forgotten its
 *       deduplication ids.
 * </ul>
 *
 * <p>The queue is made before its dead-letter queue and deleted after it. A queue alone thus shows
 * as a difference in {@code maxReceiveCount}, which {@code update} corrects, and whatever a delete
 * that was cut short has left is still seen. A dead-letter queue alone means that somebody else
 * deleted the queue: that is absent, and {@code delete} takes the rest.
 */
@NullMarked
package dev.automat.provisioner.local.queue;

import org.jspecify.annotations.NullMarked;
