package dev.automat.testkit.gcp;

import com.google.protobuf.Empty;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc.PublisherImplBase;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.grpc.stub.StreamObserver;

/**
 * A <b>fake</b> of {@code google.pubsub.v1.Publisher}. What is not here is {@code UNIMPLEMENTED}.
 */
final class FakePublisher extends PublisherImplBase {

  private final PubSubStore store;
  private final PubSubMail mail;
  private final PubSubAccess access;

  FakePublisher(PubSubStore store, PubSubMail mail, PubSubAccess access) {
    this.store = store;
    this.mail = mail;
    this.access = access;
  }

  @Override
  public void createTopic(Topic request, StreamObserver<Topic> answer) {
    access.requireAdministrator(request.getName());
    PubSubRules.check(request);
    Topic made = request.toBuilder().setState(Topic.State.ACTIVE).build();
    store.make(made);
    Replies.send(made, answer);
  }

  @Override
  public void updateTopic(UpdateTopicRequest request, StreamObserver<Topic> answer) {
    access.requireAdministrator(request.getTopic().getName());
    PubSubRules.mask(request.getUpdateMask().getPathsList(), PubSubRules.TOPIC_FIELDS);
    Topic changed =
        store.changeTopic(
            request.getTopic().getName(),
            before -> {
              Topic.Builder builder = before.toBuilder();
              FieldMaskUtil.merge(
                  request.getUpdateMask(), request.getTopic(), builder, Replies.REPLACING);
              Topic after = builder.build();
              PubSubRules.check(after);
              return after;
            });
    Replies.send(changed, answer);
  }

  @Override
  public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
    if (store.topic(request.getTopic()).isPresent()) {
      access.require(request.getTopic(), PubSubAccess.VIEWER);
    }
    Replies.send(
        store
            .shownTopic(request.getTopic())
            .orElseThrow(() -> GrpcRefusal.missing(request.getTopic())),
        answer);
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> answer) {
    access.requireAdministrator(request.getProject());
    Replies.Page<Topic> page =
        Replies.page(
            store.shownTopics(request.getProject()),
            Topic::getName,
            request.getPageSize(),
            request.getPageToken());
    Replies.send(
        ListTopicsResponse.newBuilder()
            .addAllTopics(page.items())
            .setNextPageToken(page.next())
            .build(),
        answer);
  }

  @Override
  public void listTopicSubscriptions(
      ListTopicSubscriptionsRequest request,
      StreamObserver<ListTopicSubscriptionsResponse> answer) {
    access.requireAdministrator(request.getTopic());
    Replies.send(
        ListTopicSubscriptionsResponse.newBuilder()
            .addAllSubscriptions(
                store.subscriptions().stream()
                    .filter(each -> each.getTopic().equals(request.getTopic()))
                    .map(Subscription::getName)
                    .toList())
            .build(),
        answer);
  }

  @Override
  public void deleteTopic(DeleteTopicRequest request, StreamObserver<Empty> answer) {
    access.requireAdministrator(request.getTopic());
    store.deleteTopic(request.getTopic());
    Replies.send(Empty.getDefaultInstance(), answer);
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
    if (store.topic(request.getTopic()).isEmpty()) {
      throw GrpcRefusal.missing(request.getTopic());
    }
    access.require(request.getTopic(), PubSubAccess.PUBLISHER);
    PublishResponse.Builder published = PublishResponse.newBuilder();
    request
        .getMessagesList()
        .forEach(message -> published.addMessageIds(mail.publish(request.getTopic(), message)));
    Replies.send(published.build(), answer);
  }
}
