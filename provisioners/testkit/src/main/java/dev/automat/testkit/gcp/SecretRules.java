package dev.automat.testkit.gcp;

import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretPayload;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** What {@link FakeSecrets} takes and refuses, by the comments on Google's definitions. */
final class SecretRules {

  private static final int LARGEST = 64 << 10;
  private static final int MOST_LABELS = 64;

  private SecretRules() {}

  static void check(CreateSecretRequest request) {
    require(request.getParent().matches("projects/[^/]+"), "The parent is no project.");
    require(
        request.getSecretId().matches("[A-Za-z0-9_-]{1,255}"),
        "The provided Secret ID [%s] does not match the expected format [[a-zA-Z_0-9]+]."
            .formatted(request.getSecretId()));
    Secret secret = request.getSecret();
    require(secret.getLabelsCount() <= MOST_LABELS, "No more than 64 labels can be assigned.");
    secret
        .getLabelsMap()
        .forEach(
            (key, value) ->
                require(
                    key.matches("[a-z][a-z0-9_-]{0,62}") && value.matches("[a-z0-9_-]{0,63}"),
                    "The label %s: %s is not valid.".formatted(key, value)));
    check(secret.getReplication());
  }

  private static void check(Replication replication) {
    switch (replication.getReplicationCase()) {
      case AUTOMATIC -> {}
      case USER_MANAGED -> {
        require(
            replication.getUserManaged().getReplicasCount() > 0, "The list of replicas is empty.");
        replication
            .getUserManaged()
            .getReplicasList()
            .forEach(
                replica ->
                    require(
                        !replica.hasCustomerManagedEncryption()
                            || replica
                                .getCustomerManagedEncryption()
                                .getKmsKeyName()
                                .contains("/locations/" + replica.getLocation() + "/"),
                        "The KMS key is in another location than the replica."));
      }
      case REPLICATION_NOT_SET -> throw GrpcRefusal.invalid("secret.replication is required.");
    }
  }

  static void check(SecretPayload payload) {
    require(!payload.getData().isEmpty(), "The secret payload is empty.");
    require(payload.getData().size() <= LARGEST, "The secret payload is too large.");
    CRC32C sum = new CRC32C();
    sum.update(payload.getData().asReadOnlyByteBuffer());
    require(
        !payload.hasDataCrc32C() || payload.getDataCrc32C() == sum.getValue(),
        "The checksum does not fit the data.");
  }

  /** Of the filters of lists, {@code name:part} and {@code labels.key=value}, joined by AND. */
  static boolean matches(String filter, Secret secret) {
    return filter.isEmpty()
        || Arrays.stream(filter.split(" AND ", -1)).allMatch(part -> matchesPart(part, secret));
  }

  private static boolean matchesPart(String part, Secret secret) {
    if (part.startsWith("name:")) {
      return SecretStore.last(secret.getName()).contains(part.substring("name:".length()));
    }
    int equals = part.indexOf('=');
    require(part.startsWith("labels.") && equals > 0, "The filter is not understood: " + part);
    return part.substring(equals + 1)
        .equals(secret.getLabelsMap().get(part.substring("labels.".length(), equals)));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw GrpcRefusal.invalid(otherwise);
    }
  }
}
