package dev.automat.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.automat.resource.Json;
import dev.automat.resource.SealedSecret;
import dev.automat.spi.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Seals credentials before they are stored and opens them again. Safe for many threads.
 *
 * <p>Envelope encryption: each secret has a data key of its own (AES-256-GCM), wrapped by the
 * primary key of the key file, whose id stands in front of the wrapped key. The key file is a Tink
 * keyset in JSON.
 */
public final class SecretBox {

  /**
   * Four bytes that give the length of the wrapped data key, then Tink's prefix: one byte of
   * format, four of key id.
   */
  private static final int KEY_ID_OFFSET = Integer.BYTES + 1;

  private static final AesGcmParameters DATA_KEY = PredefinedAeadParameters.AES256_GCM;

  private static final Configuration TINK = AeadConfig2026.get();

  private final KeysetHandle keys;
  private final Aead aead;
  private final Path keyFile;

  private SecretBox(KeysetHandle keys, Path keyFile) throws GeneralSecurityException {
    this.keys = keys;
    this.keyFile = keyFile;
    this.aead = KmsEnvelopeAead.create(DATA_KEY, keys.getPrimitive(TINK, Aead.class));
  }

  /**
   * @param keyFile read if it is there
   * @param makeIfAbsent whether a missing key file is made, with mode 0600
   * @throws KeyUnavailableException if there is no usable key; the message names the file and what
   *     to do
   */
  public static SecretBox open(Path keyFile, boolean makeIfAbsent) {
    try {
      AeadConfig.register();
      if (makeIfAbsent && Files.notExists(keyFile)) {
        KeyFile.makeOnce(
            keyFile,
            TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(DATA_KEY, TINK), TINK, InsecureSecretKeyAccess.get()));
      }
      return new SecretBox(
          TinkJsonProtoKeysetFormat.parseKeyset(
              KeyFile.read(keyFile), TINK, InsecureSecretKeyAccess.get()),
          keyFile);
    } catch (IOException e) {
      throw new KeyUnavailableException(
          "the key file "
              + keyFile
              + " can not be read ("
              + e.getClass().getSimpleName()
              + "): restore it, or set secrets.keyFile to where it is",
          e);
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(
          "the key file " + keyFile + " holds no usable Tink keyset: restore it from its backup",
          e);
    }
  }

  /** The id of the key that seals. */
  public String primaryKeyId() {
    return Integer.toUnsignedString(keys.getPrimary().getId());
  }

  /**
   * Stops a start with the wrong key file, before anything is sealed with a key that the older
   * secrets do not have.
   *
   * @param keyId a key that the store was used with
   * @throws KeyUnavailableException if it is not here
   */
  public void requireKey(String keyId) {
    if (!keyIds().contains(keyId)) {
      throw new KeyUnavailableException(
          "the store holds secrets sealed with key "
              + keyId
              + ", which "
              + keyFile
              + " does not have (it has "
              + String.join(", ", keyIds())
              + "): put back the key file that belongs to this store");
    }
  }

  /** Seals; bound to uid, field and version, so that an envelope moved elsewhere does not open. */
  public SealedSecret seal(String uid, String field, int version, Credentials credentials) {
    try {
      byte[] plain = Json.mapper().writeValueAsBytes(credentials);
      return new SealedSecret(
          uid, field, version, aead.encrypt(plain, binding(uid, field, version)));
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(
          "a secret of " + uid + " can not be sealed with " + keyFile, e);
    }
  }

  /**
   * @throws KeyUnavailableException if the key of the envelope is not here, or the envelope was
   *     moved or altered
   */
  public Credentials unseal(SealedSecret secret) {
    requireKey(keyIdOf(secret));
    try {
      byte[] plain =
          aead.decrypt(secret.envelope(), binding(secret.uid(), secret.field(), secret.version()));
      return Json.mapper().readValue(plain, Credentials.class);
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(
          "the stored "
              + secret.field()
              + " of "
              + secret.uid()
              + " were altered or moved: restore the store from its backup",
          e);
    }
  }

  private static String keyIdOf(SealedSecret secret) {
    if (secret.envelope().length < KEY_ID_OFFSET + Integer.BYTES) {
      throw new KeyUnavailableException(
          "the stored "
              + secret.field()
              + " of "
              + secret.uid()
              + " are cut short: restore the store from its backup");
    }
    return Integer.toUnsignedString(ByteBuffer.wrap(secret.envelope()).getInt(KEY_ID_OFFSET));
  }

  private Set<String> keyIds() {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> Integer.toUnsignedString(keys.getAt(i).getId()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static byte[] binding(String uid, String field, int version) {
    return (uid + "|" + field + "|" + version).getBytes(StandardCharsets.UTF_8);
  }
}
