package dev.automat.provisioner.gcp.redis;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.redis.v1.CloudRedisClient;
import com.google.cloud.redis.v1.CloudRedisSettings;
import com.google.cloud.redis.v1.CreateInstanceRequest;
import com.google.cloud.redis.v1.DeleteInstanceRequest;
import com.google.cloud.redis.v1.GetInstanceAuthStringRequest;
import com.google.cloud.redis.v1.GetInstanceRequest;
import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.ListInstancesRequest;
import com.google.cloud.redis.v1.ListInstancesResponse;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.cloud.redis.v1.UpgradeInstanceRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsClient;
import com.google.longrunning.OperationsSettings;
import dev.automat.provisioner.gcp.account.GcpService;
import dev.automat.provisioner.gcp.account.GrpcLink;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instances of Memorystore for Redis at a place. */
record Instances(Place place) {

  private static final String GOOGLES = "redis.googleapis.com:443";
  private static final int PAGE = 200;

  /** Google forgets operations after hours: more pages than this are not of our making. */
  private static final int PAGES = 20;

  private GrpcLink link() {
    return place.link(GcpService.REDIS, GOOGLES);
  }

  private CloudRedisClient client() {
    GrpcLink link = link();
    return link.client(
        CloudRedisClient.class,
        () -> {
          try {
            return CloudRedisClient.create(
                link.prepared(CloudRedisSettings.newBuilder())
                    .applyToAllUnaryMethods(GrpcLink.once())
                    .build());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** That of the other client has repeats of its own. */
  private OperationsClient operationsClient() {
    GrpcLink link = link();
    return link.client(
        OperationsClient.class,
        () -> {
          try {
            return OperationsClient.create(
                link.prepared(OperationsSettings.newBuilder())
                    .applyToAllUnaryMethods(GrpcLink.once())
                    .build());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (Exception e) {
            // Declared by Google's method, which has none of its own to throw.
            throw new IllegalStateException(e);
          }
        });
  }

  private String location() {
    return "projects/%s/locations/%s".formatted(place.project(), place.region());
  }

  /** As the API names it. */
  String fullName(String name) {
    return location() + "/instances/" + name;
  }

  Optional<Instance> find(String name) {
    try {
      return Optional.of(
          link()
              .call(
                  client().getInstanceCallable(),
                  GetInstanceRequest.newBuilder().setName(fullName(name)).build()));
    } catch (ApiException failure) {
      if (GcpFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** The AUTH string; empty if AUTH is off. It is a secret. */
  String authString(String name) {
    return link()
        .call(
            client().getInstanceAuthStringCallable(),
            GetInstanceAuthStringRequest.newBuilder().setName(fullName(name)).build())
        .getAuthString();
  }

  /** One page of all in the region: the API filters nothing. */
  ListInstancesResponse page(Optional<String> token) {
    return link()
        .call(
            client().listInstancesCallable(),
            ListInstancesRequest.newBuilder()
                .setParent(location())
                .setPageSize(PAGE)
                .setPageToken(token.orElse(""))
                .build());
  }

  /** Orders it, unless another call has just made it. */
  void create(String name, Instance body) {
    try {
      link()
          .call(
              client().createInstanceCallable(),
              CreateInstanceRequest.newBuilder()
                  .setParent(location())
                  .setInstanceId(name)
                  .setInstance(body)
                  .build());
    } catch (ApiException failure) {
      if (!GcpFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }

  /** Orders it. */
  Operation change(UpdateInstanceRequest change) {
    return link().call(client().updateInstanceCallable(), change);
  }

  /** One by its full name, as it is now. */
  Operation operation(String name) {
    return link()
        .call(
            operationsClient().getOperationCallable(),
            GetOperationRequest.newBuilder().setName(name).build());
  }

  void upgrade(String name, String version) {
    link()
        .call(
            client().upgradeInstanceCallable(),
            UpgradeInstanceRequest.newBuilder()
                .setName(fullName(name))
                .setRedisVersion(version)
                .build());
  }

  /** Sets it going, unless it is gone. */
  void delete(String name) {
    try {
      link()
          .call(
              client().deleteInstanceCallable(),
              DeleteInstanceRequest.newBuilder().setName(fullName(name)).build());
    } catch (ApiException failure) {
      if (!GcpFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  /** The operations in the region that Google still knows. */
  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    String token = "";
    for (int page = 0; page < PAGES; page++) {
      ListOperationsResponse answer =
          link()
              .call(
                  operationsClient().listOperationsCallable(),
                  ListOperationsRequest.newBuilder()
                      .setName(location())
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .build());
      all.addAll(answer.getOperationsList());
      token = answer.getNextPageToken();
      if (token.isEmpty()) {
        return all;
      }
    }
    return all;
  }
}
