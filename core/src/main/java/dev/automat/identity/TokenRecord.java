package dev.automat.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * A token for a machine, as it is kept. The token itself is not.
 *
 * @param id names it in lists and for revocation
 * @param digest 64 hexadecimal digits
 * @param name what people call it
 * @param team that it works in; empty: a role on the platform
 * @param createdBy who made it
 * @param lastUsed to the hour
 */
public record TokenRecord(
    String id,
    String digest,
    String name,
    Optional<String> team,
    Role role,
    String createdBy,
    Instant created,
    Instant expires,
    Optional<Instant> revoked,
    Optional<Instant> lastUsed) {

  /** Whoever knew the digest could not use it, but need not see it either. */
  @Override
  public String toString() {
    return "TokenRecord[" + id + "]";
  }
}
