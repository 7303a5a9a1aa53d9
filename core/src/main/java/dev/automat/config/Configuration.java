package dev.automat.config;

import dev.automat.identity.AuthSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole platform configuration, valid. Without a file it is the embedded default: every team,
 * and one local placement.
 */
public record Configuration(
    Http http,
    Path dataDirectory,
    StoreSettings store,
    Path catalogDirectory,
    Map<String, Team> teams,
    List<PlacementRule> placements,
    Map<String, Map<String, Object>> provisioners,
    EngineSettings engine,
    Secrets secrets,
    AuthSettings auth) {

  /** The team {@code '*'} in the configuration stands for every team that is not named. */
  public static final String ANY_TEAM = "*";

  /**
   * How it listens.
   *
   * @param host beyond loopback only if callers prove who they are
   * @param port 0 chooses a free one
   * @param maxBodyBytes of a request
   * @param requestTimeout after which an unanswered request is answered with 503
   * @param drain how long requests under way may take at a stop
   */
  public record Http(
      String host, int port, long maxBodyBytes, Duration requestTimeout, Duration drain) {}

  /**
   * Where a server listens.
   *
   * @param port 0: any that is free
   */
  public record Address(String host, int port) {}

  /**
   * Where the store is.
   *
   * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}; empty: H2 in the data directory
   */
  public record StoreSettings(
      Optional<String> url, Optional<String> username, Optional<String> password) {

    /** Without the password. */
    @Override
    public String toString() {
      return "StoreSettings[url=" + url + ", username=" + username + "]";
    }
  }

  /** A tenant. */
  public record Team(Optional<String> owner, Optional<String> costCenter) {}

  /**
   * The first rule whose {@code match} fits places a request.
   *
   * @param match {@code team} and {@code environment}, {@code kind}, {@code dataClassification}:
   *     all that are named must be equal
   */
  public record PlacementRule(
      String name, Map<String, String> match, String cloud, String account, String region) {}

  /**
   * How the engine works.
   *
   * @param interval how long between two sweeps of what exists, at least a second; each resource is
   *     looked at by itself every 36 intervals, for what lists do not show, and one that drifted
   *     every interval
   * @param lease how long a claim on a resource holds, longer than a call to a cloud may last: so
   *     long others wait for a replica that died or froze
   * @param slots how many resources are worked on at a time
   * @param destructiveActsPerMinute the most that expiry takes back in a minute
   */
  public record EngineSettings(
      Duration interval, Duration lease, int slots, int destructiveActsPerMinute) {}

  /**
   * Where the keys are.
   *
   * @param keyFile the file with the key-encryption keys; empty: one is made in the data directory,
   *     which only H2 allows
   */
  public record Secrets(Optional<Path> keyFile) {}
}
