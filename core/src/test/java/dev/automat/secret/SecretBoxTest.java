package dev.automat.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.SealedSecret;
import dev.automat.spi.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        assertThrows(KeyUnavailableException.class, () -> box.requireKey(other.primaryKeyId()));

    assertTrue(atUse.getMessage().contains(other.primaryKeyId()), atUse.getMessage());
    assertTrue(atStart.getMessage().contains(other.primaryKeyId()), atStart.getMessage());
    box.requireKey(box.primaryKeyId());
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
