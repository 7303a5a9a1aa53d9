package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenProverTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final String token = MachineToken.next(new SecureRandom());
  private Duration passed = Duration.ZERO;
  private TokenRecord kept =
      new TokenRecord(
          "id",
          TokenDigest.of(token).text(),
          "ci",
          Optional.of("payments"),
          Role.VIEWER,
          "people:ann",
          START,
          START.plus(Duration.ofDays(1)),
          Optional.empty(),
          Optional.of(START));

  /** A store with that one token. */
  private final class One implements Tokens {

    @Override
    public void add(TokenRecord another) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TokenRecord> byDigest(String digest) {
      return Optional.of(kept).filter(one -> one.digest().equals(digest));
    }

    @Override
    public List<TokenRecord> of(Optional<String> team, Instant endedSince) {
      return List.of(kept);
    }

    @Override
    public Optional<TokenRecord> revoke(String id, Optional<String> team, Instant at) {
      kept =
          new TokenRecord(
              kept.id(),
              kept.digest(),
              kept.name(),
              kept.team(),
              kept.role(),
              kept.createdBy(),
              kept.created(),
              kept.expires(),
              Optional.of(at),
              kept.lastUsed());
      return Optional.of(kept);
    }

    @Override
    public void used(String id, Instant at) {}
  }

  private static final class NoTeams implements Memberships {

    @Override
    public Map<String, Role> of(Identity identity) {
      return Map.of();
    }

    @Override
    public List<String> admins(String team) {
      return List.of();
    }
  }

  @Test
  void aRevocationIsSeenAfterASecondByWhomTheTokenWasKnownTo() {
    Tokens tokens = new One();
    Callers callers =
        new Callers(
            List.of(new TokenProver(tokens, () -> START.plus(passed))),
            new NoTeams(),
            () -> START.plus(passed),
            () -> passed.toNanos());
    assertEquals(Optional.of(Role.VIEWER), callers.of(token).roleIn("payments"));

    tokens.revoke("id", Optional.of("payments"), START);
    passed = Duration.ofMillis(1001);

    TokenRefusedException refused =
        assertThrows(TokenRefusedException.class, () -> callers.of(token));
    assertTrue(String.valueOf(refused.getMessage()).contains("was revoked"), refused::getMessage);
  }
}
