package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_MASTER_KEY_ID;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.SQS_MANAGED_SSE_ENABLED;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** From one way to encrypt to the other, and what is left alone. */
final class EncryptionTest {

  private static final Map<QueueAttributeName, String> OPEN =
      Map.of(SQS_MANAGED_SSE_ENABLED, "false");
  private static final Map<QueueAttributeName, String> OWN_KEY =
      Map.of(SQS_MANAGED_SSE_ENABLED, "true");
  private static final Map<QueueAttributeName, String> KMS =
      Map.of(
          SQS_MANAGED_SSE_ENABLED,
          "false",
          KMS_MASTER_KEY_ID,
          "alias/queues",
          KMS_DATA_KEY_REUSE_PERIOD_SECONDS,
          "300");

  @Test
  void whatWasNotAskedForIsLeftAlone() {
    Encryption silent = wanted(Optional.empty(), Optional.empty());
    assertEquals(Map.of(), silent.changesTo(OPEN));
    assertEquals(Map.of(), silent.changesTo(OWN_KEY));
    assertEquals(Map.of(), silent.changesTo(KMS));
    assertEquals(Map.of(), silent.changesTo(Map.of()));
  }

  @Test
  void encryptedIsContentWithEitherWay() {
    Encryption encrypted = wanted(Optional.of(true), Optional.empty());
    assertEquals(Map.of(SQS_MANAGED_SSE_ENABLED, "true"), encrypted.changesTo(OPEN));
    assertEquals(Map.of(), encrypted.changesTo(OWN_KEY));
    assertEquals(Map.of(), encrypted.changesTo(KMS));
  }

  @Test
  void notEncryptedEndsBothWays() {
    Encryption open = wanted(Optional.of(false), Optional.empty());
    assertEquals(Map.of(), open.changesTo(OPEN));
    assertEquals(Map.of(SQS_MANAGED_SSE_ENABLED, "false"), open.changesTo(OWN_KEY));
    assertEquals(Map.of(KMS_MASTER_KEY_ID, ""), open.changesTo(KMS));
  }

  @Test
  void aKeyIsSetWhereItIsNot() {
    Encryption key = wanted(Optional.of(true), Optional.of("alias/queues"));
    assertEquals(Map.of(KMS_MASTER_KEY_ID, "alias/queues"), key.changesTo(OPEN));
    assertEquals(Map.of(KMS_MASTER_KEY_ID, "alias/queues"), key.changesTo(OWN_KEY));
    assertEquals(Map.of(), key.changesTo(KMS));
    assertEquals(Map.of(KMS_MASTER_KEY_ID, "alias/queues"), key.changesTo(Map.of()));
  }

  @Test
  void noKeyTakesItAwayAndGoesBackToSqssOwn() {
    Encryption none = wanted(Optional.of(true), Optional.of(Encryption.NO_KEY));
    assertEquals(
        Map.of(KMS_MASTER_KEY_ID, "", SQS_MANAGED_SSE_ENABLED, "true"), none.changesTo(KMS));
    assertEquals(Map.of(), none.changesTo(OWN_KEY));
  }

  @Test
  void howLongDataKeysLiveIsSetOnlyWithAKey() {
    Optional<String> seconds = Optional.of("600");
    Map<QueueAttributeName, String> reuse = Map.of(KMS_DATA_KEY_REUSE_PERIOD_SECONDS, "600");
    assertEquals(reuse, new Encryption(Optional.empty(), Optional.empty(), seconds).changesTo(KMS));
    assertEquals(
        Map.of(), new Encryption(Optional.of(true), Optional.empty(), seconds).changesTo(OWN_KEY));
    assertEquals(
        Map.of(KMS_MASTER_KEY_ID, ""),
        new Encryption(Optional.empty(), Optional.of(Encryption.NO_KEY), seconds).changesTo(KMS));
  }

  @Test
  void anAliasIsTheSameWithItsArn() {
    String arn = "arn:aws:kms:eu-central-1:123456789012:alias/queues";
    assertTrue(Encryption.sameKey("alias/queues", arn));
    assertTrue(Encryption.sameKey(arn, "alias/queues"));
    assertFalse(Encryption.sameKey("alias/queue", arn));
    assertFalse(Encryption.sameKey("alias/queues", ""));
    assertFalse(Encryption.sameKey("", arn));
  }

  private static Encryption wanted(Optional<Boolean> encrypted, Optional<String> key) {
    return new Encryption(encrypted, key, Optional.empty());
  }
}
