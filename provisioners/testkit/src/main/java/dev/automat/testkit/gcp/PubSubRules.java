package dev.automat.testkit.gcp;

import com.google.protobuf.Duration;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Pub/Sub takes, by the comments of Google's definitions and the page "Quotas and limits". */
final class PubSubRules {

  /** What may stand in the mask of an update of a topic. */
  static final Set<String> TOPIC_FIELDS =
      Set.of(
          "labels",
          "message_storage_policy",
          "kms_key_name",
          "message_retention_duration",
          "schema_settings");

  /** What may stand in the mask of an update of a subscription: not its topic, order or filter. */
  static final Set<String> SUBSCRIPTION_FIELDS =
      Set.of(
          "push_config",
          "ack_deadline_seconds",
          "retain_acked_messages",
          "message_retention_duration",
          "labels",
          "expiration_policy",
          "dead_letter_policy",
          "retry_policy",
          "enable_exactly_once_delivery");

  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final int MOST_LABELS = 64;
  private static final long TEN_MINUTES = 600;
  private static final long A_DAY = 86_400;
  private static final long MOST_DAYS = 31;

  private PubSubRules() {}

  static void check(Topic topic) {
    name(topic.getName(), "topics");
    labels(topic.getLabelsMap());
    if (topic.hasMessageRetentionDuration()) {
      retention(topic.getMessageRetentionDuration());
    }
  }

  static void check(Subscription subscription) {
    name(subscription.getName(), "subscriptions");
    labels(subscription.getLabelsMap());
    retention(subscription.getMessageRetentionDuration());
    if (subscription.getAckDeadlineSeconds() < 10 || subscription.getAckDeadlineSeconds() > 600) {
      throw GrpcRefusal.invalid(
          "Invalid ack deadline given (ack_deadline_seconds=%d). Must be between 10 and 600."
              .formatted(subscription.getAckDeadlineSeconds()));
    }
    if (subscription.hasDeadLetterPolicy()) {
      int attempts = subscription.getDeadLetterPolicy().getMaxDeliveryAttempts();
      if (attempts < 5 || attempts > 100) {
        throw GrpcRefusal.invalid(
            "Invalid max delivery attempts (max_delivery_attempts=%d). Must be between 5 and 100."
                .formatted(attempts));
      }
    }
    if (subscription.hasRetryPolicy()) {
      backoff(subscription.getRetryPolicy().getMinimumBackoff());
      backoff(subscription.getRetryPolicy().getMaximumBackoff());
      if (subscription.getRetryPolicy().getMinimumBackoff().getSeconds()
          > subscription.getRetryPolicy().getMaximumBackoff().getSeconds()) {
        throw GrpcRefusal.invalid("The minimum backoff must not exceed the maximum backoff.");
      }
    }
    if (subscription.getExpirationPolicy().hasTtl()
        && subscription.getExpirationPolicy().getTtl().getSeconds() < A_DAY) {
      throw GrpcRefusal.invalid("The expiration policy's ttl must be at least one day.");
    }
  }

  private static void name(String name, String collection) {
    String[] parts = name.split("/", -1);
    boolean right =
        parts.length == 4
            && parts[0].equals("projects")
            && parts[2].equals(collection)
            && ID.matcher(parts[3]).matches()
            && !parts[3].startsWith("goog");
    if (!right) {
      throw GrpcRefusal.invalid("Invalid [%s] name: (name=%s)".formatted(collection, name));
    }
  }

  private static void labels(Map<String, String> labels) {
    if (labels.size() > MOST_LABELS) {
      throw GrpcRefusal.invalid("There are more than 64 labels.");
    }
    labels.forEach(
        (key, value) -> {
          if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
            throw GrpcRefusal.invalid("Invalid label: " + key + "=" + value);
          }
        });
  }

  private static void retention(Duration duration) {
    if (duration.getSeconds() < TEN_MINUTES || duration.getSeconds() > MOST_DAYS * A_DAY) {
      throw GrpcRefusal.invalid(
          "Invalid message retention duration: %d s. Must be between 10 minutes and 31 days."
              .formatted(duration.getSeconds()));
    }
  }

  private static void backoff(Duration duration) {
    if (duration.getSeconds() < 0 || duration.getSeconds() > TEN_MINUTES) {
      throw GrpcRefusal.invalid("A backoff must be between 0 and 600 seconds.");
    }
  }

  /**
   * @throws io.grpc.StatusRuntimeException if a path of the mask can not be changed, or there is
   *     none
   */
  static void mask(Iterable<String> paths, Set<String> fields) {
    boolean none = true;
    for (String path : paths) {
      none = false;
      if (!fields.contains(path)) {
        throw GrpcRefusal.invalid(
            "Invalid update_mask provided in the UpdateRequest: the field %s can not be changed."
                .formatted(path));
      }
    }
    if (none) {
      throw GrpcRefusal.invalid("The update_mask in the UpdateRequest must be set and not empty.");
    }
  }
}
