package dev.automat.provisioner.gcp.account;

import com.google.api.core.ApiFunction;
import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.api.gax.rpc.UnaryCallable;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The way from a project to one of Google's gRPC services: one connection, opened at the first
 * call. Nothing on it is repeated: the engine repeats, and counts what it asks of the account.
 */
public final class GrpcLink implements AutoCloseable {

  /** Well below the deadline of a call of the SPI, which may need several of these. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** A page of a thousand things, each with all of its labels, is more than gRPC's own 4 MiB. */
  private static final int LARGEST_ANSWER = 64 << 20;

  private final ManagedChannel channel;
  private final Place.Connection connection;
  private final Runnable counting;
  private final GrpcThreads threads;
  private final Map<Class<?>, Object> clients = new ConcurrentHashMap<>();

  /**
   * @param googles where Google has the service, as {@code host:port}
   * @param counting counts a call against the account's ceiling
   * @param threads to be closed after this
   */
  GrpcLink(Place.Connection connection, String googles, Runnable counting, GrpcThreads threads) {
    this.connection = connection;
    this.counting = counting;
    this.threads = threads;
    this.channel =
        threads.open(
            connection
                .endpoint()
                .map(GrpcLink::toFake)
                // With TLS, as nothing else is said.
                .orElseGet(() -> NettyChannelBuilder.forTarget(googles))
                .disableRetry()
                .maxInboundMessageSize(LARGEST_ANSWER));
  }

  private static NettyChannelBuilder toFake(URI endpoint) {
    return NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort()).usePlaintext();
  }

  /**
   * A client on this link, made when it is first asked for. It needs no closing.
   *
   * @param type of the client
   */
  public <C> C client(Class<C> type, Supplier<C> making) {
    return type.cast(clients.computeIfAbsent(type, _ -> making.get()));
  }

  /** The settings of a client on this link. */
  public <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> B prepared(
      B builder) {
    builder
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(threads.background()));
    return connection
        .credentials()
        .map(known -> builder.setCredentialsProvider(FixedCredentialsProvider.create(known)))
        .orElseGet(() -> builder.setCredentialsProvider(NoCredentialsProvider.create()));
  }

  /** For {@code applyToAllUnaryMethods} of a client's settings: one attempt, with a deadline. */
  public static ApiFunction<UnaryCallSettings.Builder<?, ?>, Void> once() {
    return new Once();
  }

  /**
   * Makes one call, and waits for its answer.
   *
   * @throws ApiException as Google refuses it
   * @throws ProvisionerException of type THROTTLED if the account's ceiling is reached, of type
   *     EXTERNAL if the thread is interrupted meanwhile
   */
  public <Q, A> A call(UnaryCallable<Q, A> method, Q request) {
    counting.run();
    // The engine decides when to try again: gRPC's own pause after a connection that failed, in
    // which it refuses calls without trying, is left with this.
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.enterIdle();
    }
    ApiFuture<A> answer = method.futureCall(request);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException refusal) {
        throw refusal;
      }
      throw new ProvisionerException(
          ErrorCode.INTERNAL,
          "a call of Google's client failed: " + e.getCause(),
          "report this",
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE,
          "interrupted while Google was asked",
          "nothing: it is tried again",
          e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class Once implements ApiFunction<UnaryCallSettings.Builder<?, ?>, Void> {

    @Override
    @SuppressWarnings("NullAway") // Google's interface wants a Void, of which null is the only one.
    public Void apply(UnaryCallSettings.Builder<?, ?> method) {
      method.setSimpleTimeoutNoRetriesDuration(DEADLINE);
      return null;
    }
  }
}
