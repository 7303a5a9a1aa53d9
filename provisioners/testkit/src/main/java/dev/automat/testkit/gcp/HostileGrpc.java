package dev.automat.testkit.gcp;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import io.grpc.ServerServiceDefinition;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The frame of fakes of Google's gRPC services: services that know nothing of bad days are served
 * on this machine, in plain text, and this decides what becomes of each call before, and after,
 * they see it. At first nothing goes wrong; a test switches on what it is about.
 *
 * <p>With the same seed, the n-th call of a method meets the same fault again. A cut connection is
 * told as {@code UNAVAILABLE}, in the words of the client that saw it cut: many calls share one
 * connection, and the others go on.
 */
public final class HostileGrpc implements AutoCloseable {

  private final CallFates<GrpcCall> fates;
  private final GrpcFront front;

  private HostileGrpc(InstantSource clock, long seed, List<ServerServiceDefinition> services) {
    this.fates = new CallFates<>(clock, seed, GrpcCall::method);
    this.front = new GrpcFront(services, new GrpcFates(fates));
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which late effects come and stale reads end
   * @param seed of all that is drawn
   * @param services as Google's definitions have them; what they throw other than a status is a
   *     failure of the fake
   */
  public static HostileGrpc start(
      InstantSource clock, long seed, List<ServerServiceDefinition> services) {
    return new HostileGrpc(clock, seed, services);
  }

  /** Where clients call, without TLS. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  /** Behaves so from now on. */
  public void become(WireFaults wanted) {
    fates.become(wanted);
  }

  /** Lets so many of the next calls that match meet the fault, whatever is drawn for them. */
  public void order(Fault fault, int times, Predicate<GrpcCall> which) {
    fates.order(fault, times, which);
  }

  /** Does this to all calls, until {@link #restore()}. */
  public void disrupt(Disruption disruption) {
    if (disruption == Disruption.UNREACHABLE) {
      front.leave();
    } else {
      fates.disrupt(disruption);
    }
  }

  /** Ends all disruptions, and forgets what was ordered and not met. */
  public void restore() {
    fates.restore();
    front.comeBack();
  }

  /**
   * Whether a read does not see yet what was made, changed or deleted then: for services, which
   * know what they read.
   *
   * @param occasion of the draw, such as the method's name
   */
  public boolean isStale(String occasion, Instant changed) {
    return fates.isStale(occasion, changed);
  }

  /** Calls by method, such as {@code Publisher.CreateTopic}, whatever was answered. */
  public Map<String, Long> calls() {
    return fates.calls();
  }

  /** Calls of one method. */
  public long calls(String method) {
    return fates.calls(method);
  }

  /** How many calls met a fault so far. */
  public long faulty() {
    return fates.faulty();
  }

  /** How many calls wait for their late effect or answer. */
  public int late() {
    return fates.late();
  }

  /** What went wrong in the fake itself: a test should find nothing here. */
  public List<String> ownFailures() {
    return fates.ownFailures();
  }

  @Override
  public void close() {
    fates.close();
    front.close();
  }
}
