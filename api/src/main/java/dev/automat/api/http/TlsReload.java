package dev.automat.api.http;

import dev.automat.api.http.TlsFiles.Content;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what stands in the files, also when they change: new connections get the new certificate,
 * those that are open go on. What can not be served leaves everything as it was.
 */
final class TlsReload {

  private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

  private final TlsFiles files;
  private final Vertx vertx;
  private Content served;
  private String complaint = "";

  /**
   * @throws TlsUnusableException if there is nothing to begin with
   */
  TlsReload(TlsFiles files, Vertx vertx) {
    this.files = files;
    this.vertx = vertx;
    this.served = files.read();
    files.check(vertx, served);
  }

  synchronized ServerSSLOptions options() {
    return served.options();
  }

  /** Looks whether the files changed. Blocks. */
  synchronized void look(Consumer<ServerSSLOptions> serving) {
    try {
      Content now = files.read();
      if (!now.equals(served)) {
        files.check(vertx, now);
        serving.accept(now.options());
        served = now;
        LOG.info("the certificate was changed; new connections get the new one");
      }
      complaint = "";
    } catch (TlsUnusableException e) {
      String said = String.valueOf(e.getMessage());
      if (!said.equals(complaint)) {
        complaint = said;
        LOG.error("the old certificate goes on being served: {}", said);
      }
    }
  }
}
