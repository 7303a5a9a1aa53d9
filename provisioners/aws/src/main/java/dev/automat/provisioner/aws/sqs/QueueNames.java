package dev.automat.provisioner.aws.sqs;

import java.util.List;

/**
 * The names of one resource's queues. An external name does not tell whether its queue is FIFO, so
 * that each has two possible names.
 */
record QueueNames(String external) {

  private static final String FIFO_SUFFIX = ".fifo";
  private static final String DEAD_LETTERS = "-dlq";

  String main(boolean fifo) {
    return external + suffix(fifo);
  }

  /** A FIFO queue's dead-letter queue must be FIFO too. */
  String deadLetters(boolean fifo) {
    return external + DEAD_LETTERS + suffix(fifo);
  }

  static boolean isFifo(String queue) {
    return queue.endsWith(FIFO_SUFFIX);
  }

  /** An external name ends in a uid, so that this can not be the end of one. */
  static boolean isDeadLetters(String queue) {
    return withoutSuffix(queue).endsWith(DEAD_LETTERS);
  }

  /** Every name that a queue of this resource can have, in the order in which they are deleted. */
  List<String> all() {
    return List.of(deadLetters(false), deadLetters(true), main(false), main(true));
  }

  /** The external name of the resource whose queue that is. */
  static String externalOf(String queue) {
    String plain = withoutSuffix(queue);
    return plain.endsWith(DEAD_LETTERS)
        ? plain.substring(0, plain.length() - DEAD_LETTERS.length())
        : plain;
  }

  private static String withoutSuffix(String queue) {
    return isFifo(queue) ? queue.substring(0, queue.length() - FIFO_SUFFIX.length()) : queue;
  }

  private static String suffix(boolean fifo) {
    return fifo ? FIFO_SUFFIX : "";
  }
}
