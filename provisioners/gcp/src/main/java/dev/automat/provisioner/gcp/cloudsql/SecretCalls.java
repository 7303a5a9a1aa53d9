package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
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
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import dev.automat.provisioner.gcp.account.GcpService;
import dev.automat.provisioner.gcp.account.GrpcLink;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The calls that are made of Secret Manager, by Google's client. Each is one call, or one for a
 * page. Secrets are named by their id: Google shows names with the number of the project.
 */
final class SecretCalls {

  private static final int PAGE = 1000;
  private static final Pattern OVER = Pattern.compile("is in (DISABLED|DESTROYED) state");

  private final Place place;
  private final GrpcLink link;
  private final SecretManagerServiceClient client;

  SecretCalls(Place place) {
    this.place = place;
    this.link =
        place.link(GcpService.SECRET_MANAGER, SecretManagerServiceSettings.getDefaultEndpoint());
    this.client = link.client(SecretManagerServiceClient.class, () -> client(link));
  }

  private static SecretManagerServiceClient client(GrpcLink link) {
    try {
      return SecretManagerServiceClient.create(
          link.prepared(SecretManagerServiceSettings.newBuilder())
              .applyToAllUnaryMethods(GrpcLink.once())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String project() {
    return "projects/" + place.project();
  }

  private String name(String id) {
    return project() + "/secrets/" + id;
  }

  private String name(String id, long version) {
    return name(id) + "/versions/" + version;
  }

  static String id(Secret secret) {
    return last(secret.getName());
  }

  static long number(SecretVersion version) {
    return Long.parseLong(last(version.getName()));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  Optional<Secret> find(String id) {
    return unless(
        GcpFailures::isMissing,
        client.getSecretCallable(),
        GetSecretRequest.newBuilder().setName(name(id)).build());
  }

  /** Empty if there is one of that name, which is left as it is. */
  Optional<Secret> create(String id, Secret secret) {
    return unless(
        GcpFailures::isTaken,
        client.createSecretCallable(),
        CreateSecretRequest.newBuilder()
            .setParent(project())
            .setSecretId(id)
            .setSecret(secret)
            .build());
  }

  void addVersion(String id, String text) {
    ByteString data = ByteString.copyFromUtf8(text);
    CRC32C sum = new CRC32C();
    sum.update(data.asReadOnlyByteBuffer());
    link.call(
        client.addSecretVersionCallable(),
        AddSecretVersionRequest.newBuilder()
            .setParent(name(id))
            .setPayload(SecretPayload.newBuilder().setData(data).setDataCrc32C(sum.getValue()))
            .build());
  }

  /** All of a secret, also those that are destroyed; none if the secret is gone. */
  List<SecretVersion> versions(String id) {
    List<SecretVersion> all = new ArrayList<>();
    String token = "";
    do {
      Optional<ListSecretVersionsResponse> page =
          unless(
              GcpFailures::isMissing,
              client.listSecretVersionsCallable(),
              ListSecretVersionsRequest.newBuilder()
                  .setParent(name(id))
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .build());
      page.ifPresent(shown -> all.addAll(shown.getVersionsList()));
      token = page.map(ListSecretVersionsResponse::getNextPageToken).orElse("");
    } while (!token.isEmpty());
    return all;
  }

  /**
   * What a version holds; empty if it is not enabled any more, or gone.
   *
   * @throws ProvisionerException if Google can not read it, as where its key is disabled
   */
  Optional<String> payload(String id, long version) {
    try {
      return unless(
              refusal -> GcpFailures.isMissing(refusal) || isOver(refusal),
              client.accessSecretVersionCallable(),
              AccessSecretVersionRequest.newBuilder().setName(name(id, version)).build())
          .map(answer -> answer.getPayload().getData().toStringUtf8());
    } catch (ApiException refusal) {
      if (GcpFailures.isInAnotherState(refusal)) {
        throw unreadable(id, version, refusal);
      }
      throw refusal;
    }
  }

  /** The same code has many reasons, and nothing but Google's words tells this one. */
  private static boolean isOver(ApiException refusal) {
    return GcpFailures.isInAnotherState(refusal) && OVER.matcher(GcpFailures.words(refusal)).find();
  }

  private static ProvisionerException unreadable(String id, long version, ApiException refusal) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("secret-not-readable"),
        "version %d of secret %s is enabled and can not be read: %s"
            .formatted(version, id, GcpFailures.words(refusal)),
        "see that the key that encrypts it is enabled; or, if nobody needs that version, destroy"
            + " it in the console",
        refusal);
  }

  /** For good; that it is destroyed already is fine. */
  void destroy(String id, long version) {
    unless(
        refusal -> GcpFailures.isMissing(refusal) || GcpFailures.isInAnotherState(refusal),
        client.destroySecretVersionCallable(),
        DestroySecretVersionRequest.newBuilder().setName(name(id, version)).build());
  }

  /** At once, with all versions; that it is gone already is fine. */
  void delete(String id) {
    unless(
        GcpFailures::isMissing,
        client.deleteSecretCallable(),
        DeleteSecretRequest.newBuilder().setName(name(id)).build());
  }

  /** All of the project whose name has that part. */
  List<Secret> named(String part) {
    List<Secret> all = new ArrayList<>();
    String token = "";
    do {
      ListSecretsResponse page =
          link.call(
              client.listSecretsCallable(),
              ListSecretsRequest.newBuilder()
                  .setParent(project())
                  .setFilter("name:" + part)
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .build());
      all.addAll(page.getSecretsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  private <Q, A> Optional<A> unless(
      Predicate<ApiException> harmless, UnaryCallable<Q, A> method, Q request) {
    try {
      return Optional.of(link.call(method, request));
    } catch (ApiException refusal) {
      if (harmless.test(refusal)) {
        return Optional.empty();
      }
      throw refusal;
    }
  }
}
