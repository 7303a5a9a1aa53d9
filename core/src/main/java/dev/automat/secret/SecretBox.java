package dev.automat.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import dev.automat.resource.Json;
import dev.automat.resource.SealedSecret;
import dev.automat.spi.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Seals credentials before they are stored and opens them again. Safe for many threads.
 *
 * <p>Envelope encryption: each secret has a data key of its own (AES-256-GCM), wrapped by the
 * primary of the {@link KeyRing}, whose id stands in front of the wrapped key. So a change of the
 * primary needs only that short key wrapped again, and never the credentials in the clear.
 */
public final class SecretBox {

  /**
   * Four bytes that give the length of the wrapped data key, then Tink's prefix: one byte of
   * format, four of key id.
   */
  private static final int KEY_ID_OFFSET = Integer.BYTES + 1;

  /** Tink binds the wrapped data key to nothing; the secret itself is bound by it. */
  private static final byte[] UNBOUND = new byte[0];

  private final KeySource source;
  private volatile Opened opened;

  /**
   * The keys with what was made of them.
   *
   * @param text of the source
   * @param wanted the primary of the source
   * @param ring its primary is the key that seals, wanted or not
   */
  private record Opened(String text, String wanted, KeyRing ring, Aead envelopes) {

    static Opened of(String text, String wanted, KeyRing ring) {
      try {
        Aead envelopes = KmsEnvelopeAead.create(KeyRing.KEY, ring.wrapping());
        return new Opened(text, wanted, ring, envelopes);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Tink refuses a keyset that it has read", e);
      }
    }

    /** Never the text. */
    @Override
    public String toString() {
      return ring.toString();
    }
  }

  private SecretBox(KeySource source) {
    this.source = source;
    String text = source.text();
    KeyRing ring = source.parse(text);
    this.opened = Opened.of(text, ring.primary(), ring);
  }

  /**
   * @throws KeyUnavailableException if there is no usable key; the message says where it was looked
   *     for, and what to do
   */
  public static SecretBox open(KeySource source) {
    return new SecretBox(source);
  }

  /**
   * As {@link #open(KeySource)}, from a file with the keys in the clear.
   *
   * @param makeIfAbsent whether a missing key file is made, with mode 0600
   */
  public static SecretBox open(Path keyFile, boolean makeIfAbsent) {
    KeySource source = KeySource.file(keyFile, Optional.empty());
    return makeIfAbsent ? openOrMake(source) : open(source);
  }

  /** As {@link #open(KeySource)}; a file that is not there is made first. */
  public static SecretBox openOrMake(KeySource source) {
    source.makeIfAbsent();
    return open(source);
  }

  /** The keys that it works with. */
  public KeyRing ring() {
    return opened.ring();
  }

  /** The id of the key that seals. */
  public String primaryKeyId() {
    return ring().primary();
  }

  /** The id of the key that should seal, as its source said when it was read last. */
  public String wantedKeyId() {
    return opened.wanted();
  }

  /**
   * Reads the source again, and opens with its keys from now on. It goes on sealing with the same
   * key, if that is still among them.
   *
   * @return whether there was anything new
   * @throws KeyUnavailableException if they can not be had, or one of {@code needed} is not among
   *     them; then it goes on with those that it has
   */
  public boolean reread(Collection<String> needed) {
    String text = source.text();
    if (text.equals(opened.text())) {
      return false;
    }
    KeyRing fresh = source.parse(text);
    require(needed, fresh);
    String sealing = primaryKeyId();
    opened =
        Opened.of(
            text,
            fresh.primary(),
            fresh.ids().contains(sealing) ? fresh.withPrimary(sealing) : fresh);
    return true;
  }

  /** Seals with that key from now on; the others open as before. */
  public void sealWith(String keyId) {
    Opened now = opened;
    opened = Opened.of(now.text(), now.wanted(), now.ring().withPrimary(keyId));
  }

  /**
   * Stops a start with the wrong keys, before anything is sealed with a key that the older secrets
   * do not have.
   *
   * @param keyIds keys that the store was used with
   * @throws KeyUnavailableException naming those that are not here, and where they were looked for
   */
  public void requireKeys(Collection<String> keyIds) {
    require(keyIds, ring());
  }

  private void require(Collection<String> keyIds, KeyRing ring) {
    List<String> missing = keyIds.stream().filter(id -> !ring.ids().contains(id)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new KeyUnavailableException(
          "the store holds secrets sealed with key "
              + String.join(" and key ", missing)
              + ", which "
              + source.place()
              + " does not have (it has "
              + String.join(", ", ring.ids())
              + "): put back the keys that belong to this store");
    }
  }

  /** Seals; bound to uid, field and version, so that an envelope moved elsewhere does not open. */
  public SealedSecret seal(String uid, String field, int version, Credentials credentials) {
    try {
      byte[] plain = Json.mapper().writeValueAsBytes(credentials);
      return new SealedSecret(
          uid, field, version, opened.envelopes().encrypt(plain, binding(uid, field, version)));
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(
          "a secret of " + uid + " can not be sealed with " + source.place(), e);
    }
  }

  /**
   * @throws KeyUnavailableException if the key of the envelope is not here, or the envelope was
   *     moved or altered
   */
  public Credentials unseal(SealedSecret secret) {
    requireKeys(List.of(keyIdOf(secret)));
    try {
      byte[] plain =
          opened
              .envelopes()
              .decrypt(secret.envelope(), binding(secret.uid(), secret.field(), secret.version()));
      return Json.mapper().readValue(plain, Credentials.class);
    } catch (GeneralSecurityException e) {
      throw altered(secret, e);
    }
  }

  /**
   * The same secret, its data key wrapped by the primary. What is inside is not opened for it.
   *
   * @throws KeyUnavailableException as {@link #unseal} does
   */
  public SealedSecret rewrap(SealedSecret secret) {
    requireKeys(List.of(keyIdOf(secret)));
    ByteBuffer envelope = ByteBuffer.wrap(secret.envelope());
    int length = envelope.getInt();
    if (length < 0 || length > envelope.remaining()) {
      throw cutShort(secret);
    }
    byte[] wrapped = new byte[length];
    envelope.get(wrapped);
    try {
      Aead wrapping = ring().wrapping();
      byte[] again = wrapping.encrypt(wrapping.decrypt(wrapped, UNBOUND), UNBOUND);
      ByteBuffer fresh =
          ByteBuffer.allocate(Integer.BYTES + again.length + envelope.remaining())
              .putInt(again.length)
              .put(again)
              .put(envelope);
      return new SealedSecret(secret.uid(), secret.field(), secret.version(), fresh.array());
    } catch (GeneralSecurityException e) {
      throw altered(secret, e);
    }
  }

  private static String keyIdOf(SealedSecret secret) {
    if (secret.envelope().length < KEY_ID_OFFSET + Integer.BYTES) {
      throw cutShort(secret);
    }
    return KeyRing.text(ByteBuffer.wrap(secret.envelope()).getInt(KEY_ID_OFFSET));
  }

  private static KeyUnavailableException altered(SealedSecret secret, Exception cause) {
    return new KeyUnavailableException(
        "the stored "
            + secret.field()
            + " of "
            + secret.uid()
            + " were altered or moved: restore the store from its backup",
        cause);
  }

  private static KeyUnavailableException cutShort(SealedSecret secret) {
    return new KeyUnavailableException(
        "the stored "
            + secret.field()
            + " of "
            + secret.uid()
            + " are cut short: restore the store from its backup");
  }

  private static byte[] binding(String uid, String field, int version) {
    return (uid + "|" + field + "|" + version).getBytes(StandardCharsets.UTF_8);
  }
}
