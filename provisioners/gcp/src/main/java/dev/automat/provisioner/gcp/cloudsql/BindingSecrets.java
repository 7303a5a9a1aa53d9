package dev.automat.provisioner.gcp.cloudsql;

import com.google.cloud.secretmanager.v1.CustomerManagedEncryption;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Replication.UserManaged;
import com.google.cloud.secretmanager.v1.Replication.UserManaged.Replica;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.provisioner.gcp.call.Ownership;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.sql.SecretMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The secrets of Secret Manager that hold what bindings give, for applications that read them
 * there. One for each binding: its name stays when the binding is rotated, and its newest version
 * holds the newest of the binding. A version whose binding's version is revoked is destroyed.
 *
 * <p>Secret Manager may show for a while what stood before ("Secret Manager is eventually
 * consistent", but for a version that is read by its number). So a repeat may add the same once
 * more, and nothing is taken for gone by its word alone where that would cost a valid secret.
 */
record BindingSecrets(Place place, ResourceRef ref) {

  private static final Logger log = LoggerFactory.getLogger(BindingSecrets.class);

  private static final String WHAT = "secret";
  private static final String END = "-connection";

  /** How the names of the secrets of an instance begin, by its {@code project:region:name}. */
  static String prefix(String connectionName) {
    return "projects/%s/secrets/%s"
        .formatted(
            connectionName.substring(0, connectionName.indexOf(':')),
            idPrefix(connectionName.substring(connectionName.lastIndexOf('-') + 1)));
  }

  /** Secret ids take letters, digits, hyphens and underscores, at most 255. */
  private static String idPrefix(String uid) {
    return "automat-" + uid + "-";
  }

  static String name(String prefix, GrantId grant) {
    return prefix + grant.binding() + END;
  }

  private String id(GrantId grant) {
    return name(idPrefix(ref.uid()), grant);
  }

  private SecretCalls calls() {
    return new SecretCalls(place);
  }

  /** A version of a secret, with the binding's version in it, as far as it can be read. */
  private record Held(SecretVersion version, Optional<String> payload, Optional<GrantId> grant) {

    long number() {
      return SecretCalls.number(version);
    }
  }

  /**
   * Writes what the grant gives, unless it or a newer version is there already.
   *
   * @param key what encrypts the instance, and so its secrets; empty for Google's own
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the secret does not say that it
   *     is ours: whoever made it may have let others read it
   */
  void put(Grant grant, Map<String, String> connection, Optional<String> key) {
    String id = id(grant.id());
    String text = JsonMapper.shared().writeValueAsString(connection);
    SecretCalls calls = calls();
    Secret secret =
        calls
            .find(id)
            .or(() -> calls.create(id, secret(grant, key)))
            .or(() -> calls.find(id))
            .orElseThrow(() -> notShownYet(id));
    requireMarked(id, secret);
    List<SecretVersion> versions = calls.versions(id);
    List<Held> readable = held(id, versions, List.of(State.ENABLED));
    boolean newer = readable.stream().anyMatch(each -> isNewer(each, grant.id().version()));
    long last = last(versions);
    boolean same =
        readable.stream()
            .anyMatch(each -> each.number() == last && each.payload().equals(Optional.of(text)));
    if (!newer && !same) {
      calls.addVersion(id, text);
    }
  }

  /**
   * Whether the secret of the binding holds that version as its newest, or a newer one of the
   * binding, as far as it is shown; what is not ours holds none.
   *
   * @throws ProvisionerException if a version is enabled and can not be read
   */
  boolean holds(GrantId grant) {
    String id = id(grant);
    if (calls().find(id).filter(this::isMarked).isEmpty()) {
      return false;
    }
    List<SecretVersion> versions = calls().versions(id);
    long last = last(versions);
    return held(id, versions, List.of(State.ENABLED)).stream()
        .anyMatch(
            each ->
                isNewer(each, grant.version())
                    || (each.number() == last && each.grant().equals(Optional.of(grant))));
  }

  private static long last(List<SecretVersion> versions) {
    return versions.stream().mapToLong(SecretCalls::number).max().orElse(0);
  }

  private void requireMarked(String id, Secret secret) {
    Ownership.require(WHAT, id, Optional.empty(), secret.getLabelsMap(), ref);
    mark().require(id, secret.getLabelsMap());
  }

  private boolean isMarked(Secret secret) {
    return mark().isOn(secret.getLabelsMap());
  }

  private SecretMark mark() {
    return new SecretMark(ref, "labels");
  }

  private Secret secret(Grant grant, Optional<String> key) {
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("automat-consumer", grant.consumer());
    Replica.Builder replica = Replica.newBuilder().setLocation(place.region());
    key.ifPresent(
        name ->
            replica.setCustomerManagedEncryption(
                CustomerManagedEncryption.newBuilder().setKmsKeyName(name)));
    return Secret.newBuilder()
        .putAllLabels(Labels.of(tags))
        .setReplication(
            Replication.newBuilder().setUserManaged(UserManaged.newBuilder().addReplicas(replica)))
        .build();
  }

  /**
   * Destroys what holds a version of the binding up to this one, or deletes the secret with the
   * last; gone is fine, and what is somebody else's is left.
   *
   * @param last whether no newer version of the binding is valid
   * @return whether the secret is gone, as far as Secret Manager shows
   * @throws ProvisionerException if a version is enabled and can not be read: nobody knows then
   *     whether it is to go
   */
  boolean remove(GrantId grant, boolean last) {
    String id = id(grant);
    SecretCalls calls = calls();
    if (calls.find(id).filter(secret -> isOurs(id, secret)).isEmpty()) {
      return true;
    }
    List<Held> held = held(id, calls.versions(id), List.of(State.ENABLED, State.DISABLED));
    List<Held> valid = held.stream().filter(each -> isNewer(each, grant.version())).toList();
    if (last && valid.isEmpty()) {
      calls.delete(id);
      return true;
    }
    // What is newer than all of ours was put there by somebody, and is what `latest` means.
    long newest = valid.stream().mapToLong(Held::number).max().orElse(0);
    held.stream()
        .filter(each -> !valid.contains(each))
        .filter(each -> each.grant().isPresent() || each.number() < newest)
        .forEach(each -> calls.destroy(id, each.number()));
    return false;
  }

  private static boolean isNewer(Held held, int version) {
    return held.grant().filter(there -> there.version() > version).isPresent();
  }

  /** Whether none of the instance is shown, but for the one of that binding. */
  boolean areNoneBut(GrantId grant) {
    return ids().stream().allMatch(id(grant)::equals);
  }

  /**
   * Deletes all of the instance.
   *
   * @param forgiven types of failures after which the secrets stay, and the log says so; others are
   *     thrown
   */
  void removeAll(Set<ErrorType> forgiven) {
    try {
      GcpFailures.translating(
          "deleting the secrets of %s %s".formatted(CloudSqlType.WHAT, ref.externalName()),
          () -> {
            ids().forEach(calls()::delete);
            return true;
          });
    } catch (ProvisionerException failure) {
      if (!forgiven.contains(failure.code().type())) {
        throw failure;
      }
      log.info("{}; if there are any, they stay", failure.getMessage());
    }
  }

  private List<String> ids() {
    return calls().named(ref.uid()).stream()
        .filter(secret -> isOurs(SecretCalls.id(secret), secret))
        .map(SecretCalls::id)
        .filter(id -> id.startsWith(idPrefix(ref.uid())))
        .toList();
  }

  /**
   * Whether it may be taken away. Here a name is enough, unlike in AWS, where one without tags is
   * left: whoever changes labels sends all of them, so that ours are lost sooner than tags are, and
   * nobody else is to make secrets of these names. One that was left would be a password that can
   * still be read; one that is deleted in error had no reader that Automat promised anything to.
   */
  private boolean isOurs(String id, Secret secret) {
    return Ownership.foreign(WHAT, id, Optional.empty(), secret.getLabelsMap(), ref).isEmpty();
  }

  private List<Held> held(String id, List<SecretVersion> versions, List<State> states) {
    return versions.stream()
        .filter(version -> states.contains(version.getState()))
        .map(version -> held(id, version))
        .toList();
  }

  private Held held(String id, SecretVersion version) {
    Optional<String> payload =
        version.getState() == State.ENABLED
            ? calls().payload(id, SecretCalls.number(version))
            : Optional.empty();
    return new Held(
        version, payload, payload.flatMap(text -> GrantId.ofUser(username(text), ref.uid())));
  }

  private static String username(String text) {
    try {
      return JsonMapper.shared().readTree(text).path("username").asString("");
    } catch (JacksonException notOurs) {
      return "";
    }
  }

  private static ProvisionerException notShownYet(String id) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("not-shown-yet"),
        "Google says that secret %s exists, and does not show it yet".formatted(id),
        "nothing: it is looked at again");
  }
}
