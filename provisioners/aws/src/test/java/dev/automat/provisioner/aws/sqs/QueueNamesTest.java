package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each resource has four names, and each of them leads back to it. */
final class QueueNamesTest {

  private static final String UID = "m4q7zt2hcx5kd3wbn6ra";

  @Test
  void deadLettersAreDeletedBeforeTheirQueue() {
    assertEquals(
        List.of("orders-dlq", "orders-dlq.fifo", "orders", "orders.fifo"),
        new QueueNames("orders").all());
  }

  @Test
  void everyNameLeadsBackToTheResource() {
    String external = "orders-" + UID;
    for (String name : new QueueNames(external).all()) {
      assertEquals(external, QueueNames.externalOf(name), name);
    }
  }

  @Test
  void deadLettersAreToldFromQueues() {
    QueueNames names = new QueueNames("dlq-" + UID);
    assertTrue(QueueNames.isDeadLetters(names.deadLetters(true)));
    assertTrue(QueueNames.isDeadLetters(names.deadLetters(false)));
    assertFalse(QueueNames.isDeadLetters(names.main(true)));
    assertFalse(QueueNames.isDeadLetters(names.main(false)));
  }

  @Test
  void theLongestNameFitsIntoWhatSqsTakes() {
    String external = SqsDescriptor.DESCRIPTOR.naming().externalName("x".repeat(40), UID);
    int longest = new QueueNames("x".repeat(71)).deadLetters(true).length();
    assertEquals(80, longest);
    assertTrue(external.length() <= 71, external);
  }
}
