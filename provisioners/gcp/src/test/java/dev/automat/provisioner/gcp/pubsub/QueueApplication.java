package dev.automat.provisioner.gcp.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PublisherGrpc.PublisherBlockingStub;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberBlockingStub;
import dev.automat.testkit.Application;
import dev.automat.testkit.gcp.FakePubSub;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An application that signs in as a principal, and publishes and receives by Google's stubs. */
record QueueApplication(
    PublisherBlockingStub publisher,
    SubscriberBlockingStub subscriber,
    String topic,
    String subscription)
    implements Application {

  private static final int MANY = 100;

  /** Empty if it may not receive. */
  static Optional<Application> signIn(Channel channel, Map<String, String> connection) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of(FakePubSub.PRINCIPAL_HEADER, Metadata.ASCII_STRING_MARSHALLER),
        connection.getOrDefault("principal", "nobody"));
    ClientInterceptor as = MetadataUtils.newAttachHeadersInterceptor(headers);
    QueueApplication application =
        new QueueApplication(
            PublisherGrpc.newBlockingStub(channel).withInterceptors(as),
            SubscriberGrpc.newBlockingStub(channel).withInterceptors(as),
            connection.getOrDefault(Keys.TOPIC, ""),
            connection.getOrDefault(Keys.SUBSCRIPTION, ""));
    return application.works() ? Optional.of(application) : Optional.empty();
  }

  @Override
  public boolean works() {
    return allowed(() -> putBack(List.of()));
  }

  @Override
  public boolean makes(String name) {
    return allowed(
        () ->
            publisher.publish(
                PublishRequest.newBuilder()
                    .setTopic(topic)
                    .addMessages(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(name)))
                    .build()));
  }

  @Override
  public boolean changes(String name) {
    return makes(name);
  }

  /** What it received it puts back. */
  @Override
  public boolean reads(String name) {
    List<ReceivedMessage> all = received();
    putBack(all.stream().map(ReceivedMessage::getAckId).toList());
    return all.stream().anyMatch(each -> each.getMessage().getData().toStringUtf8().equals(name));
  }

  List<ReceivedMessage> received() {
    return subscriber
        .pull(PullRequest.newBuilder().setSubscription(subscription).setMaxMessages(MANY).build())
        .getReceivedMessagesList();
  }

  void putBack(List<String> ackIds) {
    var _ =
        subscriber.modifyAckDeadline(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(subscription)
                .addAllAckIds(ackIds)
                .setAckDeadlineSeconds(0)
                .build());
  }

  private static boolean allowed(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StatusRuntimeException refusal) {
      Status.Code code = refusal.getStatus().getCode();
      if (code == Status.Code.PERMISSION_DENIED || code == Status.Code.NOT_FOUND) {
        return false;
      }
      throw refusal;
    }
  }

  @Override
  public void close() {}
}
