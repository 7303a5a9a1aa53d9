package dev.automat.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOption {

  /** Where a server is unless somebody said otherwise. */
  static final String DEFAULT = "http://127.0.0.1:8080";

  private static final String LOOPBACK = "http://127.0.0.1:";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server; else AUTOMAT_URL, else " + DEFAULT + ", with the port of AUTOMAT_HTTP_PORT.")
  private Optional<String> server = Optional.empty();

  /** Who moved the server by its variable has not to tell every command where it went. */
  static String url(Optional<String> given, Map<String, String> environment) {
    return given
        .or(() -> variable("AUTOMAT_URL", environment))
        .or(() -> variable("AUTOMAT_HTTP_PORT", environment).map(port -> LOOPBACK + port))
        .orElse(DEFAULT);
  }

  private static Optional<String> variable(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  ApiClient client() {
    String url = url(server, System.getenv());
    try {
      URI uri = URI.create(url);
      if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          || uri.getHost() == null) {
        throw new IllegalArgumentException("no http URL");
      }
      return new ApiClient(uri);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, url + " is not the URL of a server: write one such as " + DEFAULT, e);
    }
  }
}
