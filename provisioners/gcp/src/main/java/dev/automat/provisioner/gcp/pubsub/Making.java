package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.Subscription;
import dev.automat.provisioner.gcp.call.Ownership;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what is missing of a queue, in the order in which one needs the other: a subscription is
 * only made to a topic, and names the topic for its dead letters.
 *
 * @param found what stood before
 */
record Making(PubSubCalls calls, WantedQueue wanted, FoundQueue found) {

  /**
   * @return the subscription, as it stands now
   * @throws ProvisionerException of type USER if something of the name turns out to be another's,
   *     of type EXTERNAL if Google says that it exists and does not show it
   */
  Subscription make() {
    QueueNames names = wanted.names();
    if (found.topic().isEmpty() && calls.make(wanted.topic()).isEmpty()) {
      checkTopic(names.topic());
    }
    if (found.deadTopic().isEmpty() && calls.make(wanted.deadTopic()).isEmpty()) {
      checkTopic(names.deadTopic());
    }
    Subscription letters =
        subscription(found.deadSubscription(), names.deadTopic(), wanted.deadSubscription());
    wanted.changesToDead(letters).ifPresent(calls::changeSubscription);
    return subscription(found.subscription(), names.topic(), wanted.subscription());
  }

  /** One that gets nothing any more is made anew: what it still held is of a topic that is gone. */
  private Subscription subscription(
      Optional<Subscription> there, String topic, Subscription needed) {
    Optional<Subscription> good = there.filter(each -> FoundQueue.isOf(each, topic));
    if (good.isPresent()) {
      return good.get();
    }
    there.ifPresent(each -> calls.deleteSubscription(each.getName()));
    return calls.make(needed).orElseGet(() -> takenMeanwhile(needed.getName()));
  }

  private Subscription takenMeanwhile(String name) {
    Subscription there = calls.subscription(name).orElseThrow(() -> unseen(name));
    check(name, there.getLabelsMap());
    return there;
  }

  private void checkTopic(String name) {
    check(name, calls.topic(name).orElseThrow(() -> unseen(name)).getLabelsMap());
  }

  /** Somebody was faster: us, or another. */
  private void check(String name, Map<String, String> labels) {
    Ownership.require("Pub/Sub", name, Optional.empty(), labels, wanted.ref());
  }

  private static ProvisionerException unseen(String name) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("not-seen-yet"),
        "Google says that %s exists, and does not show it yet".formatted(name),
        "nothing: it is tried again");
  }
}
