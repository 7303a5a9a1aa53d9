package dev.automat.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Duration passed = Duration.ZERO;
  private int proofs;
  private Optional<String> refusal = Optional.empty();
  private final Map<String, Role> members = new ConcurrentHashMap<>();
  private final Prover prover =
      new Prover() {
        @Override
        public boolean takes(String token) {
          return token.startsWith("good");
        }

        @Override
        public Proof prove(String token) {
          proofs++;
          refusal.ifPresent(
              why -> {
                throw TokenRefusedException.invalid(why, "");
              });
          Identity identity =
              new Identity(
                  "people",
                  token,
                  token,
                  Set.of(),
                  Map.of(),
                  Optional.of(START.plus(Duration.ofMinutes(10))));
          return new Proof(
              new Caller(identity, Set.of(), Map.of("search", Role.VIEWER), Optional.empty()),
              Duration.ofMinutes(1));
        }
      };
  private final Callers callers =
      new Callers(
          List.of(prover),
          new Memberships() {
            @Override
            public Map<String, Role> of(Identity identity) {
              return Map.copyOf(members);
            }

            @Override
            public List<String> admins(String team) {
              return List.of();
            }
          },
          () -> START.plus(passed),
          () -> passed.toNanos());

  @Test
  void provesATokenOnceForAsLongAsTheProofIsFresh() {
    callers.of("good-1");
    passed = Duration.ofSeconds(59);
    callers.of("good-1");
    assertEquals(1, proofs);

    passed = Duration.ofSeconds(61);
    callers.of("good-1");
    assertEquals(2, proofs);
  }

  @Test
  void forgetsWhatIsRefusedLater() {
    callers.of("good-1");
    refusal = Optional.of("revoked");
    passed = Duration.ofSeconds(61);

    assertThrows(TokenRefusedException.class, () -> callers.of("good-1"));
    assertThrows(TokenRefusedException.class, () -> callers.of("good-1"));
    assertEquals(3, proofs);
    assertEquals(0, callers.size());
  }

  @Test
  void doesNotOutliveTheTokenHoweverFreshTheProofIs() {
    passed = Duration.ofSeconds(599);
    assertTrue(callers.of("good-1").sees("search"));
    passed = Duration.ofMinutes(10);

    TokenRefusedException refused =
        assertThrows(TokenRefusedException.class, () -> callers.of("good-1"));

    assertTrue(String.valueOf(refused.getMessage()).contains("expired"));
  }

  @Test
  void seesAChangeOfATeamsMembersWithinASecond() {
    assertFalse(callers.of("good-1").sees("payments"));
    members.put("payments", Role.MEMBER);
    members.put("search", Role.TEAM_ADMIN);
    passed = Duration.ofMillis(1001);

    assertTrue(callers.of("good-1").may(Permission.RESOURCE_WRITE, "payments"));
    assertTrue(callers.of("good-1").may(Permission.TOKEN_WRITE, "search"));

    members.clear();
    passed = Duration.ofMillis(2100);
    assertFalse(callers.of("good-1").sees("payments"));
    assertEquals(Optional.of(Role.VIEWER), callers.of("good-1").roleIn("search"));
    assertEquals(1, proofs);
  }

  @Test
  void remembersABoundedNumber() {
    for (int i = 0; i < 25_000; i++) {
      callers.of("good-" + i);
    }
    assertTrue(callers.size() <= 10_000, () -> "" + callers.size());
  }

  @Test
  void saysSoIfNobodyTakesTheToken() {
    assertThrows(TokenRefusedException.class, () -> callers.of("bad"));
    assertEquals(0, proofs);
  }
}
