package dev.automat.audit;

import dev.automat.resource.Json;
import dev.automat.resource.SealedSecret;
import dev.automat.secret.SecretBox;
import dev.automat.spi.Credentials;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Signs checkpoints, with Ed25519 (RFC 8032). The store has the private key only sealed: whoever
 * can change the database alone can sign nothing.
 */
public final class CheckpointKey {

  /** Under which the key is kept among the secrets; no uid has that form. */
  public static final String KEEPER = "automat-audit";

  public static final String FIELD = "checkpoint-key";

  private static final String ALGORITHM = "Ed25519";

  private final String publicKey;
  private final PrivateKey privateKey;

  private CheckpointKey(String publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** The installation's key; the first who asks makes it. */
  public static CheckpointKey open(AuditChain chain, SecretBox secrets) {
    SealedSecret kept =
        chain.key().orElseGet(() -> chain.keep(secrets.seal(KEEPER, FIELD, 1, fresh())));
    Credentials pair = secrets.unseal(kept);
    try {
      PrivateKey own =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pair.password())));
      return new CheckpointKey(pair.username(), own);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the audit log's checkpoints is no key", e);
    }
  }

  private static Credentials fresh() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      Base64.Encoder encoder = Base64.getEncoder();
      return new Credentials(
          encoder.encodeToString(pair.getPublic().getEncoded()),
          encoder.encodeToString(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** What it is known by, such as {@code sha256:…}: the digest of the public key's text. */
  public String fingerprint() {
    return fingerprint(publicKey);
  }

  static String fingerprint(String publicKey) {
    return Json.digest(publicKey);
  }

  String publicKey() {
    return publicKey;
  }

  String sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(content);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a checkpoint can not be signed", e);
    }
  }

  /** Whether the holder of the key signed the content. */
  static boolean verifies(String publicKey, byte[] content, String signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(content);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // A text that is no key or no signature has signed nothing.
    }
  }
}
