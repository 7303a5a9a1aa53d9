package dev.automat.testkit.gcp;

import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberImplBase;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.grpc.stub.StreamObserver;

/**
 * A <b>fake</b> of {@code google.pubsub.v1.Subscriber}. What is not here is {@code UNIMPLEMENTED}.
 */
final class FakeSubscriber extends SubscriberImplBase {

  private static final int ACK_DEADLINE = 10;
  private static final int ATTEMPTS = 5;
  private static final long DAY = 86_400;

  private final PubSubStore store;
  private final PubSubMail mail;
  private final PubSubAccess access;

  FakeSubscriber(PubSubStore store, PubSubMail mail, PubSubAccess access) {
    this.store = store;
    this.mail = mail;
    this.access = access;
  }

  @Override
  public void createSubscription(Subscription request, StreamObserver<Subscription> answer) {
    access.requireAdministrator(request.getName());
    Subscription made = withDefaults(request);
    PubSubRules.check(made);
    store.make(made);
    Replies.send(made, answer);
  }

  /** What Google puts where nothing is said: the comments of its definitions. */
  private static Subscription withDefaults(Subscription request) {
    Subscription.Builder made = request.toBuilder().setState(Subscription.State.ACTIVE);
    if (request.getAckDeadlineSeconds() == 0) {
      made.setAckDeadlineSeconds(ACK_DEADLINE);
    }
    if (!request.hasMessageRetentionDuration()) {
      made.setMessageRetentionDuration(seconds(7 * DAY));
    }
    if (!request.hasExpirationPolicy()) {
      made.setExpirationPolicy(ExpirationPolicy.newBuilder().setTtl(seconds(31 * DAY)));
    }
    if (request.hasDeadLetterPolicy()
        && request.getDeadLetterPolicy().getMaxDeliveryAttempts() == 0) {
      made.setDeadLetterPolicy(
          DeadLetterPolicy.newBuilder(request.getDeadLetterPolicy())
              .setMaxDeliveryAttempts(ATTEMPTS));
    }
    if (request.hasRetryPolicy()) {
      RetryPolicy.Builder retry = request.getRetryPolicy().toBuilder();
      if (!retry.hasMinimumBackoff()) {
        retry.setMinimumBackoff(seconds(10));
      }
      if (!retry.hasMaximumBackoff()) {
        retry.setMaximumBackoff(seconds(600));
      }
      made.setRetryPolicy(retry);
    }
    return made.build();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  @Override
  public void updateSubscription(
      UpdateSubscriptionRequest request, StreamObserver<Subscription> answer) {
    access.requireAdministrator(request.getSubscription().getName());
    PubSubRules.mask(request.getUpdateMask().getPathsList(), PubSubRules.SUBSCRIPTION_FIELDS);
    Subscription changed =
        store.changeSubscription(
            request.getSubscription().getName(),
            before -> {
              Subscription.Builder builder = before.toBuilder();
              FieldMaskUtil.merge(
                  request.getUpdateMask(), request.getSubscription(), builder, Replies.REPLACING);
              Subscription after = withDefaults(builder.build());
              PubSubRules.check(after);
              return after;
            });
    Replies.send(changed, answer);
  }

  @Override
  public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> answer) {
    String name = request.getSubscription();
    if (store.subscription(name).isPresent()) {
      access.require(name, PubSubAccess.VIEWER);
    }
    Replies.send(
        store.shownSubscription(name).orElseThrow(() -> GrpcRefusal.missing(name)), answer);
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> answer) {
    access.requireAdministrator(request.getProject());
    Replies.Page<Subscription> page =
        Replies.page(
            store.shownSubscriptions(request.getProject()),
            Subscription::getName,
            request.getPageSize(),
            request.getPageToken());
    Replies.send(
        ListSubscriptionsResponse.newBuilder()
            .addAllSubscriptions(page.items())
            .setNextPageToken(page.next())
            .build(),
        answer);
  }

  @Override
  public void deleteSubscription(DeleteSubscriptionRequest request, StreamObserver<Empty> answer) {
    access.requireAdministrator(request.getSubscription());
    store.deleteSubscription(request.getSubscription());
    mail.forget(request.getSubscription());
    Replies.send(Empty.getDefaultInstance(), answer);
  }

  @Override
  public void pull(PullRequest request, StreamObserver<PullResponse> answer) {
    Subscription subscription = used(request.getSubscription());
    Replies.send(
        PullResponse.newBuilder()
            .addAllReceivedMessages(mail.pull(subscription, request.getMaxMessages()))
            .build(),
        answer);
  }

  @Override
  public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> answer) {
    mail.acknowledge(used(request.getSubscription()).getName(), request.getAckIdsList());
    Replies.send(Empty.getDefaultInstance(), answer);
  }

  @Override
  public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> answer) {
    mail.hide(
        used(request.getSubscription()).getName(),
        request.getAckIdsList(),
        request.getAckDeadlineSeconds());
    Replies.send(Empty.getDefaultInstance(), answer);
  }

  private Subscription used(String name) {
    Subscription subscription =
        store.subscription(name).orElseThrow(() -> GrpcRefusal.missing(name));
    access.require(name, PubSubAccess.SUBSCRIBER);
    return subscription;
  }
}
