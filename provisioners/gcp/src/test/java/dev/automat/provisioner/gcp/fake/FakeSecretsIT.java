package dev.automat.provisioner.gcp.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.secretmanager.v1.CustomerManagedEncryption;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.testkit.gcp.FakeSecrets;
import dev.automat.testkit.wire.WireFaults;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake answers Google's own client by all methods that it has, and keeps their rules. */
class FakeSecretsIT {

  private static final String PROJECT = "projects/acme";
  private static final String NAME = PROJECT + "/secrets/orders";

  private final SkippingClock clock = new SkippingClock();
  private final FakeSecrets fake = FakeSecrets.start(clock, 5);
  private final ManagedChannel channel =
      Grpc.newChannelBuilderForAddress(
              "127.0.0.1", fake.wire().endpoint().getPort(), InsecureChannelCredentials.create())
          .build();
  private SecretManagerServiceClient client;

  @BeforeEach
  void open() throws IOException {
    client =
        SecretManagerServiceClient.create(
            SecretManagerServiceSettings.newBuilder()
                .setTransportChannelProvider(
                    FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
  }

  @AfterEach
  void close() {
    client.close();
    channel.shutdownNow();
    fake.close();
    assertEquals(List.of(), fake.wire().ownFailures());
  }

  private static Secret.Builder in(String region) {
    Secret.Builder secret = Secret.newBuilder();
    secret
        .getReplicationBuilder()
        .getUserManagedBuilder()
        .addReplicas(Replication.UserManaged.Replica.newBuilder().setLocation(region));
    return secret;
  }

  private static SecretPayload payload(String text) {
    return SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static String refused(Runnable call) {
    return assertThrows(ApiException.class, call::run).getStatusCode().getCode().name();
  }

  private String read(String version) {
    return client
        .accessSecretVersion(NAME + "/versions/" + version)
        .getPayload()
        .getData()
        .toStringUtf8();
  }

  private List<String> listed(String filter) {
    return StreamSupport.stream(
            client
                .listSecrets(
                    ListSecretsRequest.newBuilder().setParent(PROJECT).setFilter(filter).build())
                .iterateAll()
                .spliterator(),
            false)
        .map(Secret::getName)
        .toList();
  }

  @Test
  void hasTheLifeOfASecret() {
    Secret made =
        client.createSecret(PROJECT, "orders", in("us-east1").putLabels("team", "shop").build());
    assertEquals("projects/" + FakeSecrets.PROJECT_NUMBER + "/secrets/orders", made.getName());
    assertEquals("ALREADY_EXISTS", refused(() -> client.createSecret(PROJECT, "orders", made)));
    assertEquals(made, client.getSecret(NAME));
    assertEquals("NOT_FOUND", refused(() -> read("latest")));
    client.addSecretVersion(NAME, payload("one"));
    client.addSecretVersion(NAME, payload("two"));
    assertEquals("two", read("latest"));
    assertEquals("one", read("1"));
    SecretVersion gone = client.destroySecretVersion(NAME + "/versions/1");
    assertEquals(SecretVersion.State.DESTROYED, gone.getState());
    assertEquals("FAILED_PRECONDITION", refused(() -> read("1")));
    assertEquals(
        List.of(SecretVersion.State.ENABLED, SecretVersion.State.DESTROYED),
        StreamSupport.stream(client.listSecretVersions(NAME).iterateAll().spliterator(), false)
            .map(SecretVersion::getState)
            .toList());
    client.deleteSecret(NAME);
    assertEquals("NOT_FOUND", refused(() -> client.deleteSecret(NAME)));
  }

  @Test
  void listsByNameAndLabel() {
    client.createSecret(PROJECT, "orders", in("us-east1").putLabels("team", "shop").build());
    client.createSecret(PROJECT, "bills", in("us-east1").build());
    assertEquals(2, listed("").size());
    assertEquals(1, listed("name:rder").size());
    assertEquals(1, listed("labels.team=shop").size());
    assertEquals(List.of(), listed("name:bill AND labels.team=shop"));
    assertEquals("INVALID_ARGUMENT", refused(() -> listed("created yesterday")));
  }

  @Test
  void refusesWhatGoogleRefuses() {
    Secret plain = in("us-east1").build();
    Secret.Builder encrypted = plain.toBuilder();
    encrypted
        .getReplicationBuilder()
        .getUserManagedBuilder()
        .getReplicasBuilder(0)
        .setCustomerManagedEncryption(
            CustomerManagedEncryption.newBuilder()
                .setKmsKeyName("projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k"));
    for (Runnable wrong :
        List.<Runnable>of(
            () -> client.createSecret(PROJECT, "automat/orders", plain),
            () -> client.createSecret(PROJECT, "orders", Secret.getDefaultInstance()),
            () -> client.createSecret(PROJECT, "orders", encrypted.build()),
            () ->
                client.createSecret(
                    PROJECT, "orders", plain.toBuilder().putLabels("Team", "x").build()))) {
      assertEquals("INVALID_ARGUMENT", refused(wrong));
    }
    client.createSecret(PROJECT, "orders", plain);
    SecretPayload corrupt = payload("one").toBuilder().setDataCrc32C(1).build();
    assertEquals("INVALID_ARGUMENT", refused(() -> client.addSecretVersion(NAME, corrupt)));
    assertEquals("INVALID_ARGUMENT", refused(() -> client.addSecretVersion(NAME, payload(""))));
    assertEquals(
        "INVALID_ARGUMENT",
        refused(() -> client.addSecretVersion(NAME, payload("x".repeat(65_537)))));
  }

  @Test
  void onlyAVersionThatIsReadByItsNumberIsNeverStale() {
    client.createSecret(PROJECT, "orders", in("us-east1").build());
    client.addSecretVersion(NAME, payload("one"));
    clock.skip(Duration.ofHours(1));
    fake.wire().become(WireFaults.NONE.stale(1, Duration.ofMinutes(5)));
    client.addSecretVersion(NAME, payload("two"));
    assertEquals("one", read("latest"));
    assertEquals("two", read("2"));
    client.deleteSecret(NAME);
    assertEquals(1, listed("").size());
    assertEquals("NOT_FOUND", refused(() -> read("2")));
  }
}
