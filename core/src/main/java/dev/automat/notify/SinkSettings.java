package dev.automat.notify;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A receiver of notices. Secrets stand in files, which are read at each attempt. */
public sealed interface SinkSettings {

  String name();

  Match match();

  /**
   * Whether nobody reads there: what it takes is delivered, but is no notice that anybody has
   * accepted, as expiry wants one.
   */
  boolean archive();

  /**
   * What a sink receives. Empty sets match all.
   *
   * @param environments a notice of what stands in none matches only if this is empty
   */
  record Match(Set<String> teams, Set<String> environments, Set<String> reasons) {

    boolean fits(Notice notice) {
      return holds(teams, notice.team())
          && holds(environments, notice.environment())
          && holds(reasons, notice.reason());
    }

    private static boolean holds(Set<String> wanted, String given) {
      return wanted.isEmpty() || wanted.contains(given);
    }
  }

  /**
   * Takes CloudEvents, signed.
   *
   * @param secretFile a secret, or two while one is replaced by another: one a line
   */
  record Webhook(String name, Match match, boolean archive, URI url, Path secretFile)
      implements SinkSettings {}

  /**
   * An incoming webhook of Slack, or of what is compatible.
   *
   * @param urlFile its URL, which is its secret
   */
  record Slack(String name, Match match, boolean archive, Path urlFile) implements SinkSettings {}

  /**
   * A mail server.
   *
   * @param username empty: it wants no login
   * @param to who gets each mail
   * @param contacts whether the contacts of the team, and its owner, get it: those that are
   *     addresses
   */
  record Smtp(
      String name,
      Match match,
      boolean archive,
      String host,
      int port,
      Security security,
      Optional<String> username,
      Optional<Path> passwordFile,
      String from,
      List<String> to,
      boolean contacts)
      implements SinkSettings {

    /** How the way to the server is kept private. */
    public enum Security {
      /** TLS that is begun in plain text, and insisted on. */
      STARTTLS,
      /** TLS from the first byte. */
      TLS,
      /** Not at all: for this machine alone. */
      NONE
    }
  }
}
