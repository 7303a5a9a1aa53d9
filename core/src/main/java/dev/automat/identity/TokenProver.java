package dev.automat.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up tokens for machines. */
public final class TokenProver implements Prover {

  /** Vouches for machines. */
  static final String ISSUER = "token";

  /** How long a revocation may take to reach a replica that has just seen the token. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Closer than this nobody needs to know when a token was used, and each note is a write. */
  private static final Duration USE = Duration.ofHours(1);

  private static final String NEXT = "ask for a new one: automat token create";

  private final Tokens tokens;
  private final InstantSource clock;

  public TokenProver(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public boolean takes(String token) {
    return MachineToken.isMeant(token);
  }

  @Override
  public Proof prove(String token) {
    if (!MachineToken.isWellFormed(token)) {
      throw TokenRefusedException.invalid(
          "the token was cut or mistyped: it has the beginning of one of ours, and not the end",
          "send all 67 characters of it");
    }
    TokenRecord record =
        tokens
            .byDigest(TokenDigest.of(token).text())
            .orElseThrow(
                () ->
                    TokenRefusedException.invalid(
                        "the token is none of this installation's", NEXT));
    Instant now = clock.instant();
    refuseEnded(record, now);
    if (record.lastUsed().filter(last -> last.isAfter(now.minus(USE))).isEmpty()) {
      tokens.used(record.id(), now);
    }
    return new Proof(caller(record), FRESH);
  }

  private static void refuseEnded(TokenRecord record, Instant now) {
    if (record.revoked().isPresent()) {
      throw TokenRefusedException.invalid(
          "the token " + record.name() + " was revoked at " + record.revoked().get(), NEXT);
    }
    if (!record.expires().isAfter(now)) {
      throw TokenRefusedException.invalid(
          "the token " + record.name() + " expired at " + record.expires(), NEXT);
    }
  }

  private static Caller caller(TokenRecord record) {
    String display = record.team().map(team -> team + "/").orElse("") + record.name();
    Identity identity =
        new Identity(
            ISSUER, record.id(), display, Set.of(), Map.of(), Optional.of(record.expires()));
    return record
        .team()
        .map(team -> new Caller(identity, Set.of(), Map.of(team, record.role()), Optional.empty()))
        .orElseGet(
            () -> new Caller(identity, EnumSet.of(record.role()), Map.of(), Optional.empty()));
  }
}
