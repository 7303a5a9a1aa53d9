package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.provisioner.gcp.account.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All queues that a list of topics and one of subscriptions show, also those in parts. */
final class FoundQueues {

  private FoundQueues() {}

  /** In the order of their names; others' too. */
  static List<FoundQueue> of(Place place, List<Topic> topics, List<Subscription> subscriptions) {
    Map<String, Topic> topicsByName = byName(topics, Topic::getName);
    Map<String, Subscription> subscriptionsByName = byName(subscriptions, Subscription::getName);
    Map<String, QueueNames> queues = new TreeMap<>();
    Stream.concat(topicsByName.keySet().stream(), subscriptionsByName.keySet().stream())
        .map(part -> QueueNames.ofPart(place.project(), part))
        .forEach(names -> queues.put(names.externalName(), names));
    return queues.values().stream()
        .map(
            names ->
                new FoundQueue(
                    names,
                    Optional.ofNullable(topicsByName.get(names.topic())),
                    Optional.ofNullable(topicsByName.get(names.deadTopic())),
                    Optional.ofNullable(subscriptionsByName.get(names.deadSubscription())),
                    Optional.ofNullable(subscriptionsByName.get(names.subscription()))))
        .filter(found -> !found.isNothing())
        .toList();
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    return all.stream().collect(Collectors.toMap(name, each -> each, (one, _) -> one));
  }
}
