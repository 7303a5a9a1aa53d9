package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The policies about dead letters, as SQS and others write them. */
final class RedriveTest {

  private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:orders-dlq";

  @Test
  void readsTheCountAsNumberAndAsText() {
    for (String count : new String[] {"5", "\"5\""}) {
      assertEquals(
          Optional.of(new Redrive(ARN, 5)),
          Redrive.of(
              queue(
                  "{\"maxReceiveCount\": %s, \"deadLetterTargetArn\":\"%s\"}"
                      .formatted(count, ARN))));
    }
  }

  @Test
  void readsWhatItWrote() {
    Redrive redrive = new Redrive(ARN, 7);
    assertEquals(Optional.of(redrive), Redrive.of(queue(redrive.policy())));
  }

  @Test
  void aQueueWithoutPolicyHasNone() {
    assertEquals(Optional.empty(), Redrive.of(queue("")));
  }

  @Test
  void onlyOneQueueMaySendItsDeadLetters() {
    assertTrue(
        Redrive.same(
            Redrive.allowOnly(ARN),
            "{ \"sourceQueueArns\": [\"" + ARN + "\"], \"redrivePermission\": \"byQueue\" }"));
    assertFalse(Redrive.same(Redrive.allowOnly(ARN), "{\"redrivePermission\":\"allowAll\"}"));
    assertFalse(Redrive.same(Redrive.allowOnly(ARN), ""));
  }

  @Test
  void aTargetThatIsNotSeenYetIsToldFromOtherRefusals() {
    assertTrue(
        Redrive.isTargetUnseen(
            refusal(
                "Value {...} for parameter RedrivePolicy is invalid. Reason: Dead letter target"
                    + " does not exist.")));
    assertFalse(
        Redrive.isTargetUnseen(refusal("Value {...} for parameter RedrivePolicy is invalid.")));
  }

  private static SdkException refusal(String message) {
    return SqsException.builder().message(message).build();
  }

  private static FoundQueue queue(String policy) {
    return new FoundQueue(
        "orders", "", Map.of(QueueAttributeName.REDRIVE_POLICY, policy), Map.of());
  }
}
