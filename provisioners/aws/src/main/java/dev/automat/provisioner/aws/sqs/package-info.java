/**
 * Queues on SQS: {@code aws/sqs}. Settings come in; a queue with its dead-letter queue stands in
 * AWS.
 *
 * <p>A resource is one queue, {@code <externalName>}, and, where messages are given up after some
 * receives, a second one beside it, {@code <externalName>-dlq}; both end in {@code .fifo} if they
 * keep order. Both are tagged in the call that makes them. The queue is made first, then the
 * dead-letter queue, then the first is pointed to the second: wherever that is cut off, the next
 * {@code create} or {@code update} goes on. They are deleted the other way round.
 */
@NullMarked
package dev.automat.provisioner.aws.sqs;

import org.jspecify.annotations.NullMarked;
