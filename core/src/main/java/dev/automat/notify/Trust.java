package dev.automat.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates receivers may show. */
final class Trust {

  private Trust() {}

  /**
   * The authorities of the JDK, and those of the file.
   *
   * @throws IllegalStateException if the file can not be used; the message says what to do
   */
  static SSLContext of(Optional<Path> authorities) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (X509Certificate known : jdk().getAcceptedIssuers()) {
        trusted.setCertificateEntry("jdk-" + trusted.size(), known);
      }
      if (authorities.isPresent()) {
        addAll(authorities.get(), trusted);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "notify.egress.caFile "
              + authorities.map(Path::toString).orElse("")
              + " can not be used: give certificates in PEM",
          e);
    }
  }

  private static void addAll(Path file, KeyStore trusted)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ours-" + trusted.size(), each);
      }
    }
  }

  private static X509TrustManager jdk() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the JDK trusts nobody");
  }

  /** null: what the JDK trusts. */
  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }
}
