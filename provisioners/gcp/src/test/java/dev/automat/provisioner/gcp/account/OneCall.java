package dev.automat.provisioner.gcp.account;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.GetTopicRequest;
import java.util.Optional;

/**
 * One call over a {@link GrpcLink} as in a real project, in a JVM that can be given authorities.
 */
final class OneCall {

  static final String TOPIC = "projects/acme/topics/orders";

  private OneCall() {}

  /**
   * Says the name of what it found, or how it failed.
   *
   * @param words where the service is, as {@code host:port}
   */
  public static void main(String[] words) throws Exception {
    Place.Connection toGoogle = new Place.Connection(Optional.empty(), Optional.empty());
    try (GrpcThreads threads = new GrpcThreads();
        GrpcLink link = new GrpcLink(toGoogle, words[0], () -> {}, threads);
        TopicAdminClient topics =
            TopicAdminClient.create(
                link.prepared(TopicAdminSettings.newBuilder())
                    .applyToAllUnaryMethods(GrpcLink.once())
                    .build())) {
      System.out.println("found " + link.call(topics.getTopicCallable(), request()).getName());
    } catch (ApiException refused) {
      System.out.println("refused " + refused);
    }
  }

  private static GetTopicRequest request() {
    return GetTopicRequest.newBuilder().setTopic(TOPIC).build();
  }
}
