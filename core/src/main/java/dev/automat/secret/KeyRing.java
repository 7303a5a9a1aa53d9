package dev.automat.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The key-encryption keys of one moment, each with an id. One of them, the primary, seals; all of
 * them open. Immutable: a change makes another ring.
 */
public final class KeyRing {

  static final AesGcmParameters KEY = PredefinedAeadParameters.AES256_GCM;
  static final Configuration TINK = tink();

  private final KeysetHandle keys;
  private final Aead wrapping;

  KeyRing(KeysetHandle keys) throws GeneralSecurityException {
    this.keys = keys;
    this.wrapping = keys.getPrimitive(TINK, Aead.class);
  }

  private static Configuration tink() {
    try {
      AeadConfig.register();
      return AeadConfig2026.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has no AEAD here", e);
    }
  }

  /** With one new key. */
  static KeyRing create() {
    try {
      return new KeyRing(KeysetHandle.generateNew(KEY, TINK));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-256-GCM", e);
    }
  }

  KeysetHandle keys() {
    return keys;
  }

  /** What wraps data keys with the primary, and unwraps with any. */
  Aead wrapping() {
    return wrapping;
  }

  /** The ids, the oldest key first. */
  public List<String> ids() {
    return IntStream.range(0, keys.size()).mapToObj(this::id).toList();
  }

  private String id(int index) {
    return text(keys.getAt(index).getId());
  }

  static String text(int id) {
    return Integer.toUnsignedString(id);
  }

  /** The id of the key that seals. */
  public String primary() {
    return text(keys.getPrimary().getId());
  }

  /** The id of the key that was added last. */
  public String newest() {
    return ids().getLast();
  }

  /** One key more, which opens and does not seal yet. */
  public KeyRing withNewKey() {
    return changed(
        KeysetHandle.newBuilder(keys)
            .addEntry(KeysetHandle.generateEntryFromParameters(KEY).withRandomId()));
  }

  /** The same keys, of which that one seals. */
  public KeyRing withPrimary(String id) {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
    builder.getAt(indexOf(id)).makePrimary();
    return changed(builder);
  }

  /** Without that key, which must not be the primary. */
  public KeyRing without(String id) {
    if (id.equals(primary())) {
      throw new IllegalArgumentException(id + " is the key that seals");
    }
    return changed(KeysetHandle.newBuilder(keys).deleteAt(indexOf(id)));
  }

  private int indexOf(String id) {
    int index = ids().indexOf(id);
    if (index < 0) {
      throw new IllegalArgumentException("there is no key " + id + " in " + ids());
    }
    return index;
  }

  private static KeyRing changed(KeysetHandle.Builder builder) {
    try {
      return new KeyRing(builder.setConfiguration(TINK).build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink refuses a keyset that it made", e);
    }
  }

  /** The ids. */
  @Override
  public String toString() {
    return "KeyRing" + ids();
  }
}
