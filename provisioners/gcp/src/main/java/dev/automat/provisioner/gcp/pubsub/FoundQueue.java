package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.Ownership;
import dev.automat.spi.Observation;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What stands of a queue.
 *
 * @param deadTopic the one for dead letters
 * @param deadSubscription the one that keeps them
 */
record FoundQueue(
    QueueNames names,
    Optional<Topic> topic,
    Optional<Topic> deadTopic,
    Optional<Subscription> deadSubscription,
    Optional<Subscription> subscription) {

  /** Holds the region of the placement: topics are everywhere. */
  static final String REGION_LABEL = "automat-region";

  boolean isNothing() {
    return labels().isEmpty();
  }

  /** Whether all four stand, belong together, and carry the same identity. */
  boolean isComplete(ResourceRef ref) {
    return missing().isEmpty() && OwnershipTags.ownerOf(tags(), ref) == OwnershipTags.Owner.OURS;
  }

  /** What is not there, or is there and of no use, for a person; in the order of making. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (topic.isEmpty()) {
      missing.add("topic " + names.topic());
    }
    if (deadTopic.isEmpty()) {
      missing.add("topic " + names.deadTopic());
    }
    if (deadSubscription.filter(each -> isOf(each, names.deadTopic())).isEmpty()) {
      missing.add("subscription " + names.deadSubscription());
    }
    if (subscription.filter(each -> isOf(each, names.topic())).isEmpty()) {
      missing.add("subscription " + names.subscription());
    }
    return missing;
  }

  /**
   * Whether it gets what is published to that topic. One whose topic was deleted names {@code
   * _deleted-topic_}, and can not be given another.
   */
  static boolean isOf(Subscription subscription, String topic) {
    return subscription.getTopic().equals(topic);
  }

  /** The labels of what stands, by the full name. */
  Map<String, Map<String, String>> labels() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    topic.ifPresent(each -> all.put(each.getName(), each.getLabelsMap()));
    deadTopic.ifPresent(each -> all.put(each.getName(), each.getLabelsMap()));
    deadSubscription.ifPresent(each -> all.put(each.getName(), each.getLabelsMap()));
    subscription.ifPresent(each -> all.put(each.getName(), each.getLabelsMap()));
    return all;
  }

  /** The labels that all four carry, but for our own: none if one of the four is missing. */
  Map<String, String> tags() {
    Map<String, Map<String, String>> all = labels();
    Map<String, String> tags = new TreeMap<>();
    if (all.size() == names.all().size()) {
      tags.putAll(all.values().iterator().next());
      all.values().forEach(labels -> tags.entrySet().retainAll(labels.entrySet()));
      tags.remove(REGION_LABEL);
    }
    return tags;
  }

  /** Whether any of it carries the installation. */
  boolean isOf(String installation) {
    return labels().values().stream()
        .anyMatch(labels -> installation.equals(labels.get(OwnershipTags.INSTALLATION)));
  }

  /**
   * Whether it belongs to the place: by a label, or where all of these were taken away by where its
   * messages are stored. What says nothing at all may belong to any.
   */
  boolean isIn(Place place) {
    Optional<String> region =
        labels().values().stream()
            .flatMap(labels -> Optional.ofNullable(labels.get(REGION_LABEL)).stream())
            .findFirst();
    return region.isPresent()
        ? region.get().equals(place.region())
        : topics().stream().allMatch(each -> isStoredIn(each, place));
  }

  /** Whether messages are stored in the region of the place and nowhere else. */
  static boolean isStoredIn(Topic topic, Place place) {
    return topic
        .getMessageStoragePolicy()
        .getAllowedPersistenceRegionsList()
        .equals(List.of(place.region()));
  }

  /** The topics that stand. */
  List<Topic> topics() {
    return Stream.of(topic, deadTopic).flatMap(Optional::stream).toList();
  }

  /** The uid that any of them carries. */
  Optional<String> uid() {
    return labels().values().stream()
        .flatMap(labels -> Optional.ofNullable(labels.get(OwnershipTags.UID)).stream())
        .findFirst();
  }

  /** What is wrong with taking all that stands for ours. */
  Optional<Observation.Foreign> foreign(ResourceRef ref) {
    return labels().entrySet().stream()
        .flatMap(
            part ->
                Ownership.foreign("Pub/Sub", part.getKey(), Optional.empty(), part.getValue(), ref)
                    .stream())
        .findFirst();
  }

  /**
   * @throws dev.automat.spi.ProvisionerException with {@code FOREIGN} if any of it is not ours
   */
  void requireOurs(ResourceRef ref) {
    labels()
        .forEach(
            (name, labels) -> Ownership.require("Pub/Sub", name, Optional.empty(), labels, ref));
  }
}
