package dev.automat.cli;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOption {

  /** Where a server is unless somebody said otherwise. */
  static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server; else AUTOMAT_URL, else " + DEFAULT + ".")
  private Optional<String> server = Optional.empty();

  ApiClient client() {
    String url =
        server
            .or(() -> Optional.ofNullable(System.getenv("AUTOMAT_URL")).filter(v -> !v.isBlank()))
            .orElse(DEFAULT);
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
