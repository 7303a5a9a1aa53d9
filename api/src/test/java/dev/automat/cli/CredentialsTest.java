package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.LocalToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which token goes where. */
class CredentialsTest {

  private static final URI HERE = URI.create("http://127.0.0.1:8080");
  private static final URI SERVER = URI.create("https://automat.example.com");

  @TempDir private Path home;
  private Path data;
  private String local;

  @BeforeEach
  void aServerRunsHere() throws IOException {
    data = home.resolve("data");
    LocalToken.open(data, new SecureRandom());
    local = LocalToken.read(data).orElseThrow();
    Files.writeString(data.resolve("server"), HERE + "\n");
  }

  private Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private Optional<String> token(URI server, Optional<Path> named, String... more) {
    return new Credentials(environment(more)).token(server, named, data);
  }

  private void login(URI server) {
    Logins.of(environment())
        .put(
            server,
            new Logins.Login(
                "of-login",
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                SERVER,
                "automat-cli",
                false));
  }

  @Test
  void theLocalTokenGoesToTheServerOfItsDirectoryAlone() throws IOException {
    assertEquals(Optional.of(local), token(HERE, Optional.empty()));
    assertEquals(Optional.of(local), token(URI.create("http://localhost:8080"), Optional.empty()));
    assertEquals(Optional.empty(), token(URI.create("http://127.0.0.1:8081"), Optional.empty()));
    assertEquals(Optional.empty(), token(SERVER, Optional.empty()));
    assertEquals(
        Optional.empty(),
        token(URI.create("https://127.0.0.1.evil.example:8080"), Optional.empty()));

    Files.delete(data.resolve("server"));
    assertEquals(Optional.empty(), token(HERE, Optional.empty()));
  }

  @Test
  void whatIsSaidMoreExpresslyWins() throws IOException {
    login(HERE);
    Path file = Files.writeString(home.resolve("file"), "of-file\n");
    String[] both = {"AUTOMAT_TOKEN", "of-variable", "AUTOMAT_TOKEN_FILE", file.toString()};

    assertEquals(Optional.of("of-login"), token(HERE, Optional.empty()));
    assertEquals(
        Optional.of("of-file"),
        token(HERE, Optional.empty(), "AUTOMAT_TOKEN_FILE", file.toString()));
    assertEquals(Optional.of("of-variable"), token(HERE, Optional.empty(), both));
    assertEquals(Optional.of("of-file"), token(HERE, Optional.of(file), both));
  }

  @Test
  void aLoginIsForOneServer() {
    login(SERVER);

    assertEquals(
        Optional.of("of-login"),
        token(URI.create("https://automat.example.com:443"), Optional.empty()));
    assertEquals(
        Optional.empty(), token(URI.create("https://automat.example.com:444"), Optional.empty()));
    assertEquals(
        Optional.empty(), token(URI.create("http://automat.example.com"), Optional.empty()));
    assertTrue(Logins.of(environment()).remove(SERVER));
    assertEquals(Optional.empty(), token(SERVER, Optional.empty()));
  }

  @Test
  void noTokenLeavesThisMachineAsPlainText() {
    CommandException refused =
        assertThrows(
            CommandException.class,
            () ->
                token(
                    URI.create("http://automat.example.com"),
                    Optional.empty(),
                    "AUTOMAT_TOKEN",
                    "x"));

    assertTrue(String.valueOf(refused.getMessage()).contains("https"));
  }

  @Test
  void whatOthersCanReadIsNotUsed() throws IOException {
    Files.setPosixFilePermissions(
        LocalToken.file(data), PosixFilePermissions.fromString("rw-r--r--"));

    assertThrows(IllegalStateException.class, () -> token(HERE, Optional.empty()));
  }
}
