package dev.automat.provisioner.gcp.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import dev.automat.provisioner.gcp.account.GcpService;
import dev.automat.provisioner.gcp.account.GrpcLink;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The calls that are made of Pub/Sub, by Google's clients. Each is one call, or one for a page. */
final class PubSubCalls {

  /** The most that Google shows at once. */
  private static final int PAGE = 1000;

  /** Policies of roles under a condition are shown as they are from this version on. */
  private static final int POLICY_VERSION = 3;

  /** A policy that others edit at the same time is read again; then the engine tries again. */
  private static final int EDITS = 3;

  private final Place place;
  private final GrpcLink link;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  PubSubCalls(Place place) {
    this.place = place;
    this.link = place.link(GcpService.PUBSUB, TopicAdminSettings.getDefaultEndpoint());
    this.topics = link.client(TopicAdminClient.class, () -> topicClient(link));
    this.subscriptions = link.client(SubscriptionAdminClient.class, () -> subscriptionClient(link));
  }

  private static TopicAdminClient topicClient(GrpcLink link) {
    try {
      return TopicAdminClient.create(
          link.prepared(TopicAdminSettings.newBuilder())
              .applyToAllUnaryMethods(GrpcLink.once())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SubscriptionAdminClient subscriptionClient(GrpcLink link) {
    try {
      return SubscriptionAdminClient.create(
          link.prepared(SubscriptionAdminSettings.newBuilder())
              .applyToAllUnaryMethods(GrpcLink.once())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FoundQueue find(QueueNames names) {
    return new FoundQueue(
        names,
        topic(names.topic()),
        topic(names.deadTopic()),
        subscription(names.deadSubscription()),
        subscription(names.subscription()));
  }

  Optional<Topic> topic(String name) {
    return ifThere(topics.getTopicCallable(), GetTopicRequest.newBuilder().setTopic(name).build());
  }

  Optional<Subscription> subscription(String name) {
    return ifThere(
        subscriptions.getSubscriptionCallable(),
        GetSubscriptionRequest.newBuilder().setSubscription(name).build());
  }

  /** Empty if there is one of that name, which is left as it is. */
  Optional<Topic> make(Topic topic) {
    return unlessTaken(topics.createTopicCallable(), topic);
  }

  /** Empty if there is one of that name, which is left as it is. */
  Optional<Subscription> make(Subscription subscription) {
    return unlessTaken(subscriptions.createSubscriptionCallable(), subscription);
  }

  void changeTopic(WantedQueue.Change<Topic> change) {
    link.call(
        topics.updateTopicCallable(),
        UpdateTopicRequest.newBuilder()
            .setTopic(change.wanted())
            .setUpdateMask(change.fields())
            .build());
  }

  void changeSubscription(WantedQueue.Change<Subscription> change) {
    link.call(
        subscriptions.updateSubscriptionCallable(),
        UpdateSubscriptionRequest.newBuilder()
            .setSubscription(change.wanted())
            .setUpdateMask(change.fields())
            .build());
  }

  void deleteTopic(String name) {
    ifThere(topics.deleteTopicCallable(), DeleteTopicRequest.newBuilder().setTopic(name).build());
  }

  void deleteSubscription(String name) {
    ifThere(
        subscriptions.deleteSubscriptionCallable(),
        DeleteSubscriptionRequest.newBuilder().setSubscription(name).build());
  }

  /** All of the project. */
  List<Topic> topics() {
    List<Topic> all = new ArrayList<>();
    String token = "";
    do {
      ListTopicsResponse page =
          link.call(
              topics.listTopicsCallable(),
              ListTopicsRequest.newBuilder()
                  .setProject(project())
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .build());
      all.addAll(page.getTopicsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  /** All of the project. */
  List<Subscription> subscriptions() {
    List<Subscription> all = new ArrayList<>();
    String token = "";
    do {
      ListSubscriptionsResponse page =
          link.call(
              subscriptions.listSubscriptionsCallable(),
              ListSubscriptionsRequest.newBuilder()
                  .setProject(project())
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .build());
      all.addAll(page.getSubscriptionsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  Policy policy(String resource) {
    return link.call(
        topics.getIamPolicyCallable(),
        GetIamPolicyRequest.newBuilder()
            .setResource(resource)
            .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(POLICY_VERSION))
            .build());
  }

  /**
   * Reads a policy, changes it, and writes it if nobody else did meanwhile.
   *
   * @param edit empty if nothing is to change
   */
  void editPolicy(String resource, Function<Policy, Optional<Policy>> edit) {
    for (int left = EDITS; left > 0; left--) {
      Optional<Policy> wanted = edit.apply(policy(resource));
      if (wanted.isEmpty() || isWritten(resource, wanted.get(), left > 1)) {
        return;
      }
    }
  }

  private boolean isWritten(String resource, Policy policy, boolean again) {
    try {
      link.call(
          topics.setIamPolicyCallable(),
          SetIamPolicyRequest.newBuilder().setResource(resource).setPolicy(policy).build());
      return true;
    } catch (ApiException refusal) {
      if (again && GcpFailures.isBusy(refusal)) {
        return false;
      }
      throw refusal;
    }
  }

  private String project() {
    return "projects/" + place.project();
  }

  private <T> Optional<T> unlessTaken(UnaryCallable<T, T> method, T wanted) {
    try {
      return Optional.of(link.call(method, wanted));
    } catch (ApiException refusal) {
      if (GcpFailures.isTaken(refusal)) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  private <Q, A> Optional<A> ifThere(UnaryCallable<Q, A> method, Q request) {
    try {
      return Optional.of(link.call(method, request));
    } catch (ApiException refusal) {
      if (GcpFailures.isMissing(refusal) && !isOfProject(refusal)) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** A project that was not found says nothing of what is in it. */
  private static boolean isOfProject(ApiException refusal) {
    return String.valueOf(refusal.getMessage()).contains("Requested project not found");
  }
}
