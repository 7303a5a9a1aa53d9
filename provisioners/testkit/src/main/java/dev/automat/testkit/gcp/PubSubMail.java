package dev.automat.testkit.gcp;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of {@link FakePubSub}: each subscription has its own of what was published since it
 * stands. One that was delivered is delivered again unless it is acknowledged in time; after so
 * many deliveries it goes to the dead-letter topic, if Pub/Sub's own service account may do that.
 */
final class PubSubMail {

  private static final class Held {
    private final PubsubMessage message;
    private final Instant published;
    private int deliveries;
    private Instant hiddenUntil = Instant.EPOCH;
    private String ackId = "";

    Held(PubsubMessage message, Instant published) {
      this.message = message;
      this.published = published;
    }
  }

  private final InstantSource clock;
  private final PubSubStore store;
  private final PubSubAccess access;
  private final Map<String, List<Held>> boxes = new LinkedHashMap<>();
  private long sent;
  private long delivered;

  PubSubMail(InstantSource clock, PubSubStore store, PubSubAccess access) {
    this.clock = clock;
    this.store = store;
    this.access = access;
  }

  synchronized String publish(String topic, PubsubMessage message) {
    String id = Long.toString(++sent);
    Instant now = clock.instant();
    PubsubMessage stamped =
        message.toBuilder()
            .setMessageId(id)
            .setPublishTime(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .build();
    store.subscriptions().stream()
        .filter(subscription -> subscription.getTopic().equals(topic))
        .forEach(subscription -> box(subscription.getName()).add(new Held(stamped, now)));
    return id;
  }

  /** At once what can be had, other than at Google, where a pull waits a while. */
  synchronized List<ReceivedMessage> pull(Subscription subscription, int most) {
    Instant now = clock.instant();
    List<Held> box = box(subscription.getName());
    Duration kept = Duration.ofSeconds(subscription.getMessageRetentionDuration().getSeconds());
    box.removeIf(held -> held.published.plus(kept).isBefore(now));
    List<ReceivedMessage> out = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (Iterator<Held> all = box.iterator(); all.hasNext() && out.size() < most; ) {
      Held held = all.next();
      String key = subscription.getEnableMessageOrdering() ? held.message.getOrderingKey() : "";
      if (held.hiddenUntil.isAfter(now) || waiting.contains(key)) {
        if (!key.isEmpty()) {
          waiting.add(key);
        }
      } else if (goesToDeadLetters(subscription, held)) {
        all.remove();
        publish(
            subscription.getDeadLetterPolicy().getDeadLetterTopic(),
            dead(subscription, held.message));
      } else {
        out.add(deliver(subscription, held, now));
      }
    }
    return out;
  }

  private boolean goesToDeadLetters(Subscription subscription, Held held) {
    return subscription.hasDeadLetterPolicy()
        && held.deliveries >= subscription.getDeadLetterPolicy().getMaxDeliveryAttempts()
        && access.forwardsDeadLetters(subscription);
  }

  private static PubsubMessage dead(Subscription subscription, PubsubMessage message) {
    return message.toBuilder()
        .putAttributes("CloudPubSubDeadLetterSourceSubscription", subscription.getName())
        .putAttributes(
            "CloudPubSubDeadLetterSourceTopicPublishTime",
            Timestamps.toString(message.getPublishTime()))
        .build();
  }

  private ReceivedMessage deliver(Subscription subscription, Held held, Instant now) {
    held.deliveries++;
    held.hiddenUntil = now.plusSeconds(subscription.getAckDeadlineSeconds());
    held.ackId = "ack-" + ++delivered;
    ReceivedMessage.Builder received =
        ReceivedMessage.newBuilder().setAckId(held.ackId).setMessage(held.message);
    if (subscription.hasDeadLetterPolicy()) {
      received.setDeliveryAttempt(held.deliveries);
    }
    return received.build();
  }

  synchronized void acknowledge(String subscription, List<String> ackIds) {
    box(subscription).removeIf(held -> ackIds.contains(held.ackId));
  }

  /** With 0 seconds it can be delivered again at once. */
  synchronized void hide(String subscription, List<String> ackIds, int seconds) {
    Instant until = clock.instant().plusSeconds(seconds);
    box(subscription).stream()
        .filter(held -> ackIds.contains(held.ackId))
        .forEach(held -> held.hiddenUntil = until);
  }

  synchronized void forget(String subscription) {
    boxes.remove(subscription);
  }

  private List<Held> box(String subscription) {
    return boxes.computeIfAbsent(subscription, key -> new ArrayList<>());
  }
}
