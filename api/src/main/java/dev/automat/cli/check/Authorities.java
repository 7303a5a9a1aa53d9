package dev.automat.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Those who may vouch for a server, in the place of those that Java knows. */
public final class Authorities {

  private Authorities() {}

  /**
   * What believes them and nobody else.
   *
   * @param pem their certificates
   * @throws GeneralSecurityException if there is none, or one can not be used
   */
  public static SSLContext in(InputStream pem) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> authorities =
        CertificateFactory.getInstance("X.509").generateCertificates(pem);
    if (authorities.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (Certificate authority : authorities) {
      trusted.setCertificateEntry("authority-" + trusted.size(), authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
