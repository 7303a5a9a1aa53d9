package dev.automat.provisioner.aws.sqs;

import static dev.automat.provisioner.aws.sqs.SqsDescriptor.ENCRYPTED;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.KMS_KEY;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.KMS_REUSE;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How messages are to be encrypted at rest. SQS has two ways, of which a queue has one or none: a
 * KMS key, or a key that SQS owns. Setting a KMS key ends the other; taking it away brings the
 * other back.
 *
 * @param encrypted whether at all, if that was asked for
 * @param key the KMS key, if one was asked for; {@link #NO_KEY} for none
 * @param reuseSeconds of data keys of KMS
 */
record Encryption(
    Optional<Boolean> encrypted, Optional<String> key, Optional<String> reuseSeconds) {

  /** The setting that asks for no KMS key. */
  static final String NO_KEY = "none";

  /** The setting that asks for the key that the platform configuration has for the region. */
  static final String KEY_OF_REGION = "region";

  /**
   * @throws ProvisionerException of type USER if what is asked for contradicts itself, or the
   *     region has no key
   */
  static Encryption of(Map<String, Object> settings, Place place) {
    Encryption wanted =
        new Encryption(
            Optional.ofNullable(settings.get(ENCRYPTED)).map(Boolean.TRUE::equals),
            Optional.ofNullable(settings.get(KMS_KEY)).map(key -> resolved(key.toString(), place)),
            Optional.ofNullable(settings.get(KMS_REUSE)).map(Object::toString));
    if (wanted.encrypted.equals(Optional.of(false)) && wanted.hasKey()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "encrypted is false, and kmsKey names a key",
          "have the platform team remove one of them from the module");
    }
    return wanted;
  }

  /** What to set, given what the queue has. */
  Map<QueueAttributeName, String> changesTo(Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> changes = new EnumMap<>(QueueAttributeName.class);
    String current = attributes.getOrDefault(QueueAttributeName.KMS_MASTER_KEY_ID, "");
    if (hasKey()) {
      key.filter(wanted -> !sameKey(wanted, current))
          .ifPresent(wanted -> changes.put(QueueAttributeName.KMS_MASTER_KEY_ID, wanted));
    } else {
      changes.putAll(withoutKey(current, attributes));
    }
    if (hasKey() || (!current.isEmpty() && changes.isEmpty())) {
      reuseSeconds
          .filter(
              wanted ->
                  !wanted.equals(
                      attributes.get(QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS)))
          .ifPresent(
              wanted -> changes.put(QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS, wanted));
    }
    return changes;
  }

  private Map<QueueAttributeName, String> withoutKey(
      String current, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> changes = new EnumMap<>(QueueAttributeName.class);
    boolean keyGoes = key.isPresent() || encrypted.equals(Optional.of(false));
    if (!current.isEmpty() && keyGoes) {
      changes.put(QueueAttributeName.KMS_MASTER_KEY_ID, "");
    }
    if (current.isEmpty() || keyGoes) {
      encrypted
          .map(Object::toString)
          .filter(
              wanted -> !wanted.equals(attributes.get(QueueAttributeName.SQS_MANAGED_SSE_ENABLED)))
          .ifPresent(wanted -> changes.put(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, wanted));
    }
    return changes;
  }

  private boolean hasKey() {
    return key.filter(wanted -> !wanted.equals(NO_KEY)).isPresent();
  }

  /** Whether the queue's messages are encrypted, in either way. */
  static boolean isOn(FoundQueue queue) {
    return !keyOf(queue).equals(NO_KEY)
        || queue.attribute(QueueAttributeName.SQS_MANAGED_SSE_ENABLED).equals("true");
  }

  /** The queue's KMS key; {@link #NO_KEY} if it has none. */
  static String keyOf(FoundQueue queue) {
    String key = queue.attribute(QueueAttributeName.KMS_MASTER_KEY_ID);
    return key.isEmpty() ? NO_KEY : key;
  }

  /** Whether both name the same key: SQS keeps it as it was written, an alias with ARN or not. */
  static boolean sameKey(String one, String other) {
    return one.equals(other) || isNameOf(one, other) || isNameOf(other, one);
  }

  private static boolean isNameOf(String name, String arn) {
    return !name.isEmpty() && arn.startsWith("arn:") && arn.endsWith(":" + name);
  }

  private static String resolved(String key, Place place) {
    if (!key.equals(KEY_OF_REGION)) {
      return key;
    }
    return place
        .settings()
        .kmsKeyArn()
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.INVALID_SETTINGS,
                    "kmsKey is 'region', and no key is configured for %s in account %s"
                        .formatted(place.region(), place.accountName()),
                    "set provisioners.aws.accounts.%s.regions.%s.kmsKeyArn in the platform"
                            .formatted(place.accountName(), place.region())
                        + " configuration, or have the module name another key"));
  }
}
