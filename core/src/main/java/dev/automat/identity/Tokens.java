package dev.automat.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps tokens for machines. Each method is one transaction. */
public interface Tokens {

  void add(TokenRecord token);

  /** The one with that digest, revoked or expired ones included. */
  Optional<TokenRecord> byDigest(String digest);

  /**
   * Those of a team, or of the platform, in the order in which they were made.
   *
   * @param endedSince what expired or was revoked before is left out
   */
  List<TokenRecord> of(Optional<String> team, Instant endedSince);

  /**
   * Ends one of a team, or of the platform. Repeating it changes nothing.
   *
   * @return as it stands then; empty if there is no such token there
   */
  Optional<TokenRecord> revoke(String id, Optional<String> team, Instant at);

  /** It was used. */
  void used(String id, Instant at);
}
