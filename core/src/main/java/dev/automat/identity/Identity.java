package dev.automat.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a token proves.
 *
 * @param issuer the name that the configuration gives to whoever vouches for it
 * @param subject who, as the issuer says; never given to another, unlike a name or an address
 * @param display what people call them
 * @param groups as the issuer names them
 * @param claims all that the issuer says, in JSON types
 * @param expires when the proof ends; empty for one that does not
 */
public record Identity(
    String issuer,
    String subject,
    String display,
    Set<String> groups,
    Map<String, Object> claims,
    Optional<Instant> expires) {

  /** Vouches for whoever can read a file of this machine's user. */
  public static final String LOCAL_ISSUER = "local";

  /** Of who has not said who they are; no token can have it. */
  private static final Identity NOBODY =
      new Identity("", "nobody", "nobody", Set.of(), Map.of(), Optional.empty());

  public Identity {
    groups = Set.copyOf(groups);
    claims = Map.copyOf(claims);
  }

  /** Whoever works on this machine. */
  public static Identity local() {
    return new Identity(LOCAL_ISSUER, "dev", "dev", Set.of(), Map.of(), Optional.empty());
  }

  /** Who has not said who they are. */
  public static Identity nobody() {
    return NOBODY;
  }

  /** Whether somebody vouches for them. */
  public boolean isKnown() {
    return !issuer.isEmpty();
  }

  /** What stands in {@code createdBy}, in events and in the audit log. */
  public String actor() {
    return switch (issuer) {
      case "" -> display;
      case LOCAL_ISSUER -> display + "@" + issuer;
      default -> issuer + ":" + display;
    };
  }

  /** {@code issuer:subject}: two issuers may give the same subject to different people. */
  public String principal() {
    return issuer + ":" + subject;
  }

  /** Claims can hold what is nobody else's business. */
  @Override
  public String toString() {
    return "Identity[" + principal() + "]";
  }
}
