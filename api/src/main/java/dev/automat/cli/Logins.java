package dev.automat.cli;

import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code automat login} keeps, for each server, where its owner alone can read it. */
final class Logins {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** A token that ends sooner is renewed before it is sent. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Path file;

  Logins(Path file) {
    this.file = file;
  }

  /** In the user's configuration folder (XDG Base Directory Specification). */
  static Logins of(Map<String, String> environment) {
    Path folder =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"));
    return new Logins(folder.resolve("automat").resolve("logins.json"));
  }

  /**
   * What was agreed with an issuer.
   *
   * @param token that is sent
   * @param refreshToken gets the next one
   * @param accessToken whether the access token is sent, and not the id token
   */
  record Login(
      String token,
      Optional<String> refreshToken,
      Optional<Instant> expires,
      URI tokenEndpoint,
      String clientId,
      boolean accessToken) {

    /** Without the tokens. */
    @Override
    public String toString() {
      return "Login[" + clientId + " at " + tokenEndpoint + "]";
    }
  }

  /** The token for a server, renewed if it is about to end; empty without a login. */
  Optional<String> token(URI server) {
    return find(server)
        .map(login -> isEnding(login) ? renewed(server, login) : login)
        .map(Login::token);
  }

  private static boolean isEnding(Login login) {
    return login.refreshToken().isPresent()
        && login.expires().filter(end -> end.isBefore(Instant.now().plus(MARGIN))).isPresent();
  }

  /** If that fails, the old one is sent: the server then says what is wrong with it. */
  private Login renewed(URI server, Login login) {
    try (DeviceFlow flow = new DeviceFlow()) {
      Login fresh = flow.renew(login);
      put(server, fresh);
      return fresh;
    } catch (CommandException e) {
      return login;
    }
  }

  private Optional<Login> find(URI server) {
    JsonNode entry = read().path(Credentials.origin(server));
    return entry.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Login(
                entry.path("token").asString(),
                text(entry, "refreshToken"),
                text(entry, "expiresAt").map(Instant::parse),
                URI.create(entry.path("tokenEndpoint").asString()),
                entry.path("clientId").asString(),
                entry.path("accessToken").asBoolean(false)));
  }

  private static Optional<String> text(JsonNode entry, String key) {
    return Optional.of(entry.path(key)).filter(JsonNode::isString).map(JsonNode::asString);
  }

  void put(URI server, Login login) {
    ObjectNode all = read();
    ObjectNode entry =
        all.putObject(Credentials.origin(server))
            .put("token", login.token())
            .put("tokenEndpoint", login.tokenEndpoint().toString())
            .put("clientId", login.clientId())
            .put("accessToken", login.accessToken());
    login.refreshToken().ifPresent(token -> entry.put("refreshToken", token));
    login.expires().ifPresent(end -> entry.put("expiresAt", end.toString()));
    write(all);
  }

  /** Forgets it. @return whether there was one */
  boolean remove(URI server) {
    ObjectNode all = read();
    boolean there = all.has(Credentials.origin(server));
    if (there) {
      all.remove(Credentials.origin(server));
      write(all);
    }
    return there;
  }

  private ObjectNode read() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(permissions)) {
        throw new CommandException(
            ExitCode.FAILED, "others can read " + file + ": run chmod 600 on it, and log in anew");
      }
      return Json.read(Files.readString(file), ObjectNode.class);
    } catch (NoSuchFileException e) {
      return Json.object();
    } catch (IOException | JacksonException e) {
      throw new CommandException(
          ExitCode.FAILED, file + " can not be read: delete it, and log in anew (" + e + ")", e);
    }
  }

  private void write(ObjectNode all) {
    try {
      Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
      Files.createDirectories(folder);
      Path draft =
          Files.createTempFile(
              folder, "logins", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.write(draft, Json.mapper().writeValueAsBytes(all));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, file + " can not be written: " + e, e);
    }
  }
}
