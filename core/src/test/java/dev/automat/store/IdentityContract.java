package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditLog;
import dev.automat.identity.Role;
import dev.automat.identity.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens and the audit log, on every database. */
interface IdentityContract {

  Store store();

  private static TokenRecord token(String id, Optional<String> team, Instant expires) {
    return new TokenRecord(
        id,
        "digest-" + id,
        "ci",
        team,
        team.isPresent() ? Role.MEMBER : Role.AUDITOR,
        "people:alice",
        NOW,
        expires,
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> ids(List<TokenRecord> tokens) {
    return tokens.stream().map(TokenRecord::id).toList();
  }

  @Test
  default void findsATokenByItsDigestAlone() {
    TokenRecord token = token("t1", Optional.of("payments"), NOW.plusSeconds(60));
    TokenRecord platform = token("t2", Optional.empty(), NOW.plusSeconds(60));
    store().tokens().add(token);
    store().tokens().add(platform);

    assertEquals(Optional.of(token), store().tokens().byDigest("digest-t1"));
    assertEquals(Optional.of(platform), store().tokens().byDigest("digest-t2"));
    assertEquals(Optional.empty(), store().tokens().byDigest("t1"));
    assertThrows(StoreUnavailableException.class, () -> store().tokens().add(token));
  }

  @Test
  default void endsATokenOfItsOwnTeamAlone() {
    store().tokens().add(token("t1", Optional.of("payments"), NOW.plusSeconds(60)));
    assertEquals(Optional.empty(), store().tokens().revoke("t1", Optional.of("search"), NOW));
    assertEquals(Optional.empty(), store().tokens().revoke("t1", Optional.empty(), NOW));
    assertTrue(store().tokens().byDigest("digest-t1").orElseThrow().revoked().isEmpty());

    Optional<String> team = Optional.of("payments");
    assertEquals(
        Optional.of(NOW), store().tokens().revoke("t1", team, NOW).orElseThrow().revoked());
    assertEquals(
        Optional.of(NOW),
        store().tokens().revoke("t1", team, NOW.plusSeconds(9)).orElseThrow().revoked());
    assertEquals(Optional.of(NOW), store().tokens().byDigest("digest-t1").orElseThrow().revoked());
  }

  @Test
  default void listsTokensOfOnePlaceWithoutThoseThatEndedLongAgo() {
    Optional<String> payments = Optional.of("payments");
    store().tokens().add(token("t1", payments, NOW.plusSeconds(60)));
    store().tokens().add(token("t2", payments, NOW.minusSeconds(60)));
    store().tokens().add(token("t3", payments, NOW.plusSeconds(60)));
    store().tokens().add(token("t4", Optional.of("search"), NOW.plusSeconds(60)));
    store().tokens().add(token("t5", Optional.empty(), NOW.plusSeconds(60)));
    store().tokens().revoke("t3", payments, NOW.minusSeconds(60));

    assertEquals(List.of("t1"), ids(store().tokens().of(payments, NOW.minusSeconds(10))));
    assertEquals(
        List.of("t1", "t2", "t3"),
        ids(store().tokens().of(payments, NOW.minus(Duration.ofDays(1)))));
    assertEquals(List.of("t5"), ids(store().tokens().of(Optional.empty(), NOW)));
  }

  @Test
  default void notesTheUseOfAToken() {
    store().tokens().add(token("t1", Optional.empty(), NOW.plusSeconds(60)));
    store().tokens().used("t1", NOW);

    assertEquals(Optional.of(NOW), store().tokens().byDigest("digest-t1").orElseThrow().lastUsed());
  }

  private static AuditEntry entry(String operation, Optional<String> team) {
    return new AuditEntry(
        NOW,
        "people:alice",
        "people",
        "u-1",
        "r-1",
        operation,
        "connection.read",
        team,
        "GET /v1/teams/payments/databases/orders/connection",
        Outcome.DENIED,
        "not-found");
  }

  @Test
  default void keepsWhatWasDoneInItsOrder() {
    AuditEntry first = entry("one", Optional.of("payments"));
    AuditEntry second = entry("two", Optional.of("search"));
    AuditEntry third = entry("three", Optional.empty());
    List.of(first, second, third).forEach(store().audit()::append);

    List<AuditLog.Appended> all = store().audit().page(Optional.empty(), Long.MAX_VALUE, 10);
    assertEquals(
        List.of(third, second, first), all.stream().map(AuditLog.Appended::entry).toList());
    assertEquals(
        List.of(second, first),
        store().audit().page(Optional.empty(), all.getFirst().sequence(), 10).stream()
            .map(AuditLog.Appended::entry)
            .toList());
    assertEquals(
        List.of(first),
        store().audit().page(Optional.of(Set.of("payments", "void")), Long.MAX_VALUE, 10).stream()
            .map(AuditLog.Appended::entry)
            .toList());
    assertEquals(1, store().audit().page(Optional.empty(), Long.MAX_VALUE, 1).size());
  }
}
