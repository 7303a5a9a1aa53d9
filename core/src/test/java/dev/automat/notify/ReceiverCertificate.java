package dev.automat.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate of a receiver that is its own authority, made by openssl. */
final class ReceiverCertificate {

  static final String PASSWORD = "changeit";

  private final Path directory;

  ReceiverCertificate(Path directory, String... names) throws IOException, InterruptedException {
    this.directory = directory;
    String alternatives =
        Arrays.stream(names).map(name -> "DNS:" + name).collect(Collectors.joining(","));
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj"
            + " /CN=receiver -addext subjectAltName="
            + alternatives
            + " -keyout receiver.key -out receiver.pem");
    openssl(
        "pkcs12 -export -in receiver.pem -inkey receiver.key -out receiver.p12 -passout pass:"
            + PASSWORD);
  }

  Path authority() {
    return directory.resolve("receiver.pem");
  }

  Path store() {
    return directory.resolve("receiver.p12");
  }

  /** For the server's side. */
  SSLContext tls() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path said = Files.createTempFile(directory, "openssl", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(command + ": " + Files.readString(said));
    }
  }
}
