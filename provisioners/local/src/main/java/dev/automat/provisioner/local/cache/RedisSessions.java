package dev.automat.provisioner.local.cache;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with the server, one for each piece of work: they cost a millisecond where the server is
 * near.
 */
final class RedisSessions {

  /** Rules of one command of several, and channels of a user, are from here on. */
  private static final int OLDEST = 7;

  private static final ErrorCode TOO_OLD = new ErrorCode("server-too-old", ErrorType.USER);
  private static final ErrorCode FORGETS = new ErrorCode("server-forgets-users", ErrorType.USER);

  private final RedisServer server;

  /** How the server that was met last keeps its users. */
  private volatile @Nullable Keeping keeping;

  private record Keeping(RedisEndpoint of, List<String> command) {}

  RedisSessions(RedisServer server) {
    this.server = server;
  }

  /** What runs in a session. */
  @FunctionalInterface
  interface Work<T> {
    T in(RedisSession session, RedisEndpoint endpoint) throws IOException;
  }

  /**
   * Looks at something.
   *
   * @param doing what it does, for messages
   * @throws ProvisionerException in place of {@link IOException}
   */
  <T> T run(String doing, Work<T> work) {
    RedisEndpoint endpoint = server.endpoint();
    try (RedisSession session = session(endpoint)) {
      return work.in(session, endpoint);
    } catch (IOException failure) {
      if (!(failure instanceof RedisRefusal)) {
        server.suspect();
      }
      throw RedisFailure.of(doing, endpoint, failure);
    }
  }

  /** Changes something, and has the server keep it before it is told. */
  <T> T change(String doing, Work<T> work) {
    return run(
        doing,
        (session, endpoint) -> {
          List<String> keep = keeping(session, endpoint);
          T done = work.in(session, endpoint);
          session.call(keep);
          return done;
        });
  }

  /** Once more if it is gone: one of ours is started again then. */
  private RedisSession session(RedisEndpoint endpoint) throws IOException {
    try {
      return RedisSession.open(endpoint);
    } catch (RedisRefusal refusal) {
      throw refusal;
    } catch (IOException gone) {
      if (Thread.currentThread().isInterrupted()) {
        throw gone;
      }
      server.suspect();
      return RedisSession.open(server.endpoint());
    }
  }

  private List<String> keeping(RedisSession session, RedisEndpoint endpoint) throws IOException {
    Keeping known = keeping;
    if (known != null && known.of.equals(endpoint)) {
      return known.command;
    }
    String info = session.call("INFO", "server").text();
    requireVersion(info, endpoint);
    Keeping found = new Keeping(endpoint, command(session, info, endpoint));
    keeping = found;
    return found.command;
  }

  /** A user that a restart forgets would take the way to its data along. */
  private static List<String> command(RedisSession session, String info, RedisEndpoint endpoint)
      throws IOException {
    boolean hasFile =
        session.call("CONFIG", "GET", "aclfile").field("aclfile").stream()
            .anyMatch(file -> !file.text().isEmpty());
    if (hasFile) {
      return List.of("ACL", "SAVE");
    }
    if (value(info, "config_file").filter(file -> !file.isEmpty()).isPresent()) {
      return List.of("CONFIG", "REWRITE");
    }
    throw new ProvisionerException(
        FORGETS,
        "the Redis at "
            + endpoint
            + " has no file to keep its users in, and a restart forgets them",
        "start it with a configuration file, or with aclfile");
  }

  private static void requireVersion(String info, RedisEndpoint endpoint) {
    String version = value(info, "redis_version").orElse("0");
    if (major(version) < OLDEST) {
      throw new ProvisionerException(
          TOO_OLD,
          "the Redis at %s is %s, and caches need %d".formatted(endpoint, version, OLDEST),
          "name a server of version %d or newer, or a Valkey, in provisioners.local.redis.url"
              .formatted(OLDEST));
    }
  }

  private static int major(String version) {
    String digits = version.replaceAll("[^0-9].*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** A line of INFO. */
  static Optional<String> value(String info, String key) {
    return info.lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  void close() {
    server.close();
  }
}
