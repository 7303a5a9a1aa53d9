package dev.automat.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told, and how long it is tried.
 *
 * @param platform the name of the sink that gets what no sink matches, and what a sink could not be
 *     given; or {@link #LOG}
 * @param giveUpAfter how long a sink is tried
 * @param keep how long notices are kept once they are sent or given up
 */
public record NotifySettings(
    List<SinkSettings> sinks, String platform, Duration giveUpAfter, Duration keep, Egress egress) {

  /** How long notices are kept where nothing is configured. */
  public static final Duration KEEP = Duration.ofDays(90);

  /** The log of the server, as the platform's own channel. */
  public static final String LOG = "log";

  /**
   * What may be called.
   *
   * @param allowedHosts names, or {@code *.} and a domain; empty: whatever a sink names
   * @param ports of webhooks
   * @param allowLoopback whether this machine may be called, also by plain HTTP: for trying it out
   * @param authorities certificates in PEM that are trusted, beside those of the JDK
   */
  public record Egress(
      List<String> allowedHosts,
      Set<Integer> ports,
      boolean allowLoopback,
      Optional<Path> authorities) {}
}
