package dev.automat.api.http;

import dev.automat.config.Configuration;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** Certificate and key in their files, looked at before anything is served with them. */
final class TlsFiles {

  /** RFC 8996: the older ones must not be used. */
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

  private static final byte[] PROBE = "automat".getBytes(StandardCharsets.UTF_8);

  private final Configuration.Tls settings;
  private final InstantSource clock;

  TlsFiles(Configuration.Tls settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What stands in the files.
   *
   * @param authority of clients; empty if none have to show a certificate
   */
  record Content(Buffer certificate, Buffer key, Optional<Buffer> authority) {

    /** Never the key. */
    @Override
    public String toString() {
      return "Content";
    }

    ServerSSLOptions options() {
      ServerSSLOptions options =
          new ServerSSLOptions()
              .setKeyCertOptions(new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key))
              .setEnabledSecureTransportProtocols(PROTOCOLS)
              // HTTP/1.1 alone: what is limited by connection holds as long as one has one request.
              .setUseAlpn(false);
      authority.ifPresent(
          trusted ->
              options
                  .setTrustOptions(new PemTrustOptions().addCertValue(trusted))
                  .setClientAuth(ClientAuth.REQUIRED));
      return options;
    }
  }

  /**
   * Blocks.
   *
   * @throws TlsUnusableException if a file can not be read
   */
  Content read() {
    return new Content(
        read(settings.certificate()),
        read(settings.key()),
        settings.clientAuthority().map(this::read));
  }

  private Buffer read(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new TlsUnusableException(
          file + " can not be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /**
   * Whether clients can be served with it. Blocks.
   *
   * @throws TlsUnusableException if key and certificate do not belong together, or can not be
   *     understood, or it is not its time
   */
  void check(Vertx vertx, Content content) {
    try {
      X509KeyManager keys = keys(vertx, content);
      String alias =
          KEY_TYPES.stream()
              .flatMap(
                  type ->
                      Optional.ofNullable(keys.getServerAliases(type, null)).stream()
                          .flatMap(Arrays::stream))
              .findFirst()
              .orElseThrow(
                  () -> new GeneralSecurityException("no key of type EC, RSA or Ed25519 in it"));
      X509Certificate certificate = keys.getCertificateChain(alias)[0];
      requireTime(certificate);
      requirePair(keys.getPrivateKey(alias), certificate);
      content.authority().ifPresent(authority -> requireAuthority(vertx, authority));
    } catch (TlsUnusableException e) {
      throw e;
    } catch (Exception e) {
      throw new TlsUnusableException(
          settings.certificate()
              + " and "
              + settings.key()
              + " are no certificate and key in PEM ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static X509KeyManager keys(Vertx vertx, Content content) throws Exception {
    return Stream.of(
            new PemKeyCertOptions()
                .setCertValue(content.certificate())
                .setKeyValue(content.key())
                .getKeyManagerFactory(vertx)
                .getKeyManagers())
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void requireTime(X509Certificate certificate) {
    Instant now = clock.instant();
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(until)) {
      throw new TlsUnusableException(
          settings.certificate() + " is valid from " + from + " until " + until + ", not now");
    }
  }

  /** What the key signs, the certificate must confirm. */
  private void requirePair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    Signature signing = Signature.getInstance(algorithm(key));
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signature = signing.sign();
    if (!confirms(certificate, signing, signature)) {
      throw new TlsUnusableException(
          settings.key() + " is not the key of " + settings.certificate());
    }
  }

  private static boolean confirms(X509Certificate certificate, Signature signing, byte[] signature)
      throws GeneralSecurityException {
    try {
      signing.initVerify(certificate.getPublicKey());
      signing.update(PROBE);
      return signing.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      // Of another type, or of another length.
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private void requireAuthority(Vertx vertx, Buffer authority) {
    try {
      new PemTrustOptions().addCertValue(authority).getTrustManagerFactory(vertx);
    } catch (Exception e) {
      throw new TlsUnusableException(
          settings.clientAuthority().map(Path::toString).orElse("")
              + " holds no certificate in PEM ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
