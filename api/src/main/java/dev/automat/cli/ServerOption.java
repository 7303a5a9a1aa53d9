package dev.automat.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOption {

  /** Where a server is unless somebody said otherwise. */
  static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server; else AUTOMAT_URL, else where one with this configuration listens, which is "
              + DEFAULT
              + " without any.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token to send; else AUTOMAT_TOKEN, AUTOMAT_TOKEN_FILE, what login kept"
              + " for the server, the one in the data directory of a server on this machine.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Certificates in PEM of who may vouch for the server; else AUTOMAT_CA_FILE, else those"
              + " that Java knows.")
  private Optional<Path> authorities = Optional.empty();

  @Mixin private PlatformOptions platform = new PlatformOptions();

  /** The configuration that the command and the server have in common. */
  PlatformOptions platform() {
    return platform;
  }

  /** Who moved the server by its configuration has not to tell every command where it went. */
  String url(Map<String, String> environment, Path directory) {
    Map<String, String> set = set(environment);
    return server
        .or(() -> Optional.ofNullable(set.get("AUTOMAT_URL")))
        .orElseGet(() -> platform.serverUrl(set, directory));
  }

  /** A variable without text is one that was unset. */
  private static Map<String, String> set(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> !variable.getValue().isBlank())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Where a command finds its server if it is told nothing. */
  static String usualUrl() {
    return new ServerOption().url(System.getenv(), here());
  }

  private Optional<Path> authorities() {
    return authorities.or(
        () ->
            Optional.ofNullable(System.getenv("AUTOMAT_CA_FILE"))
                .filter(file -> !file.isBlank())
                .map(Path::of));
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }

  /** A client that proves who asks, with what there is. */
  ApiClient client() {
    URI uri = uri();
    Map<String, String> environment = set(System.getenv());
    Path data = platform.dataDirectory(environment, here());
    return new ApiClient(
        uri,
        new Credentials(environment).token(uri, tokenFile, data),
        authorities().map(TrustedAuthorities::in));
  }

  /** A client that says nothing of who asks. */
  ApiClient stranger() {
    return new ApiClient(uri(), Optional.empty(), authorities().map(TrustedAuthorities::in));
  }

  /** What login keeps. */
  Logins logins() {
    return Logins.of(set(System.getenv()));
  }

  private URI uri() {
    String url = url(System.getenv(), here());
    try {
      URI uri = URI.create(url);
      if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          || uri.getHost() == null) {
        throw new IllegalArgumentException("no http URL");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, url + " is not the URL of a server: write one such as " + DEFAULT, e);
    }
  }
}
