package dev.automat.testkit.gcp;

import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.rpc.Code;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** What stands in {@link FakePubSub}. Whatever is read may be what stood a moment before. */
final class PubSubStore {

  static final String DELETED_TOPIC = "_deleted-topic_";

  /** A thing, as it is and as it was before its last change. */
  private record Kept<T>(Optional<T> now, Optional<T> before, Instant changed) {}

  private final InstantSource clock;
  private final BiPredicate<String, Instant> stale;
  private final Map<String, Kept<Topic>> topics = new TreeMap<>();
  private final Map<String, Kept<Subscription>> subscriptions = new TreeMap<>();
  private final Map<String, Policy> policies = new TreeMap<>();
  private long edits;

  /**
   * @param stale whether a read of that name does not see a change of that moment yet
   */
  PubSubStore(InstantSource clock, BiPredicate<String, Instant> stale) {
    this.clock = clock;
    this.stale = stale;
  }

  synchronized Optional<Topic> topic(String name) {
    return truth(topics, name);
  }

  synchronized Optional<Subscription> subscription(String name) {
    return truth(subscriptions, name);
  }

  synchronized Optional<Topic> shownTopic(String name) {
    requireProject(name);
    return shown(topics, name, "GetTopic");
  }

  synchronized Optional<Subscription> shownSubscription(String name) {
    requireProject(name);
    return shown(subscriptions, name, "GetSubscription");
  }

  synchronized List<Topic> shownTopics(String project) {
    return all(topics, project, "ListTopics");
  }

  synchronized List<Subscription> shownSubscriptions(String project) {
    return all(subscriptions, project, "ListSubscriptions");
  }

  synchronized List<Topic> topics() {
    return topics.values().stream().flatMap(kept -> kept.now().stream()).toList();
  }

  synchronized List<Subscription> subscriptions() {
    return subscriptions.values().stream().flatMap(kept -> kept.now().stream()).toList();
  }

  synchronized void make(Topic topic) {
    if (topic(topic.getName()).isPresent()) {
      throw GrpcRefusal.exists(id(topic.getName()));
    }
    keep(topics, topic.getName(), Optional.of(topic));
  }

  synchronized void make(Subscription subscription) {
    if (topic(subscription.getTopic()).isEmpty()) {
      throw GrpcRefusal.missing(id(subscription.getTopic()));
    }
    checkDeadLetters(subscription);
    if (subscription(subscription.getName()).isPresent()) {
      throw GrpcRefusal.exists(id(subscription.getName()));
    }
    keep(subscriptions, subscription.getName(), Optional.of(subscription));
  }

  synchronized Topic changeTopic(String name, UnaryOperator<Topic> change) {
    Topic changed = change.apply(topic(name).orElseThrow(() -> GrpcRefusal.missing(id(name))));
    keep(topics, name, Optional.of(changed));
    return changed;
  }

  synchronized Subscription changeSubscription(String name, UnaryOperator<Subscription> change) {
    Subscription changed =
        change.apply(subscription(name).orElseThrow(() -> GrpcRefusal.missing(id(name))));
    checkDeadLetters(changed);
    keep(subscriptions, name, Optional.of(changed));
    return changed;
  }

  /** Its subscriptions stay, with what they hold, and belong to no topic any more. */
  synchronized void deleteTopic(String name) {
    if (topic(name).isEmpty()) {
      throw GrpcRefusal.missing(id(name));
    }
    keep(topics, name, Optional.empty());
    policies.remove(name);
    for (Subscription each : subscriptions()) {
      if (each.getTopic().equals(name)) {
        keep(
            subscriptions,
            each.getName(),
            Optional.of(each.toBuilder().setTopic(DELETED_TOPIC).build()));
      }
    }
  }

  synchronized void deleteSubscription(String name) {
    if (subscription(name).isEmpty()) {
      throw GrpcRefusal.missing(id(name));
    }
    keep(subscriptions, name, Optional.empty());
    policies.remove(name);
  }

  synchronized Policy policy(String resource) {
    requireThere(resource);
    return kept(resource);
  }

  /**
   * @throws io.grpc.StatusRuntimeException if the policy was made of another than stands
   */
  synchronized Policy policy(String resource, Policy wanted) {
    requireThere(resource);
    if (!wanted.getEtag().isEmpty() && !wanted.getEtag().equals(kept(resource).getEtag())) {
      throw GrpcRefusal.of(
          Code.ABORTED,
          "There were concurrent policy changes. Please retry the whole read-modify-write with"
              + " exponential backoff.");
    }
    Policy.Builder kept = Policy.newBuilder();
    wanted.getBindingsList().stream()
        .filter(binding -> binding.getMembersCount() > 0)
        .forEach(kept::addBindings);
    Policy made = kept.setVersion(1).setEtag(nextEtag()).build();
    policies.put(resource, made);
    return made;
  }

  private Policy kept(String resource) {
    return policies.computeIfAbsent(
        resource, key -> Policy.newBuilder().setVersion(1).setEtag(nextEtag()).build());
  }

  private ByteString nextEtag() {
    return ByteString.copyFrom("edit " + ++edits, StandardCharsets.UTF_8);
  }

  private void requireThere(String resource) {
    if (topic(resource).isEmpty() && subscription(resource).isEmpty()) {
      throw GrpcRefusal.missing(id(resource));
    }
  }

  private void checkDeadLetters(Subscription subscription) {
    String letters = subscription.getDeadLetterPolicy().getDeadLetterTopic();
    if (subscription.hasDeadLetterPolicy()
        && !letters.equals(DELETED_TOPIC)
        && topic(letters).isEmpty()) {
      throw GrpcRefusal.missing(id(letters));
    }
  }

  /** There is every project but those that are called so. */
  private static void requireProject(String name) {
    String project = name.split("/", -1)[1];
    if (project.startsWith(FakePubSub.NO_PROJECT)) {
      throw GrpcRefusal.of(
          Code.NOT_FOUND,
          "Requested project not found or user does not have access to it (project=%s)."
              .formatted(project));
    }
  }

  private static <T> Optional<T> truth(Map<String, Kept<T>> all, String name) {
    return Optional.ofNullable(all.get(name)).flatMap(Kept::now);
  }

  private <T> Optional<T> shown(Map<String, Kept<T>> all, String name, String occasion) {
    return Optional.ofNullable(all.get(name))
        .flatMap(kept -> stale.test(occasion, kept.changed()) ? kept.before() : kept.now());
  }

  private <T> List<T> all(Map<String, Kept<T>> all, String project, String occasion) {
    requireProject(project);
    return all.keySet().stream()
        .filter(name -> name.startsWith(project + "/"))
        .flatMap(name -> shown(all, name, occasion).stream())
        .toList();
  }

  private <T> void keep(Map<String, Kept<T>> all, String name, Optional<T> now) {
    all.put(name, new Kept<>(now, truth(all, name), clock.instant()));
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
