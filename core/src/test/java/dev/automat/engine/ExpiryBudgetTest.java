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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
    assertTrue(budget.read().distrusted());
    assertFalse(budget.take());
  }

  @Test
  void countsTheHourFromTheLastJump() {
    wall.advance(Duration.ofDays(1));
    budget.read();
    pass(Duration.ofMinutes(50));
    wall.advance(Duration.ofDays(1));
    budget.read();
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
      assertFalse(budget.read().distrusted());
    }
    assertEquals(3, takes());
  }

  @Test
  void givesNothingWhereNothingMayBeTaken() {
    assertFalse(new ExpiryBudget(0, wall, machine).take());
  }

  /** A memory whose answer is waited for, and by then another thread has compared the clocks. */
  @Test
  void noWaitForTheDatabaseIsTakenForAJump() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    List<Duration> jumps = new CopyOnWriteArrayList<>();
    ExpiryBudget slow = new ExpiryBudget(3, wall, machine, slow(asked, answer, jumps));
    Instant start = wall.instant();
    AtomicBoolean taken = new AtomicBoolean();
    Thread taker = Thread.ofVirtual().start(() -> taken.set(slow.take()));
    assertTrue(asked.await(60, TimeUnit.SECONDS));
    AtomicReference<ExpiryBudget.Reading> seen = new AtomicReference<>();
    Thread reader = Thread.ofVirtual().start(() -> seen.set(slow.read()));
    assertTrue(reader.join(Duration.ofSeconds(60)), "who compares the clocks waits for no memory");
    pass(Duration.ofMinutes(2));
    answer.countDown();
    assertTrue(taker.join(Duration.ofSeconds(60)));
    assertTrue(taken.get());
    assertEquals(new ExpiryBudget.Reading(start, start, false), seen.get());
    assertEquals(start, slow.read().evenSince());
    assertEquals(List.of(), jumps);
  }

  private static ExpiryMemory slow(
      CountDownLatch asked, CountDownLatch answer, List<Duration> jumps) {
    return new ExpiryMemory() {
      @Override
      public int acts(Instant after, Instant until) {
        asked.countDown();
        try {
          assertTrue(answer.await(120, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return 0;
      }

      @Override
      public Optional<Instant> lastJump(Instant after, Instant until) {
        return Optional.empty();
      }

      @Override
      public void jumped(Instant at, Duration by) {
        jumps.add(by);
      }
    };
  }

  @Test
  void aPlaceThatOthersTookIsGivenBack() {
    Store store = InMemoryStore.empty();
    ExpiryBudget shared = remembering(store);
    for (int i = 0; i < 3; i++) {
      store.audit().append(line(AuditDraft.EXPIRY, wall.instant()));
    }
    for (int i = 0; i < 5; i++) {
      assertFalse(shared.take());
    }
    pass(Duration.ofSeconds(30));
    assertFalse(shared.take());
    pass(Duration.ofSeconds(30));
    assertTrue(shared.take());
    assertTrue(shared.take());
    assertTrue(shared.take());
  }

  @Test
  void whatWasBeforeAStartIsNotBelieved() {
    assertEquals(wall.instant(), budget.read().evenSince());
    pass(Duration.ofDays(1));
    wall.advance(Duration.ofSeconds(3));
    assertEquals(wall.instant(), budget.read().evenSince(), "a small jump");
    pass(Duration.ofMinutes(1));
    ExpiryBudget after = new ExpiryBudget(3, wall, machine);
    assertEquals(wall.instant(), after.read().evenSince(), "nobody saw what the clock did before");
  }
}
