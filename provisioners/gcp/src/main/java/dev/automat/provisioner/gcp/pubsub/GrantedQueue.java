package dev.automat.provisioner.gcp.pubsub;

import com.google.iam.v1.Policy;
import com.google.protobuf.FieldMask;
import com.google.pubsub.v1.Subscription;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A queue of ours, and who is let into it: the labels of its subscription that tell of grants, and
 * the policies of topic and subscription. Everybody with a grant is a viewer of the subscription,
 * in quarantine too: that is where the names of those are kept who get their access back.
 */
record GrantedQueue(PubSubCalls calls, QueueNames names, Subscription subscription) {

  private static final int MOST_LABELS = 64;

  /** Work on the queue. */
  @FunctionalInterface
  interface Work<T> {
    T with(GrantedQueue queue);
  }

  /** A change of a policy; empty if nothing is to change. */
  @FunctionalInterface
  interface Edit extends Function<Policy, Optional<Policy>> {}

  /**
   * @return empty if the queue is not there
   * @throws ProvisionerException with {@code FOREIGN} if it is not ours
   */
  static <T> Optional<T> work(GcpAccounts accounts, ResourceRef ref, String doing, Work<T> work) {
    Place place = accounts.place(ref.scope());
    return GcpFailures.translating(
        "%s Pub/Sub topic %s".formatted(doing, ref.externalName()),
        () -> {
          PubSubCalls calls = new PubSubCalls(place);
          QueueNames names = new QueueNames(place.project(), ref.externalName());
          FoundQueue found = calls.find(names);
          found.requireOurs(ref);
          return found.topic().isEmpty()
              ? Optional.<T>empty()
              : found
                  .subscription()
                  .map(subscription -> work.with(new GrantedQueue(calls, names, subscription)));
        });
  }

  /**
   * @throws ProvisionerException of type EXTERNAL if the queue is not there, with {@code FOREIGN}
   *     if it is not ours
   */
  static void change(
      GcpAccounts accounts, ResourceRef ref, String doing, Consumer<GrantedQueue> work) {
    boolean done =
        work(
                accounts,
                ref,
                doing,
                queue -> {
                  work.accept(queue);
                  return true;
                })
            .isPresent();
    if (!done) {
      throw gone(ref);
    }
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "topic or subscription %s is not there".formatted(ref.externalName()),
        "nothing: it is tried again once it is there");
  }

  void editSubscription(List<Edit> edits) {
    calls.editPolicy(names.subscription(), policy -> edited(policy, edits));
  }

  void editTopic(List<Edit> edits) {
    calls.editPolicy(names.topic(), policy -> edited(policy, edits));
  }

  private static Optional<Policy> edited(Policy policy, List<Edit> edits) {
    Policy changed = policy;
    for (Edit edit : edits) {
      changed = edit.apply(changed).orElse(changed);
    }
    return changed.equals(policy) ? Optional.empty() : Optional.of(changed);
  }

  static Edit add(String role, String member) {
    return policy -> new Members(policy, role).with(member);
  }

  /** Takes the role from the grant's member, whoever that is. */
  static Edit remove(String role, GrantLabel grant) {
    return policy -> {
      Members members = new Members(policy, role);
      return members.all().stream().filter(grant::isTo).findFirst().flatMap(members::without);
    };
  }

  /** Writes the label. */
  GrantedQueue with(GrantLabel grant) {
    Map<String, String> labels = new TreeMap<>(subscription.getLabelsMap());
    labels.put(grant.key(), grant.value());
    if (labels.size() > MOST_LABELS) {
      throw new ProvisionerException(
          new ErrorCode("too-many-grants", ErrorType.QUOTA),
          "subscription %s has %d labels, one for each grant and tag, and Google takes %d"
              .formatted(names.id(), labels.size() - 1, MOST_LABELS),
          "take bindings or labels of the request away, or bind a group");
    }
    return written(labels);
  }

  /** Takes the label away. */
  GrantedQueue without(GrantLabel grant) {
    Map<String, String> labels = new TreeMap<>(subscription.getLabelsMap());
    labels.remove(grant.key());
    return written(labels);
  }

  private GrantedQueue written(Map<String, String> labels) {
    if (labels.equals(subscription.getLabelsMap())) {
      return this;
    }
    Subscription changed = subscription.toBuilder().clearLabels().putAllLabels(labels).build();
    calls.changeSubscription(
        new WantedQueue.Change<>(
            changed, FieldMask.newBuilder().addPaths(WantedQueue.LABELS).build()));
    return new GrantedQueue(calls, names, changed);
  }

  Map<GrantId, GrantLabel> grants() {
    return GrantLabel.all(subscription);
  }
}
