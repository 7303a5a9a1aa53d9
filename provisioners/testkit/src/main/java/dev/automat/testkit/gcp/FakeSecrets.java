package dev.automat.testkit.gcp;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DeleteSecretRequest;
import com.google.cloud.secretmanager.v1.DestroySecretVersionRequest;
import com.google.cloud.secretmanager.v1.GetSecretRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A <b>fake</b> of Google's Secret Manager, with Google's own messages. The jar with Google's stub
 * of the service is not among what is used here, so its methods are named by hand. Clients of
 * Google's are pointed at {@link HostileGrpc#endpoint()} of {@link #wire()}, where bad days are
 * ordered too. What is as Google's and what is not is said in the package's description.
 */
public final class FakeSecrets implements AutoCloseable {

  /** The number of each project: names that are shown have it in place of the id. */
  public static final String PROJECT_NUMBER = "424242424242";

  private static final String SERVICE = "google.cloud.secretmanager.v1.SecretManagerService";

  private final HostileGrpc wire;
  private final SecretStore store;
  private final SecretDoor door;

  private FakeSecrets(HostileGrpc wire, SecretStore store, SecretDoor door) {
    this.wire = wire;
    this.store = store;
    this.door = door;
  }

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param clock by which late effects come and stale reads end
   * @param seed of all that is drawn
   */
  public static FakeSecrets start(InstantSource clock, long seed) {
    AtomicReference<Optional<HostileGrpc>> weather = new AtomicReference<>(Optional.empty());
    SecretStore store =
        new SecretStore(clock, (occasion, changed) -> isStale(weather, occasion, changed));
    SecretDoor door = new SecretDoor();
    HostileGrpc wire = HostileGrpc.start(clock, seed, List.of(service(store, door)));
    weather.set(Optional.of(wire));
    return new FakeSecrets(wire, store, door);
  }

  private static boolean isStale(
      AtomicReference<Optional<HostileGrpc>> weather, String occasion, Instant changed) {
    return weather.get().filter(wire -> wire.isStale(occasion, changed)).isPresent();
  }

  /** The way to it, with what can go wrong on it, and counts of what came. */
  public HostileGrpc wire() {
    return wire;
  }

  /** What a person sees and does in the project, past the API. */
  public SecretConsole console(String project) {
    return new SecretConsole(store, project);
  }

  /** Refuses everything from now on, as where the API is not enabled. */
  public void switchOff() {
    door.switchOff();
  }

  /** Refuses what needs that permission, such as {@code secretmanager.versions.add}. */
  public void deny(String permission) {
    door.deny(permission);
  }

  /** Ends {@link #switchOff} and {@link #deny}. */
  public void allowAll() {
    door.allowAll();
  }

  @Override
  public void close() {
    wire.close();
  }

  private static ServerServiceDefinition service(SecretStore store, SecretDoor door) {
    Methods methods = new Methods(ServerServiceDefinition.builder(SERVICE), door);
    methods.add("ListSecrets", "secrets.list", list(), ListSecretsRequest::getParent, store::list);
    methods.add("GetSecret", "secrets.get", get(), GetSecretRequest::getName, store::get);
    methods.add(
        "CreateSecret", "secrets.create", create(), CreateSecretRequest::getParent, store::create);
    methods.add(
        "DeleteSecret", "secrets.delete", delete(), DeleteSecretRequest::getName, store::delete);
    methods.add(
        "ListSecretVersions",
        "versions.list",
        versions(),
        ListSecretVersionsRequest::getParent,
        store::versions);
    methods.add(
        "AddSecretVersion",
        "versions.add",
        adding(),
        AddSecretVersionRequest::getParent,
        store::addVersion);
    methods.add(
        "AccessSecretVersion",
        "versions.access",
        access(),
        AccessSecretVersionRequest::getName,
        store::access);
    methods.add(
        "DestroySecretVersion",
        "versions.destroy",
        destroying(),
        DestroySecretVersionRequest::getName,
        store::destroy);
    return methods.builder().build();
  }

  private record Shape<Q extends Message, A extends Message>(Q request, A answer) {}

  private static Shape<ListSecretsRequest, ListSecretsResponse> list() {
    return new Shape<>(
        ListSecretsRequest.getDefaultInstance(), ListSecretsResponse.getDefaultInstance());
  }

  private static Shape<GetSecretRequest, Secret> get() {
    return new Shape<>(GetSecretRequest.getDefaultInstance(), Secret.getDefaultInstance());
  }

  private static Shape<CreateSecretRequest, Secret> create() {
    return new Shape<>(CreateSecretRequest.getDefaultInstance(), Secret.getDefaultInstance());
  }

  private static Shape<DeleteSecretRequest, Empty> delete() {
    return new Shape<>(DeleteSecretRequest.getDefaultInstance(), Empty.getDefaultInstance());
  }

  private static Shape<ListSecretVersionsRequest, ListSecretVersionsResponse> versions() {
    return new Shape<>(
        ListSecretVersionsRequest.getDefaultInstance(),
        ListSecretVersionsResponse.getDefaultInstance());
  }

  private static Shape<AddSecretVersionRequest, SecretVersion> adding() {
    return new Shape<>(
        AddSecretVersionRequest.getDefaultInstance(), SecretVersion.getDefaultInstance());
  }

  private static Shape<AccessSecretVersionRequest, AccessSecretVersionResponse> access() {
    return new Shape<>(
        AccessSecretVersionRequest.getDefaultInstance(),
        AccessSecretVersionResponse.getDefaultInstance());
  }

  private static Shape<DestroySecretVersionRequest, SecretVersion> destroying() {
    return new Shape<>(
        DestroySecretVersionRequest.getDefaultInstance(), SecretVersion.getDefaultInstance());
  }

  private record Methods(ServerServiceDefinition.Builder builder, SecretDoor door) {

    <Q extends Message, A extends Message> void add(
        String name,
        String permission,
        Shape<Q, A> shape,
        Function<Q, String> resource,
        Function<Q, A> work) {
      MethodDescriptor<Q, A> method =
          MethodDescriptor.<Q, A>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
              .setRequestMarshaller(ProtoUtils.marshaller(shape.request()))
              .setResponseMarshaller(ProtoUtils.marshaller(shape.answer()))
              .build();
      builder.addMethod(
          method,
          ServerCalls.asyncUnaryCall(
              (request, answer) -> {
                door.require("secretmanager." + permission, resource.apply(request));
                Replies.send(work.apply(request), answer);
              }));
    }
  }
}
