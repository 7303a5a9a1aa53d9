package dev.automat.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates of an authority of this test, made by openssl. */
public final class Certificates {

  private final Path directory;

  /**
   * @param directory for all files
   */
  public Certificates(Path directory) {
    this.directory = directory;
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            + " -subj /CN=test-authority -keyout ca.key -out ca.pem");
  }

  /** The authority's own, in PEM. */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  /** In PEM. */
  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  /** In PEM. */
  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /**
   * Makes {@code name.pem} and {@code name.key}.
   *
   * @param days for how long it is valid; a negative number: it is not any more
   */
  public void issue(String name, int days) {
    try {
      Files.writeString(
          directory.resolve("names.cnf"), "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN="
            + name
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".csr");
    openssl(
        "x509 -req -in "
            + name
            + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names.cnf -out "
            + name
            + ".pem"
            + " -days "
            + days);
  }

  private void openssl(String arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    try {
      Path said = Files.createTempFile(directory, "openssl", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + ": " + Files.readString(said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
