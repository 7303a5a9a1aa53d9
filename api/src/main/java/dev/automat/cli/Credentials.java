package dev.automat.cli;

import dev.automat.api.AddressFile;
import dev.automat.document.Unreadable;
import dev.automat.identity.LocalToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a command proves with who it is: the first that there is, and only to its own server. */
final class Credentials {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Map<String, String> environment;
  private final Logins logins;

  /**
   * @param environment without variables that are empty
   */
  Credentials(Map<String, String> environment) {
    this.environment = environment;
    this.logins = Logins.of(environment);
  }

  /**
   * The token for a server; empty if there is none, which a server may not need.
   *
   * @param named a file that the command line names
   * @param dataDirectory of a server on this machine
   */
  Optional<String> token(URI server, Optional<Path> named, Path dataDirectory) {
    Optional<String> token =
        named
            .map(Credentials::inFile)
            .or(() -> Optional.ofNullable(environment.get("AUTOMAT_TOKEN")))
            .or(() -> variable("AUTOMAT_TOKEN_FILE").map(Path::of).map(Credentials::inFile))
            .or(() -> logins.token(server))
            .or(() -> local(server, dataDirectory));
    if (token.isPresent() && !isPrivate(server)) {
      throw new CommandException(
          ExitCode.USAGE,
          "a token would go to "
              + server
              + " as plain text, for everybody on the way to read: call the server by https");
    }
    return token;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  private static String inFile(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "there is no token in " + file);
      }
      return token;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "the token file " + file + " can not be read: " + Unreadable.why(e), e);
    }
  }

  /** The local token belongs to the server of its directory, and to no other on this machine. */
  private static Optional<String> local(URI server, Path dataDirectory) {
    boolean own =
        isLoopback(server)
            && AddressFile.read(dataDirectory)
                .filter(url -> origin(URI.create(url)).equals(origin(server)))
                .isPresent();
    try {
      return own ? LocalToken.read(dataDirectory) : Optional.empty();
    } catch (IOException e) {
      // It is another user's server: that one has to say who may call.
      return Optional.empty();
    }
  }

  private static boolean isPrivate(URI server) {
    return "https".equals(server.getScheme()) || isLoopback(server);
  }

  static boolean isLoopback(URI server) {
    return LOOPBACK.contains(String.valueOf(server.getHost()));
  }

  /** What makes two URLs one server; all names of loopback are one. */
  static String origin(URI server) {
    String host = isLoopback(server) ? "loopback" : String.valueOf(server.getHost());
    int usual = "https".equals(server.getScheme()) ? 443 : 80;
    int port = server.getPort() < 0 ? usual : server.getPort();
    return (server.getScheme() + "://" + host + ":" + port).toLowerCase(Locale.ROOT);
  }
}
