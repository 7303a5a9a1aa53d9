package dev.automat.config;

import dev.automat.identity.AuthSettings;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.notify.NotifySettings;
import dev.automat.team.TeamSource;
import dev.automat.team.TeamSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole platform configuration, valid. Without a file it is the embedded default: every team,
 * and one local placement.
 *
 * @param notices who is told; empty: the timeline is the only channel
 */
public record Configuration(
    Http http,
    Path dataDirectory,
    StoreSettings store,
    Path catalogDirectory,
    Map<String, TeamSpec> teams,
    Optional<TeamSource> teamSync,
    List<PlacementRule> placements,
    Map<String, Map<String, Object>> provisioners,
    EngineSettings engine,
    Secrets secrets,
    AuthSettings auth,
    PolicySettings policy,
    Audit audit,
    LifetimeSettings lifetime,
    Optional<NotifySettings> notices,
    CatalogSettings catalog) {

  /**
   * How it listens.
   *
   * @param host an address of this machine; beyond loopback callers must prove who they are, and
   *     there must be TLS
   * @param port 0 chooses a free one
   * @param maxBodyBytes of a request
   * @param requestTimeout after which an unanswered request is answered with 503
   * @param headTimeout how long the head of a connection's first request may take
   * @param drain how long requests under way, and the ends of streams, may take at a stop
   * @param tls what it serves TLS with; empty: it speaks plain HTTP
   * @param behindProxy whether a proxy that speaks TLS is before it, and says in {@code
   *     X-Forwarded-For} who called
   * @param publicHosts names by which clients call it, beside those of loopback
   */
  public record Http(
      String host,
      int port,
      long maxBodyBytes,
      Duration requestTimeout,
      Duration headTimeout,
      Duration drain,
      Optional<Tls> tls,
      boolean behindProxy,
      List<String> publicHosts,
      Limits limits) {

    /** Plain HTTP for programs of this machine, without limits. */
    public static Http plain(
        String host, int port, long maxBodyBytes, Duration requestTimeout, Duration drain) {
      return new Http(
          host,
          port,
          maxBodyBytes,
          requestTimeout,
          requestTimeout,
          drain,
          Optional.empty(),
          false,
          List.of(),
          new Limits(0, 0, 0));
    }

    /** Whether clients reach it over TLS. */
    public boolean isSecure() {
      return tls.isPresent() || behindProxy;
    }
  }

  /**
   * Files in PEM, read again when they change.
   *
   * @param certificate with those of the authorities in between
   * @param clientAuthority who has signed the certificates of clients; empty: they need none
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {}

  /** How much is taken; 0 is no limit. Ten seconds of a rate may come at once. */
  public record Limits(
      int requestsPerSecond, int requestsPerSecondPerCaller, int failedAuthenticationsPerMinute) {}

  /**
   * Where a server listens.
   *
   * @param port 0: any that is free
   * @param secure whether it serves TLS itself
   * @param publicHost the first name by which clients call it
   */
  public record Address(String host, int port, boolean secure, Optional<String> publicHost) {

    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

    /** How a program of this machine calls it. */
    public String url() {
      String bare = host.replaceAll("[\\[\\]]", "");
      String local =
          ANY.contains(host) ? "127.0.0.1" : bare.contains(":") ? "[" + bare + "]" : bare;
      // A certificate is made out to a name.
      String name = secure ? publicHost.orElse(local) : local;
      return (secure ? "https://" : "http://") + name + ":" + port;
    }
  }

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
   * How the audit log is vouched for.
   *
   * @param checkpoints the file that signed checkpoints are appended to
   * @param every how long at least between two of them
   */
  public record Audit(Path checkpoints, Duration every) {}

  /**
   * Which catalogue it works with.
   *
   * @param fromStore whether the bundle that is active in the store goes before the directory
   */
  public record CatalogSettings(boolean fromStore) {}

  /**
   * What holds for the platform's rules.
   *
   * @param maxWaiver how long a waiver may hold, from when it is asked for
   */
  public record PolicySettings(Duration maxWaiver) {}

  /**
   * Where the keys are.
   *
   * @param keyFile the file with the key-encryption keys; without it and {@code key} one is made in
   *     the data directory, which only H2 allows
   * @param key the keys themselves, in the place of a file
   * @param kms the key of a key management service that file or text are sealed with, such as
   *     {@code aws-kms://arn:…}
   */
  public record Secrets(Optional<Path> keyFile, Optional<String> key, Optional<String> kms) {

    /** Without the keys. */
    @Override
    public String toString() {
      return "Secrets[keyFile=" + keyFile + ", kms=" + kms + "]";
    }
  }
}
