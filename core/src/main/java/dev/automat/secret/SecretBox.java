package dev.automat.secret;

import dev.automat.resource.SealedSecret;
import dev.automat.spi.Credentials;
import java.nio.file.Path;

/** Seals credentials before they are stored and opens them again. Safe for many threads. */
public final class SecretBox {

  /**
   * @param keyFile read if it is there
   * @param makeIfAbsent whether a missing key file is made, with mode 0600
   * @throws KeyUnavailableException if there is no usable key; the message names the file and what
   *     to do
   */
  public static SecretBox open(Path keyFile, boolean makeIfAbsent) {
    throw new UnsupportedOperationException();
  }

  private SecretBox() {}

  /** Seals; bound to uid, field and version, so that an envelope moved elsewhere does not open. */
  public SealedSecret seal(String uid, String field, int version, Credentials credentials) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws KeyUnavailableException if the key of the envelope is not here, or the envelope was
   *     moved or altered
   */
  public Credentials unseal(SealedSecret secret) {
    throw new UnsupportedOperationException();
  }
}
