package dev.automat.provisioner.gcp.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority of this test and what it vouches for, made by the JDK's keytool. */
final class Authority {

  static final String PASSWORD = "changeit";

  private final Path directory;

  /** Makes the authority, and a trust store with it alone. */
  Authority(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    keytool("-genkeypair -alias ca -keyalg EC -groupname secp256r1 -dname CN=test -ext bc:c", "ca");
    keytool("-exportcert -alias ca -rfc -file ca.pem", "ca");
    keytool("-importcert -alias ca -noprompt -file ca.pem", "trusted");
  }

  /** In PKCS #12. */
  Path trustStore() {
    return directory.resolve("trusted.p12");
  }

  /** A key with a certificate for a host, in PKCS #12. */
  Path issue(String host) throws IOException, InterruptedException {
    keytool("-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=" + host, host);
    keytool("-certreq -alias server -file request.pem", host);
    keytool(
        "-gencert -alias ca -infile request.pem -outfile server.pem -rfc -ext san=dns:" + host,
        "ca");
    keytool("-importcert -alias ca -noprompt -file ca.pem", host);
    keytool("-importcert -alias server -noprompt -file server.pem", host);
    return directory.resolve(host + ".p12");
  }

  private void keytool(String words, String store) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    // It is over before anything else of a JVM pays off.
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(words.split(" ", -1)));
    command.addAll(
        List.of("-keystore", store + ".p12", "-storetype", "PKCS12", "-storepass", PASSWORD));
    Path said = directory.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(command + ": " + Files.readString(said));
    }
  }
}
