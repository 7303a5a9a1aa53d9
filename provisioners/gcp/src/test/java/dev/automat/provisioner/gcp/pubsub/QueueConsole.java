package dev.automat.provisioner.gcp.pubsub;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.testkit.gcp.PubSubConsole;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a person sees and does behind the plugin's back, whatever stands in for Pub/Sub. */
interface QueueConsole {

  List<Topic> topics();

  List<Subscription> subscriptions();

  Optional<Topic> topic(String name);

  Optional<Subscription> subscription(String name);

  Policy policy(String name);

  void grant(String name, String role, String member);

  void editTopic(String name, Consumer<Topic.Builder> change);

  void editSubscription(String name, Consumer<Subscription.Builder> change);

  void plant(Topic topic);

  void plant(Subscription subscription);

  void uprootTopic(String name);

  void uprootSubscription(String name);

  /** That of the fake. */
  static QueueConsole of(PubSubConsole fake) {
    return new QueueConsole() {
      @Override
      public List<Topic> topics() {
        return fake.topics();
      }

      @Override
      public List<Subscription> subscriptions() {
        return fake.subscriptions();
      }

      @Override
      public Optional<Topic> topic(String name) {
        return fake.topic(name);
      }

      @Override
      public Optional<Subscription> subscription(String name) {
        return fake.subscription(name);
      }

      @Override
      public Policy policy(String name) {
        return fake.policy(name);
      }

      @Override
      public void grant(String name, String role, String member) {
        fake.grant(name, role, member);
      }

      @Override
      public void editTopic(String name, Consumer<Topic.Builder> change) {
        fake.editTopic(name, change);
      }

      @Override
      public void editSubscription(String name, Consumer<Subscription.Builder> change) {
        fake.editSubscription(name, change);
      }

      @Override
      public void plant(Topic topic) {
        fake.plant(topic);
      }

      @Override
      public void plant(Subscription subscription) {
        fake.plant(subscription);
      }

      @Override
      public void uprootTopic(String name) {
        fake.uprootTopic(name);
      }

      @Override
      public void uprootSubscription(String name) {
        fake.uprootSubscription(name);
      }
    };
  }
}
