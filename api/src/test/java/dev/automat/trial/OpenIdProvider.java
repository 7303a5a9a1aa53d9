package dev.automat.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A certified OpenID provider ({@code oidc-provider} on Node.js) in a process of its own, on a free
 * port. {@code ./automat test} installs it below {@code target/tools}; {@link #SETTING} names
 * another folder, or is {@code none} and leaves out the tests that need it.
 */
final class OpenIdProvider implements AutoCloseable {

  static final String SETTING = "OIDC_PROVIDER";

  private static final String INSTALLED = "target/tools/oidc-provider";
  private static final String READY = "issuer ";

  private final Process process;
  private final Path said;

  private OpenIdProvider(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  static OpenIdProvider start(Path directory) {
    String setting = System.getenv().getOrDefault(SETTING, "");
    Assumptions.assumeFalse(
        setting.startsWith("none"), "no oidc-provider, as " + SETTING + " says: " + setting);
    Path folder = setting.isEmpty() ? installed() : Path.of(setting);
    Path said = directory.resolve("provider.log");
    try {
      Process process =
          new ProcessBuilder("node", script().toString(), folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      OpenIdProvider provider = new OpenIdProvider(process, said);
      Await.until(
          () -> "the provider is up: " + provider.log(),
          () -> provider.found().isPresent() || !process.isAlive());
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests of a module run in its folder, somewhere below the one that holds target/tools. */
  private static Path installed() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(INSTALLED).resolve("node_modules"))) {
        return at.resolve(INSTALLED);
      }
    }
    throw new IllegalStateException(
        "There is no oidc-provider. './automat test' installs it where Node.js and npm are at hand;"
            + " or name a folder that has it in "
            + SETTING
            + "; or leave out the tests that need it with "
            + SETTING
            + "=none.");
  }

  private static Path script() {
    try {
      return Path.of(
          Optional.ofNullable(OpenIdProvider.class.getResource("/oidc/provider.mjs"))
              .orElseThrow()
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<URI> found() {
    return log()
        .lines()
        .filter(line -> line.startsWith(READY))
        .map(line -> URI.create(line.substring(READY.length())))
        .findFirst();
  }

  /** The {@code iss} of its tokens. */
  URI issuer() {
    return found().orElseThrow(() -> new AssertionError("the provider did not start: " + log()));
  }

  @Override
  public void close() {
    stop();
  }

  /** From now on it does not answer. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
