package dev.automat.provisioner.aws.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.KeyService;
import dev.automat.spi.ProvisionerException;
import dev.automat.testkit.aws.MotoServer;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** Sealing with keys of AWS KMS, for which moto stands in. */
final class AwsKeyServiceIT {

  /** The SDK's own setting of where KMS is. */
  private static final String ENDPOINT = "aws.endpointUrlKms";

  private static final byte[] PLAIN = "canary-keyset".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PURPOSE = "test".getBytes(StandardCharsets.UTF_8);

  private final KeyService service = new AwsKeyService();
  private KmsClient kms;

  @BeforeEach
  void connect() {
    TestAccount.useTestCredentials();
    System.setProperty(ENDPOINT, MotoServer.shared().endpoint().toString());
    kms = KmsClient.builder().region(Region.of(TestAccount.REGION)).build();
  }

  @AfterEach
  void disconnect() {
    kms.close();
    System.clearProperty(ENDPOINT);
  }

  private String newKey() {
    return kms.createKey(request -> request.description("test")).keyMetadata().arn();
  }

  @Test
  void opensWhatItSealed() {
    String key = newKey();

    byte[] sealed = service.seal(key, PLAIN, PURPOSE);

    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("canary"));
    assertArrayEquals(PLAIN, service.open(key, sealed, PURPOSE));
  }

  @Test
  void opensNothingForAnotherPurposeOrWithAnotherKey() {
    String key = newKey();
    byte[] sealed = service.seal(key, PLAIN, PURPOSE);

    assertThrows(
        ProvisionerException.class,
        () -> service.open(key, sealed, "other".getBytes(StandardCharsets.UTF_8)));
    String other = newKey();
    assertThrows(ProvisionerException.class, () -> service.open(other, sealed, PURPOSE));
  }

  @Test
  void saysWhatKmsSaid() {
    String gone = newKey().replaceFirst("key/.*", "key/00000000-0000-4000-8000-000000000000");

    ProvisionerException missing =
        assertThrows(ProvisionerException.class, () -> service.seal(gone, PLAIN, PURPOSE));
    assertTrue(String.valueOf(missing.getMessage()).contains(gone), missing::toString);
    assertTrue(String.valueOf(missing.getMessage()).contains("NotFound"), missing::toString);
    ProvisionerException noKey =
        assertThrows(ProvisionerException.class, () -> service.seal("alias/keys", PLAIN, PURPOSE));
    assertTrue(String.valueOf(noKey.getMessage()).contains("ARN"), noKey::toString);
  }

  @Test
  void isFoundInThePlugin() {
    assertEquals(
        "aws-kms",
        ServiceLoader.load(KeyService.class).findFirst().map(KeyService::scheme).orElse("none"));
  }
}
