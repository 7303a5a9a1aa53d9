package dev.automat.testkit.gcp;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A <b>fake</b> of Google's Pub/Sub, served by Google's own definitions of its services. Clients of
 * Google's are pointed at {@link HostileGrpc#endpoint()} of {@link #wire()}, where bad days are
 * ordered too. What is as Google's and what is not is said in the package's description.
 */
public final class FakePubSub implements AutoCloseable {

  /** The header in which a client says whom it acts as; without it, it may do everything. */
  public static final String PRINCIPAL_HEADER = "x-fake-principal";

  /** The number of each project. */
  public static final String PROJECT_NUMBER = "424242424242";

  /** What the ids of projects begin with that do not exist. */
  public static final String NO_PROJECT = "no-such-";

  /** As whom Google forwards dead letters. */
  public static final String SERVICE_AGENT =
      "serviceAccount:service-" + PROJECT_NUMBER + "@gcp-sa-pubsub.iam.gserviceaccount.com";

  private final HostileGrpc wire;
  private final PubSubStore store;

  private FakePubSub(HostileGrpc wire, PubSubStore store) {
    this.wire = wire;
    this.store = store;
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which deadlines pass and late effects come
   * @param seed of all that is drawn
   */
  public static FakePubSub start(InstantSource clock, long seed) {
    AtomicReference<Optional<HostileGrpc>> weather = new AtomicReference<>(Optional.empty());
    PubSubStore store =
        new PubSubStore(clock, (occasion, changed) -> isStale(weather, occasion, changed));
    PubSubAccess access = new PubSubAccess(store);
    PubSubMail mail = new PubSubMail(clock, store, access);
    List<ServerServiceDefinition> services =
        List.of(
            ServerInterceptors.intercept(new FakePublisher(store, mail, access), access),
            ServerInterceptors.intercept(new FakeSubscriber(store, mail, access), access),
            ServerInterceptors.intercept(FakeIam.of(store, access), access));
    HostileGrpc wire = HostileGrpc.start(clock, seed, services);
    weather.set(Optional.of(wire));
    return new FakePubSub(wire, store);
  }

  private static boolean isStale(
      AtomicReference<Optional<HostileGrpc>> weather, String occasion, Instant changed) {
    return weather.get().filter(wire -> wire.isStale(occasion, changed)).isPresent();
  }

  /** The way to it, with what can go wrong on it, and counts of what came. */
  public HostileGrpc wire() {
    return wire;
  }

  /** What a person sees and does past the API. */
  public PubSubConsole console() {
    return new PubSubConsole(store);
  }

  @Override
  public void close() {
    wire.close();
  }
}
