package dev.automat.provisioner.gcp.pubsub;

import com.google.protobuf.FieldMask;
import com.google.pubsub.v1.MessageStoragePolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is asked for, as Google's definitions have it.
 *
 * @param settings valid against the type's schema
 * @param tags all to set
 */
record WantedQueue(
    ResourceRef ref,
    QueueNames names,
    Map<String, Object> settings,
    Map<String, String> tags,
    Place place) {

  static final String LABELS = "labels";
  private static final String STORAGE = "message_storage_policy";
  private static final String KEY = "kms_key_name";

  /** What is asked for unless the settings say otherwise: our defaults, where Google has others. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(Keys.MAX_ATTEMPTS, 5L, Keys.EXPIRES, 0L, Keys.STORED_IN_REGION, true);

  static WantedQueue of(Desired desired, QueueNames names, Place place) {
    return new WantedQueue(desired.ref(), names, desired.settings(), desired.tags(), place);
  }

  /** A change: what it is to be, and which of its fields. */
  record Change<T>(T wanted, FieldMask fields) {}

  Topic topic() {
    return topic(names.topic());
  }

  Topic deadTopic() {
    return topic(names.deadTopic());
  }

  private Topic topic(String name) {
    Topic.Builder topic = Topic.newBuilder().setName(name).putAllLabels(labels());
    if (withDefault(Keys.STORED_IN_REGION).equals(Optional.of(true))) {
      topic.setMessageStoragePolicy(inRegion());
    }
    key().ifPresent(topic::setKmsKeyName);
    return topic.build();
  }

  /** Without labels: they are put on when all else is done. */
  Subscription subscription() {
    Subscription.Builder subscription =
        Subscription.newBuilder().setName(names.subscription()).setTopic(names.topic());
    subscription.getDeadLetterPolicyBuilder().setDeadLetterTopic(names.deadTopic());
    Optional.ofNullable(settings.get(Keys.ORDERED))
        .ifPresent(value -> subscription.setEnableMessageOrdering((Boolean) value));
    SubscriptionSetting.ALL.forEach(
        setting ->
            withDefault(setting.key())
                .ifPresent(value -> setting.write().accept(subscription, value)));
    return subscription.build();
  }

  Subscription deadSubscription() {
    Subscription.Builder subscription =
        Subscription.newBuilder()
            .setName(names.deadSubscription())
            .setTopic(names.deadTopic())
            .putAllLabels(labels());
    withDefault(Keys.EXPIRES)
        .ifPresent(value -> SubscriptionSetting.EXPIRY.write().accept(subscription, value));
    withDefault(Keys.DEAD_LETTER_RETENTION)
        .ifPresent(value -> SubscriptionSetting.RETENTION.write().accept(subscription, value));
    return subscription.build();
  }

  /** What of a topic, or of that for dead letters, is to change. */
  Optional<Change<Topic>> changes(Topic there) {
    Set<String> paths = new TreeSet<>();
    Topic.Builder topic = there.toBuilder();
    boolean inRegion = FoundQueue.isStoredIn(there, place);
    Optional<Boolean> wanted =
        Optional.ofNullable(settings.get(Keys.STORED_IN_REGION)).map(Boolean.class::cast);
    if (wanted.isPresent() && wanted.get() != inRegion) {
      paths.add(STORAGE);
      topic.clearMessageStoragePolicy();
      if (wanted.get()) {
        topic.setMessageStoragePolicy(inRegion());
      }
    }
    // Only one key for another: whether there is one at all is decided at the creation.
    Optional<String> key = Optional.ofNullable(settings.get(Keys.KMS_KEY)).map(Object::toString);
    if (key.isPresent()
        && !there.getKmsKeyName().isEmpty()
        && !there.getKmsKeyName().equals(key.get())) {
      paths.add(KEY);
      topic.setKmsKeyName(key.get());
    }
    Map<String, String> missing = missing(labels(), there.getLabelsMap());
    if (!missing.isEmpty()) {
      paths.add(LABELS);
      topic.putAllLabels(missing);
    }
    return change(topic.build(), paths);
  }

  /** What of the subscription is to change, without its labels. */
  Optional<Change<Subscription>> changes(Subscription there) {
    Set<String> paths = new TreeSet<>();
    Subscription.Builder subscription = there.toBuilder();
    for (SubscriptionSetting setting : SubscriptionSetting.ALL) {
      changed(setting, settings, there)
          .ifPresent(
              value -> {
                setting.write().accept(subscription, value);
                paths.add(setting.path());
              });
    }
    String letters = there.getDeadLetterPolicy().getDeadLetterTopic();
    if (!letters.equals(names.deadTopic())) {
      subscription.getDeadLetterPolicyBuilder().setDeadLetterTopic(names.deadTopic());
      withDefault(Keys.MAX_ATTEMPTS)
          .ifPresent(
              most ->
                  subscription
                      .getDeadLetterPolicyBuilder()
                      .setMaxDeliveryAttempts(((Number) most).intValue()));
      paths.add(SubscriptionSetting.DEAD_LETTERS);
    }
    return change(subscription.build(), paths);
  }

  /** What of the subscription that keeps dead letters is to change. */
  Optional<Change<Subscription>> changesToDead(Subscription there) {
    Set<String> paths = new TreeSet<>();
    Subscription.Builder subscription = there.toBuilder();
    Map<String, Object> wanted = new LinkedHashMap<>();
    Optional.ofNullable(settings.get(Keys.DEAD_LETTER_RETENTION))
        .ifPresent(value -> wanted.put(Keys.RETENTION, value));
    Optional.ofNullable(settings.get(Keys.EXPIRES))
        .ifPresent(value -> wanted.put(Keys.EXPIRES, value));
    for (SubscriptionSetting setting :
        List.of(SubscriptionSetting.RETENTION, SubscriptionSetting.EXPIRY)) {
      changed(setting, wanted, there)
          .ifPresent(
              value -> {
                setting.write().accept(subscription, value);
                paths.add(setting.path());
              });
    }
    Map<String, String> missing = missing(labels(), there.getLabelsMap());
    if (!missing.isEmpty()) {
      paths.add(LABELS);
      subscription.putAllLabels(missing);
    }
    return change(subscription.build(), paths);
  }

  /** The labels that the subscription lacks: the last thing that is written. */
  Optional<Change<Subscription>> lastLabels(Subscription there) {
    Map<String, String> missing = missing(labels(), there.getLabelsMap());
    return missing.isEmpty()
        ? Optional.empty()
        : change(there.toBuilder().putAllLabels(missing).build(), Set.of(LABELS));
  }

  private static Optional<Object> changed(
      SubscriptionSetting setting, Map<String, Object> wanted, Subscription there) {
    return Optional.ofNullable(wanted.get(setting.key()))
        .filter(value -> !setting.read().apply(there).equals(Optional.of(value)));
  }

  private static <T> Optional<Change<T>> change(T wanted, Set<String> paths) {
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(new Change<>(wanted, FieldMask.newBuilder().addAllPaths(paths).build()));
  }

  private static Map<String, String> missing(
      Map<String, String> wanted, Map<String, String> there) {
    Map<String, String> missing = new TreeMap<>(wanted);
    missing.entrySet().removeIf(label -> label.getValue().equals(there.get(label.getKey())));
    return missing;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(Labels.of(tags));
    labels.put(FoundQueue.REGION_LABEL, place.region());
    return labels;
  }

  private MessageStoragePolicy inRegion() {
    return MessageStoragePolicy.newBuilder().addAllowedPersistenceRegions(place.region()).build();
  }

  private Optional<Object> withDefault(String key) {
    return Optional.ofNullable(settings.get(key)).or(() -> Optional.ofNullable(DEFAULTS.get(key)));
  }

  private Optional<String> key() {
    Optional<String> named = Optional.ofNullable(settings.get(Keys.KMS_KEY)).map(Object::toString);
    Optional<Object> customer = Optional.ofNullable(settings.get(Keys.CUSTOMER_KEY));
    Optional<String> ofRegion = place.settings().kmsKeyName();
    if (customer.equals(Optional.of(true)) && named.isEmpty() && ofRegion.isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "customerKey asks for the key of the region, and none is configured",
          "set %s.kmsKeyName in the platform configuration, or customerKey to false"
              .formatted(place.configurationKey()));
    }
    return named.or(() -> customer.equals(Optional.of(false)) ? Optional.empty() : ofRegion);
  }
}
