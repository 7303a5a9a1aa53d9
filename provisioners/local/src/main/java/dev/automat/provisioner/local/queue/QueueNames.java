package dev.automat.provisioner.local.queue;

import java.util.List;

/**
 * The names of one resource's queues. A queue's external name does not tell whether it is FIFO, so
 * that each queue has two possible names.
 */
record QueueNames(String external) {

  static final String FIFO_SUFFIX = ".fifo";
  private static final String DEAD_LETTERS = "-dlq";

  String main(boolean fifo) {
    return external + suffix(fifo);
  }

  /** A FIFO queue's dead-letter queue must be FIFO too. */
  String deadLetters(boolean fifo) {
    return external + DEAD_LETTERS + suffix(fifo);
  }

  static boolean isFifo(String name) {
    return name.endsWith(FIFO_SUFFIX);
  }

  /** Every name that a queue of this resource can have, in the order in which they are deleted. */
  List<String> all() {
    return List.of(deadLetters(false), deadLetters(true), main(false), main(true));
  }

  /** The resource to which a queue of this name would belong. */
  static QueueNames of(String queue) {
    String plain = isFifo(queue) ? cut(queue, FIFO_SUFFIX) : queue;
    return new QueueNames(plain.endsWith(DEAD_LETTERS) ? cut(plain, DEAD_LETTERS) : plain);
  }

  private static String cut(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }

  private static String suffix(boolean fifo) {
    return fifo ? FIFO_SUFFIX : "";
  }
}
