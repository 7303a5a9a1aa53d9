package dev.automat.secret;

import com.google.crypto.tink.Aead;
import dev.automat.spi.KeyService;
import java.security.GeneralSecurityException;

/** One key in a key management service, by which the keyset is sealed as a whole. */
public final class KeyWrap implements Aead {

  private final KeyService service;
  private final String uri;

  /**
   * @param uri the key, such as {@code aws-kms://arn:aws:kms:eu-central-1:123456789012:key/…}
   */
  public KeyWrap(KeyService service, String uri) {
    this.service = service;
    this.uri = uri;
  }

  String place() {
    return uri;
  }

  private String key() {
    return uri.substring(uri.indexOf("://") + "://".length());
  }

  @Override
  public byte[] encrypt(byte[] plain, byte[] purpose) throws GeneralSecurityException {
    try {
      return service.seal(key(), plain, purpose);
    } catch (RuntimeException e) {
      throw refused("seal", e);
    }
  }

  @Override
  public byte[] decrypt(byte[] sealed, byte[] purpose) throws GeneralSecurityException {
    try {
      return service.open(key(), sealed, purpose);
    } catch (RuntimeException e) {
      throw refused("open", e);
    }
  }

  /** Whatever the service threw: its message is what a person needs, and holds no secret. */
  private KeyUnavailableException refused(String what, RuntimeException e) {
    return new KeyUnavailableException(
        uri
            + " did not "
            + what
            + " the keyset: "
            + e.getMessage()
            + ". See that the key is enabled, and that this process may use it",
        e);
  }
}
