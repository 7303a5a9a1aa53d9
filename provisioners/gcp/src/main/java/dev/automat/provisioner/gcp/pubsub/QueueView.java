package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.provisioner.gcp.account.GcpService;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands of a queue, in the words of the SPI. */
record QueueView(Place place, FoundQueue found) {

  private static final String GOOGLES = "https://pubsub.googleapis.com";

  Present present() {
    return new Present(
        Optional.of(found.names().topic()),
        State.AVAILABLE,
        message(),
        settings(),
        found.tags(),
        outputs(),
        parts());
  }

  /** The same words at every look. */
  private String message() {
    List<String> missing = found.missing();
    return missing.isEmpty() ? "" : "not there, or of no use: " + String.join(", ", missing);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    found.subscription().ifPresent(subscription -> show(settings, subscription));
    found
        .deadSubscription()
        .flatMap(SubscriptionSetting.RETENTION.read())
        .ifPresent(value -> settings.put(Keys.DEAD_LETTER_RETENTION, value));
    List<Topic> topics = found.topics();
    if (!topics.isEmpty()) {
      settings.put(
          Keys.STORED_IN_REGION,
          topics.stream().allMatch(topic -> FoundQueue.isStoredIn(topic, place)));
      List<String> keys = topics.stream().map(Topic::getKmsKeyName).distinct().toList();
      settings.put(Keys.CUSTOMER_KEY, !keys.contains(""));
      // Both topics hold messages: where their keys differ, that of the wrong one is to be seen,
      // and
      // which one that is only an update knows.
      keys.stream()
          .filter(key -> !key.isEmpty())
          .reduce((one, other) -> one + " and " + other)
          .ifPresent(shown -> settings.put(Keys.KMS_KEY, shown));
    }
    return settings;
  }

  private void show(Map<String, Object> settings, Subscription subscription) {
    settings.put(Keys.ORDERED, subscription.getEnableMessageOrdering());
    for (SubscriptionSetting setting : SubscriptionSetting.ALL) {
      setting.read().apply(subscription).ifPresent(value -> settings.put(setting.key(), value));
    }
    if (!subscription
        .getDeadLetterPolicy()
        .getDeadLetterTopic()
        .equals(found.names().deadTopic())) {
      settings.put(Keys.MAX_ATTEMPTS, 0L);
    }
    // Both subscriptions are to live as long: the first that expires is what is shown.
    found
        .deadSubscription()
        .flatMap(SubscriptionSetting.EXPIRY.read())
        .filter(days -> !days.equals(0L))
        .ifPresent(days -> settings.put(Keys.EXPIRES, days));
  }

  private Map<String, Object> outputs() {
    QueueNames names = found.names();
    String endpoint =
        place
            .connection(GcpService.PUBSUB)
            .endpoint()
            .map(URI::toString)
            .map(text -> text.replaceAll("/$", ""))
            .orElse(GOOGLES);
    Map<String, Object> outputs = new LinkedHashMap<>();
    outputs.put(Keys.URL, endpoint + "/v1/" + names.topic());
    outputs.put(Keys.ENDPOINT, endpoint);
    outputs.put(Keys.REGION, place.region());
    outputs.put(Keys.NAME, names.id());
    outputs.put(Keys.PROJECT, place.project());
    outputs.put(Keys.TOPIC, names.topic());
    outputs.put(Keys.SUBSCRIPTION, names.subscription());
    outputs.put(Keys.DEAD_LETTER_SUBSCRIPTION, names.deadSubscription());
    return outputs;
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    found.subscription().ifPresent(each -> parts.add(subscription("subscription", each.getName())));
    found.deadTopic().ifPresent(each -> parts.add(topic("dead-letter-topic", each.getName())));
    found
        .deadSubscription()
        .ifPresent(each -> parts.add(subscription("dead-letter-subscription", each.getName())));
    return parts;
  }

  private Part subscription(String role, String name) {
    return new Part(
        role, name, Optional.of(place.consoleLink("cloudpubsub/subscription/detail/" + id(name))));
  }

  private static String id(String fullName) {
    return fullName.substring(fullName.lastIndexOf('/') + 1);
  }

  private Part topic(String role, String name) {
    return new Part(
        role, name, Optional.of(place.consoleLink("cloudpubsub/topic/detail/" + id(name))));
  }
}
