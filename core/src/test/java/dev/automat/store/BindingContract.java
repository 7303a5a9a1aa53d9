package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.end;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.found;
import static dev.automat.store.Samples.rest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditEntry;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link BindingStore} promises, on every database. */
interface BindingContract {

  Store store();

  @Test
  default void bindsWhatIsPresentTellsItAndWakesIt() {
    atRest("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    assertTrue(write(wanted, "BindingRequested"));
    assertEquals(List.of(wanted), store().bindings().of("u1"));
    assertEquals(Optional.of(wanted), store().bindings().live("u1", "checkout"));
    assertEquals(Optional.empty(), store().bindings().live("u1", "other"));
    Resource bound = store().byUid("u1").orElseThrow();
    assertTrue(bound.bound());
    assertEquals(NOW, bound.lease().dueAt());
    assertEquals(List.of("Accepted", "BindingRequested"), reasons("u1"));
  }

  @Test
  default void aClaimedResourceIsOnlyWoken() {
    Resource claimed = claimed("u1");
    assertTrue(write(binding("u1", "aaaaaa", "checkout"), "BindingRequested"));
    assertTrue(store().byUid("u1").orElseThrow().lease().wake());
    assertEquals(List.of(true), store().complete(List.of(rest(claimed, Lease.NEVER)), NOW));
    assertEquals(NOW, store().byUid("u1").orElseThrow().lease().dueAt());
  }

  @Test
  default void givesANameToOneOnly() {
    atRest("u1");
    assertTrue(write(binding("u1", "aaaaaa", "checkout"), "BindingRequested"));
    assertFalse(write(binding("u1", "bbbbbb", "checkout"), "BindingRequested"));
    assertFalse(write(binding("u1", "aaaaaa", "other"), "BindingRequested"));
    assertEquals(1, store().bindings().of("u1").size());
    assertEquals(List.of("Accepted", "BindingRequested"), reasons("u1"));
  }

  @Test
  default void changesOnlyWhatItWasBasedOn() {
    atRest("u1");
    Binding first = binding("u1", "aaaaaa", "checkout");
    write(first, "BindingRequested");
    Binding rotated = first.rotated(Duration.ofSeconds(5));
    assertTrue(write(rotated, "RotationRequested"));
    assertFalse(write(first.released(), "UnbindRequested"));
    assertEquals(List.of(rotated), store().bindings().of("u1"));
    Binding released = rotated.released();
    assertTrue(write(released, "UnbindRequested"));
    assertEquals(List.of(released), store().bindings().of("u1"));
  }

  @Test
  default void bindsNothingThatIsToGo() {
    atRest("u1");
    Resource resource = store().byUid("u1").orElseThrow();
    store().write(List.of(end(resource)));
    assertFalse(write(binding("u1", "aaaaaa", "checkout"), "BindingRequested"));
    assertFalse(store().byUid("u1").orElseThrow().bound());
    assertEquals(List.of(), store().bindings().of("u1"));
    assertFalse(write(binding("none", "aaaaaa", "checkout"), "BindingRequested"));
  }

  @Test
  default void recordsUnderTheClaimAndNotWithoutIt() {
    Resource claimed = claimed("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    write(wanted, "BindingRequested");
    Binding found = wanted.with(status(1, true));
    SealedSecret secret = new SealedSecret("u1", wanted.secretField(), 1, new byte[] {1, 2});
    long epoch = claimed.lease().epoch();
    assertFalse(
        store()
            .bindings()
            .record(
                BindingRecord.of(epoch - 1, found, List.of(event("Bound")))
                    .with(Optional.of(secret))));
    assertEquals(List.of(wanted), store().bindings().of("u1"));
    assertEquals(Optional.empty(), store().bindings().secret(wanted, 1));

    assertTrue(
        store()
            .bindings()
            .record(
                BindingRecord.of(epoch, found, List.of(event("Bound"))).with(Optional.of(secret))));
    assertEquals(List.of(found), store().bindings().of("u1"));
    assertArrayEquals(
        new byte[] {1, 2}, store().bindings().secret(wanted, 1).orElseThrow().envelope());
    assertEquals(Optional.empty(), store().bindings().secret(wanted, 2));
    assertEquals(List.of("Accepted", "BindingRequested", "Bound"), reasons("u1"));

    store().complete(List.of(rest(claimed, Lease.NEVER)), NOW);
    assertFalse(store().bindings().record(BindingRecord.of(epoch, wanted, List.of())));
    assertEquals(List.of(found), store().bindings().of("u1"));
  }

  @Test
  default void whatIsAskedForMeanwhileIsNotOverwritten() {
    Resource claimed = claimed("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    write(wanted, "BindingRequested");
    write(wanted.released(), "UnbindRequested");
    record(claimed, wanted.with(status(1, true)));
    Binding stored = store().bindings().of("u1").getFirst();
    assertTrue(stored.absent());
    assertEquals(2, stored.generation());
    assertEquals(status(1, true), stored.status());
  }

  /** Where the cloud makes the secret of all, somebody may change it there. */
  @Test
  default void aNewSecretOfTheSameVersionTakesThePlaceOfTheOneBefore() {
    Resource claimed = claimed("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    write(wanted, "BindingRequested");
    for (byte content = 1; content <= 2; content++) {
      SealedSecret secret = new SealedSecret("u1", wanted.secretField(), 1, new byte[] {content});
      assertTrue(
          store()
              .bindings()
              .record(
                  BindingRecord.of(claimed.lease().epoch(), wanted, List.of())
                      .with(Optional.of(secret))));
    }
    assertArrayEquals(
        new byte[] {2}, store().bindings().secret(wanted, 1).orElseThrow().envelope());
  }

  @Test
  default void aRevokedVersionLosesItsSecret() {
    Resource claimed = claimed("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    write(wanted, "BindingRequested");
    for (int version = 1; version <= 2; version++) {
      SealedSecret secret =
          new SealedSecret("u1", wanted.secretField(), version, new byte[] {(byte) version});
      store()
          .bindings()
          .record(
              BindingRecord.of(claimed.lease().epoch(), wanted, List.of())
                  .with(Optional.of(secret)));
    }
    store()
        .bindings()
        .record(BindingRecord.of(claimed.lease().epoch(), wanted, List.of()).revoking(1));
    assertEquals(Optional.empty(), store().bindings().secret(wanted, 1));
    assertTrue(store().bindings().secret(wanted, 2).isPresent());
  }

  @Test
  default void whatIsGoneGivesItsNameFreeAndIsForgottenLater() {
    Resource claimed = claimed("u1");
    Binding first = binding("u1", "aaaaaa", "checkout");
    write(first, "BindingRequested");
    record(claimed, first.goneAt(NOW));
    assertEquals(Optional.empty(), store().bindings().live("u1", "checkout"));
    assertEquals(Optional.of(NOW), store().bindings().of("u1").getFirst().gone());
    assertFalse(write(first.released(), "UnbindRequested"));
    Binding second = binding("u1", "bbbbbb", "checkout");
    assertTrue(write(second, "BindingRequested"));

    BindingRecord forgotten =
        BindingRecord.of(claimed.lease().epoch(), first, List.of()).forgetting();
    assertTrue(store().bindings().record(forgotten));
    assertEquals(List.of(second), store().bindings().of("u1"));
    assertTrue(store().byUid("u1").orElseThrow().bound());
    store()
        .bindings()
        .record(BindingRecord.of(claimed.lease().epoch(), second, List.of()).forgetting());
    assertFalse(store().byUid("u1").orElseThrow().bound());
  }

  @Test
  default void goesWithItsResource() {
    Resource other = claimed("u2");
    Binding stays = binding("u2", "aaaaaa", "checkout");
    write(stays, "BindingRequested");
    Resource claimed = claimed("u1");
    Binding wanted = binding("u1", "aaaaaa", "checkout");
    write(wanted, "BindingRequested");
    SealedSecret secret = new SealedSecret("u1", wanted.secretField(), 1, new byte[] {1});
    store()
        .bindings()
        .record(
            BindingRecord.of(
                    claimed.lease().epoch(),
                    wanted.with(BindingStatus.initial().withAct(Optional.of("rotate 2"))),
                    List.of())
                .with(Optional.of(secret)));
    store().complete(List.of(found(claimed, Phase.Deleted, Lease.NEVER, event("Deleted"))), NOW);
    AuditEntry end = store().audit().page(Optional.empty(), Long.MAX_VALUE, 1).getFirst().entry();
    assertEquals("engine.rotate", end.operation());
    assertEquals(AuditEntry.Outcome.FAILED, end.outcome());
    assertEquals("checkout: its resource is gone", end.reason());
    assertEquals(List.of(), store().bindings().of("u1"));
    assertEquals(Optional.empty(), store().bindings().secret(wanted, 1));
    assertFalse(store().byUid("u1").orElseThrow().bound());
    assertEquals(List.of(stays), store().bindings().of("u2"));
    assertTrue(other.lease().epoch() > 0);
  }

  private boolean write(Binding wanted, String reason) {
    return store().bindings().write(new BindingWrite(wanted, event(reason)), NOW);
  }

  private void record(Resource claimed, Binding found) {
    assertTrue(
        store().bindings().record(BindingRecord.of(claimed.lease().epoch(), found, List.of())));
  }

  private void atRest(String uid) {
    store().complete(List.of(rest(claimed(uid), Lease.NEVER)), NOW);
  }

  private Resource claimed(String uid) {
    store().write(List.of(creation(uid, uid)));
    return store().claim(NOW, LEASE, 10, Set.of()).getFirst();
  }

  private List<String> reasons(String uid) {
    return store().events(uid, 0, 100).stream().map(Event::reason).toList();
  }

  private static BindingStatus status(int version, boolean valid) {
    return new BindingStatus(
        1,
        List.of(
            new Version(
                version,
                NOW,
                valid,
                Access.READWRITE,
                Optional.of("arn:aws:iam::1:role/x"),
                Optional.of(NOW.plusSeconds(5)))),
        Optional.of(new Trouble("Refused", "no: ask", 2, NOW, NOW.plusSeconds(5), 1)));
  }

  private static Binding binding(String uid, String id, String consumer) {
    return new Binding(
        uid,
        id,
        consumer,
        1,
        new BindingSpec(Access.READ, Optional.empty(), Duration.ofHours(1)),
        1,
        Duration.ofHours(1),
        false,
        NOW,
        "dev@local",
        BindingStatus.initial(),
        Optional.empty());
  }
}
