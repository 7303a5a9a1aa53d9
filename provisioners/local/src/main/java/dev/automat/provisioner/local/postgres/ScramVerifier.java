package dev.automat.provisioner.local.postgres;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The form in which PostgreSQL stores a password (RFC 5803, RFC 7677). Computed here, the password
 * itself never reaches the server, nor any log of its statements.
 */
final class ScramVerifier {

  /** PostgreSQL's own default for scram_iterations. */
  private static final int ITERATIONS = 4096;

  private static final int KEY_BITS = 256;
  private static final int SALT_BYTES = 16;

  private ScramVerifier() {}

  /** The verifier of a password, with a salt of its own. */
  static String of(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(password, salt);
  }

  /**
   * The verifier of a password.
   *
   * @param password printable ASCII, which SASLprep (RFC 4013) leaves as it is
   * @param salt random, at least 16 bytes
   */
  static String of(String password, byte[] salt) {
    if (password.isEmpty() || !password.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "the password is empty or has characters outside printable ASCII",
          "use letters, digits and punctuation of ASCII");
    }
    try {
      byte[] salted = salted(password, salt);
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      byte[] serverKey = hmac(salted, "Server Key");
      Base64.Encoder base64 = Base64.getEncoder();
      return "SCRAM-SHA-256$%d:%s$%s:%s"
          .formatted(
              ITERATIONS,
              base64.encodeToString(salt),
              base64.encodeToString(storedKey),
              base64.encodeToString(serverKey));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this JDK lacks what SCRAM-SHA-256 needs", failure);
    }
  }

  private static byte[] salted(String password, byte[] salt) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
