package dev.automat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryBudgetTest {

  private final SimulatedClock wall = new SimulatedClock();
  private final SimulatedClock machine = new SimulatedClock();
  private final ExpiryBudget budget = new ExpiryBudget(3, wall, machine);

  private void pass(Duration time) {
    wall.advance(time);
    machine.advance(time);
  }

  private int takes() {
    int taken = 0;
    while (taken < 100 && budget.take()) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesSoManyAMinute() {
    assertEquals(3, takes());
    pass(Duration.ofSeconds(59));
    assertEquals(0, takes());
    pass(Duration.ofSeconds(1));
    assertEquals(3, takes());
  }

  @Test
  void givesNoMoreInAnyMinute() {
    assertTrue(budget.take());
    pass(Duration.ofSeconds(59));
    assertEquals(2, takes());
    pass(Duration.ofSeconds(1));
    assertEquals(1, takes());
    pass(Duration.ofSeconds(58));
    assertEquals(0, takes());
    pass(Duration.ofSeconds(1));
    assertEquals(2, takes());
  }

  @Test
  void sharesTheMinuteWithOtherReplicas() {
    Store store = InMemoryStore.empty();
    ExpiryBudget shared = remembering(store);
    store.audit().append(line(AuditDraft.EXPIRY, wall.instant().minusSeconds(61)));
    store.audit().append(line(AuditDraft.EXPIRY, wall.instant().minusSeconds(59)));
    store.audit().append(line(AuditDraft.EXPIRY, wall.instant()));
    store.audit().append(line("engine.delete", wall.instant()));
    assertTrue(shared.take());
    store.audit().append(line(AuditDraft.EXPIRY, wall.instant()));
    assertFalse(shared.take());
    pass(Duration.ofSeconds(1));
    assertTrue(shared.take());
  }

  @Test
  void aRestartForgetsNoJump() {
    Store store = InMemoryStore.empty();
    ExpiryBudget before = remembering(store);
    wall.advance(Duration.ofDays(1));
    assertFalse(before.take());
    pass(Duration.ofMinutes(20));
    ExpiryBudget after = remembering(store);
    assertFalse(after.take());
    pass(Duration.ofMinutes(39));
    assertFalse(after.take());
    pass(Duration.ofMinutes(1));
    assertTrue(after.take());
    assertTrue(remembering(store).take());
  }

  private ExpiryBudget remembering(Store store) {
    return new ExpiryBudget(3, wall, machine, new AuditedExpiry(store.audit()));
  }

  private static AuditEntry line(String operation, Instant at) {
    return AuditDraft.ofEngine(at, operation, "1").entry(Outcome.DONE, "", Optional.empty());
  }

  @Test
  void savesNothingUp() {
    pass(Duration.ofDays(3));
    assertEquals(3, takes());
  }

  @Test
  void givesNothingForAnHourAfterTheClockJumpedAhead() {
    wall.advance(Duration.ofDays(1));
    assertFalse(budget.take());
    pass(Duration.ofMinutes(59));
    assertFalse(budget.take());
    pass(Duration.ofMinutes(1));
    assertEquals(3, takes());
  }

  @Test
  void givesNothingForAnHourAfterTheClockJumpedBack() {
    takes();
    machine.advance(Duration.ofHours(5));
    assertFalse(budget.take());
    pass(Duration.ofMinutes(61));
    assertEquals(3, takes());
  }

  @Test
  void seesAJumpThatWasLookedAtWithoutTaking() {
    wall.advance(Duration.ofDays(1));
    assertTrue(budget.distrusts(wall.instant()));
    assertFalse(budget.take());
  }

  @Test
  void countsTheHourFromTheLastJump() {
    wall.advance(Duration.ofDays(1));
    budget.distrusts(wall.instant());
    pass(Duration.ofMinutes(50));
    wall.advance(Duration.ofDays(1));
    budget.distrusts(wall.instant());
    pass(Duration.ofMinutes(50));
    assertFalse(budget.take());
    pass(Duration.ofMinutes(10));
    assertTrue(budget.take());
  }

  @Test
  void bearsTheSmallCorrectionsOfAClock() {
    for (int i = 0; i < 100; i++) {
      wall.advance(Duration.ofSeconds(60));
      machine.advance(Duration.ofSeconds(i % 2 == 0 ? 1 : 119));
      assertFalse(budget.distrusts(wall.instant()));
    }
    assertEquals(3, takes());
  }

  @Test
  void givesNothingWhereNothingMayBeTaken() {
    assertFalse(new ExpiryBudget(0, wall, machine).take());
  }
}
