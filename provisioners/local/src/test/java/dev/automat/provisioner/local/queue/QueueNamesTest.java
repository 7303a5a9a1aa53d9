package dev.automat.provisioner.local.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QueueNamesTest {

  private static final int SQS_LIMIT = 80;

  @Test
  void everyNameLeadsBackToItsResource() {
    QueueNames names = new QueueNames("mails-x");
    names.all().forEach(queue -> assertEquals(names, QueueNames.of(queue), queue));
    assertEquals("mails-x.fifo", names.main(true));
    assertEquals("mails-x-dlq.fifo", names.deadLetters(true));
  }

  @Test
  void theLongestNameFitsTheLimitOfSqs() {
    String external =
        QueueDescriptor.DESCRIPTOR.naming().externalName("m".repeat(100), "a".repeat(20));
    new QueueNames(external).all().forEach(queue -> assertTrue(queue.length() <= SQS_LIMIT, queue));
  }

  @Test
  void aDeadLetterQueueIsDeletedBeforeItsQueue() {
    assertTrue(new QueueNames("m").all().indexOf("m-dlq") < new QueueNames("m").all().indexOf("m"));
  }
}
