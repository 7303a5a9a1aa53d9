package dev.automat.cli;

import dev.automat.cli.check.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Those who may vouch for the server of Automat, in the place of those that Java knows. */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * @param file with their certificates in PEM
   */
  static SSLContext in(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Authorities.in(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new CommandException(
          ExitCode.USAGE,
          file
              + " can not be used as certificates of authorities ("
              + e.getMessage()
              + "): name a file in PEM",
          e);
    }
  }
}
