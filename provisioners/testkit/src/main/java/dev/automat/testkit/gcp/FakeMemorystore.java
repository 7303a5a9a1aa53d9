package dev.automat.testkit.gcp;

import com.google.cloud.redis.v1.CloudRedisGrpc;
import com.google.cloud.redis.v1.CreateInstanceRequest;
import com.google.cloud.redis.v1.DeleteInstanceRequest;
import com.google.cloud.redis.v1.GetInstanceAuthStringRequest;
import com.google.cloud.redis.v1.GetInstanceRequest;
import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.InstanceAuthString;
import com.google.cloud.redis.v1.ListInstancesRequest;
import com.google.cloud.redis.v1.ListInstancesResponse;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.cloud.redis.v1.UpgradeInstanceRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.rpc.Code;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A <b>fake</b> of Google's Memorystore for Redis, served by Google's own definitions of its
 * services. Clients of Google's are pointed at {@link HostileGrpc#endpoint()} of {@link #wire()},
 * where bad days are ordered too. What is as Google's and what is not is said in the package's
 * description.
 */
public final class FakeMemorystore implements AutoCloseable {

  private final HostileGrpc wire;
  private final CacheBook book;

  private FakeMemorystore(HostileGrpc wire, CacheBook book) {
    this.wire = wire;
    this.book = book;
  }

  /**
   * Begins to listen at a free port of this machine. At first everything is done at once.
   *
   * @param clock by which operations pass and late effects come
   * @param seed of all that is drawn
   */
  public static FakeMemorystore start(InstantSource clock, long seed) {
    AtomicReference<Optional<HostileGrpc>> weather = new AtomicReference<>(Optional.empty());
    CacheBook book =
        new CacheBook(clock, (occasion, changed) -> isStale(weather, occasion, changed));
    HostileGrpc wire =
        HostileGrpc.start(
            clock,
            seed,
            List.of(new Caches(book).bindService(), new Operations(book).bindService()));
    weather.set(Optional.of(wire));
    return new FakeMemorystore(wire, book);
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
  public CacheConsole console(String project, String region) {
    return new CacheConsole(book, "projects/%s/locations/%s".formatted(project, region));
  }

  /** Takes so long from now on. What is under way keeps its time. */
  public void pace(CacheTimings timings) {
    book.pace(timings);
  }

  /** The next creation of that instance fails in its operation, with that code. */
  public void endCreation(String instance, Code code) {
    book.endCreation(instance, code);
  }

  @Override
  public void close() {
    wire.close();
  }

  private static final class Caches extends CloudRedisGrpc.CloudRedisImplBase {

    private final CacheBook book;

    Caches(CacheBook book) {
      this.book = book;
    }

    @Override
    public void listInstances(
        ListInstancesRequest request, StreamObserver<ListInstancesResponse> answer) {
      Replies.Page<Instance> page =
          Replies.page(
              book.shown(request.getParent()),
              Instance::getName,
              request.getPageSize(),
              request.getPageToken());
      Replies.send(
          ListInstancesResponse.newBuilder()
              .addAllInstances(page.items())
              .setNextPageToken(page.next())
              .build(),
          answer);
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<Instance> answer) {
      Replies.send(
          book.shown(request.getName(), "GetInstance")
              .orElseThrow(() -> GrpcRefusal.missing(request.getName())),
          answer);
    }

    @Override
    public void getInstanceAuthString(
        GetInstanceAuthStringRequest request, StreamObserver<InstanceAuthString> answer) {
      Instance instance =
          book.truth(request.getName()).orElseThrow(() -> GrpcRefusal.missing(request.getName()));
      Replies.send(
          InstanceAuthString.newBuilder()
              .setAuthString(instance.getAuthEnabled() ? book.authString(instance.getName()) : "")
              .build(),
          answer);
    }

    @Override
    public void createInstance(CreateInstanceRequest request, StreamObserver<Operation> answer) {
      Replies.send(book.create(request), answer);
    }

    @Override
    public void updateInstance(UpdateInstanceRequest request, StreamObserver<Operation> answer) {
      Replies.send(book.update(request), answer);
    }

    @Override
    public void upgradeInstance(UpgradeInstanceRequest request, StreamObserver<Operation> answer) {
      Replies.send(book.upgrade(request.getName(), request.getRedisVersion()), answer);
    }

    @Override
    public void deleteInstance(DeleteInstanceRequest request, StreamObserver<Operation> answer) {
      Replies.send(book.delete(request.getName()), answer);
    }
  }

  private static final class Operations extends OperationsGrpc.OperationsImplBase {

    private final CacheBook book;

    Operations(CacheBook book) {
      this.book = book;
    }

    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<Operation> answer) {
      Replies.send(
          book.operationNamed(request.getName())
              .orElseThrow(() -> GrpcRefusal.missing(request.getName())),
          answer);
    }

    @Override
    public void listOperations(
        ListOperationsRequest request, StreamObserver<ListOperationsResponse> answer) {
      Replies.Page<Operation> page =
          Replies.page(
              book.operations(request.getName()).stream()
                  .sorted(Comparator.comparing(Operation::getName))
                  .toList(),
              Operation::getName,
              request.getPageSize(),
              request.getPageToken());
      Replies.send(
          ListOperationsResponse.newBuilder()
              .addAllOperations(page.items())
              .setNextPageToken(page.next())
              .build(),
          answer);
    }
  }
}
