/** Tests of queues on SQS. */
@NullMarked
package dev.automat.provisioner.aws.sqs;

import org.jspecify.annotations.NullMarked;
