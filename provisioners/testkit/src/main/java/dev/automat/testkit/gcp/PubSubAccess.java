package dev.automat.testkit.gcp;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.Subscription;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with messages in {@link FakePubSub}. Nobody signs in: a client says in a header
 * whom it acts as, and is held to the policies of topics and subscriptions then. One that says
 * nothing may do everything.
 */
final class PubSubAccess implements ServerInterceptor {

  static final String PUBLISHER = "roles/pubsub.publisher";
  static final String SUBSCRIBER = "roles/pubsub.subscriber";
  static final String VIEWER = "roles/pubsub.viewer";

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of(FakePubSub.PRINCIPAL_HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Optional<String>> CALLER =
      Context.keyWithDefault("caller", Optional.empty());

  private final PubSubStore store;

  PubSubAccess(PubSubStore store) {
    this.store = store;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    @Nullable String caller = headers.get(HEADER);
    return Contexts.interceptCall(
        Context.current().withValue(CALLER, Optional.ofNullable(caller)), call, headers, next);
  }

  /**
   * @throws io.grpc.StatusRuntimeException unless the caller has one of the roles on it
   */
  void require(String resource, String... roles) {
    Optional<String> caller = CALLER.get();
    if (caller.isEmpty()) {
      return;
    }
    for (String role : roles) {
      if (has(resource, role, caller.get())) {
        return;
      }
    }
    throw GrpcRefusal.of(
        Code.PERMISSION_DENIED,
        "IAM_PERMISSION_DENIED",
        "User not authorized to perform this action (resource=%s).".formatted(resource));
  }

  /** Only whoever says nothing may manage things. */
  void requireAdministrator(String resource) {
    require(resource);
  }

  /** Google forwards dead letters as a service account of its own, which needs both roles. */
  boolean forwardsDeadLetters(Subscription subscription) {
    String letters = subscription.getDeadLetterPolicy().getDeadLetterTopic();
    String agent = FakePubSub.SERVICE_AGENT;
    return store.topic(letters).isPresent()
        && has(letters, PUBLISHER, agent)
        && has(subscription.getName(), SUBSCRIBER, agent);
  }

  private boolean has(String resource, String role, String member) {
    Policy policy = store.policy(resource);
    return policy.getBindingsList().stream()
        .anyMatch(
            binding ->
                binding.getRole().equals(role)
                    && binding.getMembersList().stream().anyMatch(member::equalsIgnoreCase));
  }
}
