package dev.automat.provisioner.gcp.pubsub;

import com.google.protobuf.Duration;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A setting that is one field of the subscription.
 *
 * @param key its name in the schema
 * @param path what an update mask calls the field: what shares it is written together
 * @param read empty if Google shows nothing
 * @param write leaves what else is in the field as it is
 */
record SubscriptionSetting(
    String key,
    String path,
    Function<Subscription, Optional<Object>> read,
    BiConsumer<Subscription.Builder, Object> write) {

  private static final long DAY = 86_400;

  static final String DEAD_LETTERS = "dead_letter_policy";

  static final SubscriptionSetting EXPIRY =
      new SubscriptionSetting(
          Keys.EXPIRES,
          "expiration_policy",
          subscription ->
              Optional.of(subscription.getExpirationPolicy().getTtl().getSeconds() / DAY),
          SubscriptionSetting::expire);

  static final SubscriptionSetting RETENTION =
      new SubscriptionSetting(
          Keys.RETENTION,
          "message_retention_duration",
          subscription -> Optional.of(subscription.getMessageRetentionDuration().getSeconds()),
          (subscription, value) -> subscription.setMessageRetentionDuration(seconds(value)));

  static final List<SubscriptionSetting> ALL =
      List.of(
          new SubscriptionSetting(
              Keys.ACK_DEADLINE,
              "ack_deadline_seconds",
              subscription -> Optional.of((long) subscription.getAckDeadlineSeconds()),
              (subscription, value) -> subscription.setAckDeadlineSeconds(number(value))),
          RETENTION,
          new SubscriptionSetting(
              Keys.RETAIN_ACKED,
              "retain_acked_messages",
              subscription -> Optional.of(subscription.getRetainAckedMessages()),
              (subscription, value) -> subscription.setRetainAckedMessages((Boolean) value)),
          new SubscriptionSetting(
              Keys.EXACTLY_ONCE,
              "enable_exactly_once_delivery",
              subscription -> Optional.of(subscription.getEnableExactlyOnceDelivery()),
              (subscription, value) -> subscription.setEnableExactlyOnceDelivery((Boolean) value)),
          new SubscriptionSetting(
              Keys.MAX_ATTEMPTS,
              DEAD_LETTERS,
              subscription ->
                  Optional.of((long) subscription.getDeadLetterPolicy().getMaxDeliveryAttempts()),
              (subscription, value) ->
                  subscription.getDeadLetterPolicyBuilder().setMaxDeliveryAttempts(number(value))),
          new SubscriptionSetting(
              Keys.MIN_BACKOFF,
              "retry_policy",
              subscription ->
                  backoff(
                      subscription, RetryPolicy::hasMinimumBackoff, RetryPolicy::getMinimumBackoff),
              (subscription, value) ->
                  subscription.getRetryPolicyBuilder().setMinimumBackoff(seconds(value))),
          new SubscriptionSetting(
              Keys.MAX_BACKOFF,
              "retry_policy",
              subscription ->
                  backoff(
                      subscription, RetryPolicy::hasMaximumBackoff, RetryPolicy::getMaximumBackoff),
              (subscription, value) ->
                  subscription.getRetryPolicyBuilder().setMaximumBackoff(seconds(value))),
          EXPIRY);

  /** A policy without a time to live is that of a subscription that never expires. */
  private static void expire(Subscription.Builder subscription, Object days) {
    long wanted = ((Number) days).longValue();
    subscription.clearExpirationPolicy().getExpirationPolicyBuilder();
    if (wanted > 0) {
      subscription.getExpirationPolicyBuilder().setTtl(seconds(wanted * DAY));
    }
  }

  /** Without a policy a message comes again at once. */
  private static Optional<Object> backoff(
      Subscription subscription,
      Function<RetryPolicy, Boolean> has,
      Function<RetryPolicy, Duration> get) {
    return Optional.of(subscription.getRetryPolicy())
        .map(policy -> has.apply(policy) ? get.apply(policy).getSeconds() : 0L);
  }

  private static Duration seconds(Object value) {
    return Duration.newBuilder().setSeconds(((Number) value).longValue()).build();
  }

  private static int number(Object value) {
    return ((Number) value).intValue();
  }
}
