package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The statement that keeps everybody from the messages, beside those of others. */
class QuarantinePolicyTest {

  private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:orders";
  private static final String OTHERS =
      """
      {"Version":"2012-10-17","Id":"theirs","Statement":[{"Sid":"own","Effect":"Allow",\
      "Principal":{"AWS":"123456789012"},"Action":"sqs:*","Resource":"%s"}]}\
      """
          .formatted(ARN);

  private static QuarantinePolicy of(String text) {
    return new QuarantinePolicy(text, ARN);
  }

  @Test
  void everybodyIsKeptFromTheMessagesAndNobodyFromTheQueue() {
    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"AutomatQuarantine","Effect":"Deny",\
        "Principal":"*","Action":["sqs:SendMessage","sqs:ReceiveMessage","sqs:DeleteMessage",\
        "sqs:ChangeMessageVisibility","sqs:PurgeQueue"],"Resource":"%s"}]}\
        """
            .formatted(ARN),
        of("").closed().orElseThrow());
  }

  @Test
  void whatIsClosedOrOpenAlreadyIsNotWritten() {
    String closed = of(OTHERS).closed().orElseThrow();
    assertEquals(Optional.empty(), of(closed).closed());
    assertEquals(Optional.empty(), of(OTHERS).opened());
    assertEquals(Optional.empty(), of("").opened());
  }

  @Test
  void aDenialThatSomebodyLoosenedIsWrittenAgain() {
    String closed = of(OTHERS).closed().orElseThrow();
    String loosened = closed.replace("\"sqs:ReceiveMessage\",", "");
    assertEquals(closed, of(loosened).closed().orElseThrow());
    assertEquals(OTHERS, of(loosened).opened().orElseThrow());
  }

  @Test
  void whatOthersWroteStaysAndComesBackAsItWas() {
    String closed = of(OTHERS).closed().orElseThrow();
    assertTrue(closed.contains("\"Id\":\"theirs\""));
    assertTrue(closed.contains("\"Sid\":\"own\""));
    assertEquals(OTHERS, of(closed).opened().orElseThrow());
    assertEquals("", of(of("").closed().orElseThrow()).opened().orElseThrow());
  }

  @Test
  void itIsNoDenialOfPlaintextAndNoGrant() {
    String closed = of("").closed().orElseThrow();
    assertFalse(new TransportPolicy(closed, ARN).denies());
    assertTrue(new GrantPolicy(closed, ARN).grants().isEmpty());
    String both = new TransportPolicy(closed, ARN).changedTo(true).orElseThrow();
    assertEquals(Optional.empty(), of(both).closed());
    assertTrue(new TransportPolicy(of(both).opened().orElseThrow(), ARN).denies());
  }
}
