package dev.automat.provisioner.gcp.pubsub;

/** What settings and outputs are called. */
final class Keys {

  static final String ACK_DEADLINE = "ackDeadlineSeconds";
  static final String DELAY = "delaySeconds";
  static final String RETENTION = "messageRetentionSeconds";
  static final String RETAIN_ACKED = "retainAcknowledged";
  static final String ORDERED = "ordered";
  static final String EXACTLY_ONCE = "exactlyOnce";
  static final String MAX_ATTEMPTS = "maxDeliveryAttempts";
  static final String DEAD_LETTER_RETENTION = "deadLetterRetentionSeconds";
  static final String MIN_BACKOFF = "minimumBackoffSeconds";
  static final String MAX_BACKOFF = "maximumBackoffSeconds";
  static final String EXPIRES = "expiresAfterIdleDays";
  static final String STORED_IN_REGION = "storedInRegion";
  static final String KMS_KEY = "kmsKeyName";
  static final String CUSTOMER_KEY = "customerKey";

  static final String URL = "url";
  static final String ENDPOINT = "endpoint";
  static final String REGION = "region";
  static final String NAME = "name";
  static final String PROJECT = "project";
  static final String TOPIC = "topic";
  static final String SUBSCRIPTION = "subscription";
  static final String DEAD_LETTER_SUBSCRIPTION = "deadLetterSubscription";

  private Keys() {}
}
