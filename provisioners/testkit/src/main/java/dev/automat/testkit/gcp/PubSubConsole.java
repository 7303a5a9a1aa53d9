package dev.automat.testkit.gcp;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a person sees and does past the API: it is never disturbed and never stale. */
public final class PubSubConsole {

  private final PubSubStore store;

  PubSubConsole(PubSubStore store) {
    this.store = store;
  }

  /** All topics that stand, in the order of their names. */
  public List<Topic> topics() {
    return store.topics();
  }

  /** All subscriptions that stand, in the order of their names. */
  public List<Subscription> subscriptions() {
    return store.subscriptions();
  }

  /** The topic of that full name. */
  public Optional<Topic> topic(String name) {
    return store.topic(name);
  }

  /** The subscription of that full name. */
  public Optional<Subscription> subscription(String name) {
    return store.subscription(name);
  }

  /** The policy of a topic or subscription that stands. */
  public Policy policy(String name) {
    return store.policy(name);
  }

  /** Gives somebody a role on a topic or subscription. */
  public void grant(String name, String role, String member) {
    Policy.Builder policy = store.policy(name).toBuilder();
    policy.addBindingsBuilder().setRole(role).addMembers(member);
    store.policy(name, policy.build());
  }

  /** Changes a topic. */
  public void editTopic(String name, Consumer<Topic.Builder> change) {
    store.changeTopic(
        name,
        before -> {
          Topic.Builder builder = before.toBuilder();
          change.accept(builder);
          return builder.build();
        });
  }

  /** Changes a subscription. */
  public void editSubscription(String name, Consumer<Subscription.Builder> change) {
    store.changeSubscription(
        name,
        before -> {
          Subscription.Builder builder = before.toBuilder();
          change.accept(builder);
          return builder.build();
        });
  }

  /** Puts up a topic. */
  public void plant(Topic topic) {
    store.make(topic);
  }

  /** Puts up a subscription. */
  public void plant(Subscription subscription) {
    store.make(subscription);
  }

  /** Deletes the topic of that name, if it stands. */
  public void uprootTopic(String name) {
    if (store.topic(name).isPresent()) {
      store.deleteTopic(name);
    }
  }

  /** Deletes the subscription of that name, if it stands. */
  public void uprootSubscription(String name) {
    if (store.subscription(name).isPresent()) {
      store.deleteSubscription(name);
    }
  }
}
