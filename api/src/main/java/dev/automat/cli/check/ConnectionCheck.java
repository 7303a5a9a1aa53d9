package dev.automat.cli.check;

import java.util.Map;
import java.util.Optional;

/** Tries one sort of connection. */
public sealed interface ConnectionCheck permits CacheCheck, DatabaseCheck, QueueCheck {

  /** The check that fits these keys; empty if there is none for them. */
  static Optional<ConnectionCheck> of(Map<String, String> connection) {
    String uri = connection.getOrDefault("uri", "");
    if (uri.startsWith("postgresql://") || uri.startsWith("postgres://")) {
      return Optional.of(new DatabaseCheck(connection));
    }
    if (uri.startsWith("redis://") || uri.startsWith("rediss://")) {
      return Optional.of(new CacheCheck(connection));
    }
    return Optional.ofNullable(connection.get("url"))
        .filter(url -> url.startsWith("http"))
        .map(url -> new QueueCheck(url));
  }

  /**
   * What was found, in a sentence.
   *
   * @throws CheckFailedException if it does not work
   */
  String run() throws InterruptedException;

  /** It does not work; the message says what was tried and what was answered. */
  final class CheckFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckFailedException(String message, Throwable cause) {
      super(message, cause);
    }

    CheckFailedException(String message) {
      super(message);
    }
  }
}
