package dev.automat.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.SealedSecret;
import dev.automat.spi.Credentials;
import dev.automat.spi.KeyService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {

  private static final Credentials CREDENTIALS = new Credentials("orders", "c4nary-password");

  @TempDir private Path directory;
  private Path keyFile = Path.of("unset");

  @BeforeEach
  void nameTheKeyFile() {
    keyFile = directory.resolve("keys.json");
  }

  @Test
  void opensWhatItSealedEvenAfterARestart() {
    SealedSecret sealed = SecretBox.open(keyFile, true).seal("uid1", "credentials", 1, CREDENTIALS);

    assertEquals(CREDENTIALS, SecretBox.open(keyFile, true).unseal(sealed));
  }

  @Test
  void showsNothingOfTheSecretInTheEnvelopeOrInText() {
    SealedSecret sealed = SecretBox.open(keyFile, true).seal("uid1", "credentials", 1, CREDENTIALS);

    assertFalse(new String(sealed.envelope(), StandardCharsets.ISO_8859_1).contains("c4nary"));
    assertFalse((sealed + " " + CREDENTIALS).contains("c4nary"));
  }

  @Test
  void refusesAnEnvelopeThatWasMovedToAnotherResourceOrVersion() {
    SecretBox box = SecretBox.open(keyFile, true);
    byte[] envelope = box.seal("uid1", "credentials", 1, CREDENTIALS).envelope();

    assertThrows(
        KeyUnavailableException.class,
        () -> box.unseal(new SealedSecret("uid2", "credentials", 1, envelope)));
    assertThrows(
        KeyUnavailableException.class,
        () -> box.unseal(new SealedSecret("uid1", "credentials", 2, envelope)));
  }

  @Test
  void refusesAnEnvelopeThatWasAlteredOrCutShort() {
    SecretBox box = SecretBox.open(keyFile, true);
    byte[] envelope = box.seal("uid1", "credentials", 1, CREDENTIALS).envelope();
    byte[] altered = envelope.clone();
    altered[altered.length - 1] ^= 1;

    assertThrows(
        KeyUnavailableException.class,
        () -> box.unseal(new SealedSecret("uid1", "credentials", 1, altered)));
    assertThrows(
        KeyUnavailableException.class,
        () -> box.unseal(new SealedSecret("uid1", "credentials", 1, Arrays.copyOf(envelope, 5))));
  }

  @Test
  void namesTheKeyThatIsMissing() {
    SecretBox other = SecretBox.open(directory.resolve("other.json"), true);
    SealedSecret sealed = other.seal("uid1", "credentials", 1, CREDENTIALS);
    SecretBox box = SecretBox.open(keyFile, true);

    KeyUnavailableException atUse =
        assertThrows(KeyUnavailableException.class, () -> box.unseal(sealed));
    KeyUnavailableException atStart =
        assertThrows(
            KeyUnavailableException.class, () -> box.requireKeys(List.of(other.primaryKeyId())));

    assertTrue(atUse.getMessage().contains(other.primaryKeyId()), atUse.getMessage());
    assertTrue(atStart.getMessage().contains(other.primaryKeyId()), atStart.getMessage());
    box.requireKeys(List.of(box.primaryKeyId()));
  }

  /** As a key management service: who lacks the purpose gets nothing. */
  private static KeyService service(String name) {
    return new KeyService() {
      @Override
      public String scheme() {
        return "fake-kms";
      }

      @Override
      public byte[] seal(String key, byte[] plain, byte[] purpose) {
        byte[] sealed = plain.clone();
        for (int i = 0; i < sealed.length; i++) {
          sealed[i] ^= (byte) (name + key).hashCode();
        }
        return sealed;
      }

      @Override
      public byte[] open(String key, byte[] sealed, byte[] purpose) {
        if (!key.equals("one")) {
          throw new IllegalStateException("AccessDenied for " + key);
        }
        return seal(key, sealed, purpose);
      }
    };
  }

  private KeySource sealedBy(String key) {
    return KeySource.file(keyFile, Optional.of(new KeyWrap(service("kms"), "fake-kms://" + key)));
  }

  @Test
  void aKeyManagementServiceSealsTheFileAsAWhole() throws IOException {
    SecretBox box = SecretBox.openOrMake(sealedBy("one"));
    SealedSecret sealed = box.seal("uid1", "credentials", 1, CREDENTIALS);

    assertTrue(Files.readString(keyFile).contains("encryptedKeyset"));
    assertEquals(CREDENTIALS, SecretBox.open(sealedBy("one")).unseal(sealed));
    String denied = refusal(() -> SecretBox.open(sealedBy("two")));
    assertTrue(denied.contains("fake-kms://two"), denied);
    assertTrue(denied.contains("AccessDenied for two"), denied);
    String forgotten = refusal(() -> SecretBox.open(keyFile, false));
    assertTrue(forgotten.contains("set secrets.kms"), forgotten);
  }

  @Test
  void saysThatAFileInTheClearIsNotSealed() {
    SecretBox.open(keyFile, true);

    String refused = refusal(() -> SecretBox.open(sealedBy("one")));

    assertTrue(refused.contains("remove secrets.kms"), refused);
  }

  @Test
  void keysMayBeGivenAsTextWhichIsNeverShown() throws IOException {
    SealedSecret sealed = SecretBox.open(keyFile, true).seal("uid1", "credentials", 1, CREDENTIALS);
    String text = Files.readString(keyFile);
    KeySource given = KeySource.given(text, "AUTOMAT_SECRETS_KEY", Optional.empty());

    assertEquals(CREDENTIALS, SecretBox.open(given).unseal(sealed));
    String broken =
        refusal(
            () ->
                SecretBox.open(
                    KeySource.given("c4nary " + text, "AUTOMAT_SECRETS_KEY", Optional.empty())));
    assertTrue(broken.contains("AUTOMAT_SECRETS_KEY holds no usable"), broken);
    assertFalse(broken.contains("c4nary"), broken);
    assertFalse(given.toString().contains("keyData"), given.toString());
  }

  @Test
  void opensWithEveryKeyAndSealsWithOne() {
    SecretBox before = SecretBox.open(keyFile, true);
    SealedSecret old = before.seal("uid1", "credentials", 1, CREDENTIALS);
    KeySource source = KeySource.file(keyFile, Optional.empty());
    KeyRing ring = source.read();
    KeyRing more = ring.withNewKey();
    source.replace(ring, more.withPrimary(more.newest()));

    assertTrue(before.reread(List.of()));
    assertFalse(before.reread(List.of()), "nothing new");
    assertEquals(ring.primary(), before.primaryKeyId(), "it goes on sealing with the same key");
    assertEquals(more.newest(), before.wantedKeyId());
    SecretBox after = SecretBox.open(keyFile, false);
    SealedSecret fresh = after.rewrap(old);
    assertEquals(CREDENTIALS, after.unseal(old));
    assertEquals(CREDENTIALS, before.unseal(fresh));
    assertThrows(
        KeyUnavailableException.class,
        () -> after.unseal(new SealedSecret("uid2", "credentials", 1, fresh.envelope())),
        "it is bound to the same place as before");
    assertThrows(KeyUnavailableException.class, () -> source.replace(ring, ring), "changed since");
  }

  private static String refusal(Executable executable) {
    return String.valueOf(assertThrows(KeyUnavailableException.class, executable).getMessage());
  }

  @Test
  void makesAKeyFileThatOnlyItsOwnerCanRead() throws IOException {
    SecretBox.open(keyFile, true);

    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
    assertArrayEquals(new String[] {"keys.json"}, directory.toFile().list(), "no draft is left");
  }

  @Test
  void refusesAMissingAnOpenOrABrokenKeyFile() throws IOException {
    assertThrows(KeyUnavailableException.class, () -> SecretBox.open(keyFile, false));
    Files.writeString(keyFile, "{}");
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    assertThrows(KeyUnavailableException.class, () -> SecretBox.open(keyFile, false));
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
    KeyUnavailableException readable =
        assertThrows(KeyUnavailableException.class, () -> SecretBox.open(keyFile, false));
    assertTrue(readable.getMessage().contains("chmod 600"), readable.getMessage());
  }
}
