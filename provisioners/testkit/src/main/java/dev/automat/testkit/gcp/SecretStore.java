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
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What stands in {@link FakeSecrets}. A read may show what stood a moment before, but for an access
 * of a version by its number ("Secret Manager is strongly consistent" there alone).
 */
final class SecretStore {

  private static final String LATEST = "latest";

  /** One version, the payload included. */
  record Held(SecretVersion version, SecretPayload payload) {

    long number() {
      return Long.parseLong(SecretStore.last(version.getName()));
    }

    Held in(State state) {
      return new Held(version.toBuilder().setState(state).build(), payload);
    }
  }

  /** A secret with its versions, the oldest first. */
  record Item(Secret secret, List<Held> versions) {

    Item {
      versions = List.copyOf(versions);
    }
  }

  private record Kept(Optional<Item> now, Optional<Item> before, Instant changed) {}

  private final InstantSource clock;
  private final BiPredicate<String, Instant> stale;
  private final Map<String, Kept> secrets = new TreeMap<>();
  private final Set<String> disabledKeys = new HashSet<>();
  private long made;

  /**
   * @param stale whether a read of that name does not see a change of that moment yet
   */
  SecretStore(InstantSource clock, BiPredicate<String, Instant> stale) {
    this.clock = clock;
    this.stale = stale;
  }

  synchronized Optional<Item> item(String name) {
    return Optional.ofNullable(secrets.get(name)).flatMap(Kept::now);
  }

  synchronized List<String> names() {
    return secrets.keySet().stream().filter(name -> item(name).isPresent()).toList();
  }

  synchronized Secret create(CreateSecretRequest request) {
    SecretRules.check(request);
    String name = request.getParent() + "/secrets/" + request.getSecretId();
    String shown = shownName(name);
    if (item(name).isPresent()) {
      throw GrpcRefusal.of(Code.ALREADY_EXISTS, "Secret [%s] already exists.".formatted(shown));
    }
    Secret secret =
        request.getSecret().toBuilder()
            .setName(shown)
            .setCreateTime(now())
            .setEtag("\"" + ++made + "\"")
            .build();
    keep(name, Optional.of(new Item(secret, List.of())));
    return secret;
  }

  synchronized Secret get(GetSecretRequest request) {
    return shown(request.getName(), "GetSecret")
        .map(Item::secret)
        .orElseThrow(() -> missing(request.getName()));
  }

  synchronized ListSecretsResponse list(ListSecretsRequest request) {
    List<Secret> all =
        secrets.keySet().stream()
            .filter(name -> name.startsWith(request.getParent() + "/secrets/"))
            .flatMap(name -> shown(name, "ListSecrets").stream())
            .map(Item::secret)
            .filter(secret -> SecretRules.matches(request.getFilter(), secret))
            .toList();
    Replies.Page<Secret> page =
        Replies.page(all, Secret::getName, request.getPageSize(), request.getPageToken());
    return ListSecretsResponse.newBuilder()
        .addAllSecrets(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  synchronized Empty delete(DeleteSecretRequest request) {
    if (item(request.getName()).isEmpty()) {
      throw missing(request.getName());
    }
    keep(request.getName(), Optional.empty());
    return Empty.getDefaultInstance();
  }

  /** The newest first, all on one page. */
  synchronized ListSecretVersionsResponse versions(ListSecretVersionsRequest request) {
    Item item =
        shown(request.getParent(), "ListSecretVersions")
            .orElseThrow(() -> missing(request.getParent()));
    return ListSecretVersionsResponse.newBuilder()
        .addAllVersions(item.versions().reversed().stream().map(Held::version).toList())
        .build();
  }

  synchronized SecretVersion addVersion(AddSecretVersionRequest request) {
    String name = request.getParent();
    Item item = item(name).orElseThrow(() -> missing(name));
    SecretRules.check(request.getPayload());
    requireKeys(name);
    SecretVersion version =
        SecretVersion.newBuilder()
            .setName(shownName(name) + "/versions/" + (item.versions().size() + 1))
            .setState(State.ENABLED)
            .setCreateTime(now())
            .setClientSpecifiedPayloadChecksum(request.getPayload().hasDataCrc32C())
            .build();
    List<Held> versions = new ArrayList<>(item.versions());
    versions.add(new Held(version, request.getPayload()));
    keep(name, Optional.of(new Item(item.secret(), versions)));
    return version;
  }

  synchronized AccessSecretVersionResponse access(AccessSecretVersionRequest request) {
    Held held = held(request.getName(), "AccessSecretVersion");
    if (held.version().getState() != State.ENABLED) {
      throw inState(held);
    }
    requireKeys(secretOf(request.getName()));
    return AccessSecretVersionResponse.newBuilder()
        .setName(held.version().getName())
        .setPayload(held.payload())
        .build();
  }

  synchronized SecretVersion destroy(DestroySecretVersionRequest request) {
    Held held = held(request.getName(), "DestroySecretVersion");
    if (held.version().getState() == State.DESTROYED) {
      throw inState(held);
    }
    return become(request.getName(), State.DESTROYED);
  }

  /** Reads and writes nothing under that key until it is enabled again. */
  synchronized void switchKey(String key, boolean enabled) {
    if (enabled) {
      disabledKeys.remove(key);
    } else {
      disabledKeys.add(key);
    }
  }

  private void requireKeys(String name) {
    item(name).stream()
        .flatMap(item -> item.secret().getReplication().getUserManaged().getReplicasList().stream())
        .map(replica -> replica.getCustomerManagedEncryption().getKmsKeyName())
        .filter(disabledKeys::contains)
        .findFirst()
        .ifPresent(
            key -> {
              throw GrpcRefusal.of(
                  Code.FAILED_PRECONDITION,
                  "%s/cryptoKeyVersions/1 is not enabled, current state is: DISABLED."
                      .formatted(key));
            });
  }

  /** Puts a version in a state; one that is destroyed has lost its payload. */
  synchronized SecretVersion become(String versionName, State state) {
    String name = secretOf(versionName);
    Item item = item(name).orElseThrow(() -> missing(name));
    long number = Long.parseLong(last(versionName));
    List<Held> versions = new ArrayList<>(item.versions());
    int at = (int) number - 1;
    Held changed = versions.get(at).in(state);
    versions.set(
        at,
        state == State.DESTROYED
            ? new Held(changed.version(), SecretPayload.getDefaultInstance())
            : changed);
    keep(name, Optional.of(new Item(item.secret(), versions)));
    return changed.version();
  }

  synchronized void keep(String name, Optional<Item> now) {
    secrets.put(name, new Kept(now, item(name), clock.instant()));
  }

  private Held held(String versionName, String occasion) {
    String name = secretOf(versionName);
    boolean latest = last(versionName).equals(LATEST);
    List<Held> versions =
        (latest ? shown(name, occasion) : item(name)).map(Item::versions).orElse(List.of());
    return (latest
            ? versions.reversed().stream().findFirst()
            : versions.stream()
                .filter(each -> last(versionName).equals(Long.toString(each.number())))
                .findFirst())
        .orElseThrow(
            () ->
                GrpcRefusal.of(
                    Code.NOT_FOUND,
                    "Secret [%s] not found or has no versions.".formatted(shownName(name))));
  }

  private Optional<Item> shown(String name, String occasion) {
    return Optional.ofNullable(secrets.get(name))
        .flatMap(kept -> stale.test(occasion, kept.changed()) ? kept.before() : kept.now());
  }

  private Timestamp now() {
    return Timestamp.newBuilder().setSeconds(clock.instant().getEpochSecond()).build();
  }

  private static StatusRuntimeException missing(String name) {
    return GrpcRefusal.of(Code.NOT_FOUND, "Secret [%s] not found.".formatted(shownName(name)));
  }

  private static StatusRuntimeException inState(Held held) {
    return GrpcRefusal.of(
        Code.FAILED_PRECONDITION,
        "Secret Version [%s] is in %s state."
            .formatted(held.version().getName(), held.version().getState()));
  }

  /** Google shows the number of a project where it was asked with the id. */
  static String shownName(String name) {
    return name.replaceFirst("^projects/[^/]+", "projects/" + FakeSecrets.PROJECT_NUMBER);
  }

  private static String secretOf(String versionName) {
    return versionName.substring(0, versionName.indexOf("/versions/"));
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
