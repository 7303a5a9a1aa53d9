package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.store.AccountHold;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountGuardTest {

  private static final String ACCOUNT = "test/main";

  private final Store store = InMemoryStore.empty();
  private final AccountGuard guard = new AccountGuard(store);

  private void seeAbsent(int from, int to, Instant at) {
    for (int i = from; i < to; i++) {
      guard.seenAbsent(ACCOUNT, "uid-" + i, at);
    }
  }

  private boolean isHeld(String account, Instant at) {
    return guard.holdOn(account, at).isPresent();
  }

  @Test
  void holdsAnAccountInWhichTenAreMissingAtOnce() {
    seeAbsent(0, 9, NOW);
    assertEquals(Optional.empty(), guard.holdOn(ACCOUNT, NOW));
    seeAbsent(9, 10, NOW);
    String reason = guard.holdOn(ACCOUNT, NOW).orElseThrow().reason();
    assertTrue(reason.startsWith("10 resources went missing within 10 minutes. "), reason);
    assertTrue(reason.endsWith("automat accounts release test/main"), reason);
  }

  @Test
  void countsEachResourceOnce() {
    for (int i = 0; i < 30; i++) {
      guard.seenAbsent(ACCOUNT, "the same", NOW.plusSeconds(i));
    }
    assertEquals(Optional.empty(), guard.holdOn(ACCOUNT, NOW));
  }

  @Test
  void countsEachAccountByItself() {
    seeAbsent(0, 9, NOW);
    guard.seenAbsent("test/other", "uid-9", NOW);
    assertEquals(0, store.holds().size());
  }

  @Test
  void forgetsWhatIsTenMinutesOld() {
    seeAbsent(0, 9, NOW);
    Instant later = NOW.plus(Duration.ofMinutes(10));
    seeAbsent(9, 17, later.plusSeconds(1));
    assertEquals(0, store.holds().size(), "nine, then eight");
  }

  @Test
  void counts10MinutesToTheMoment() {
    seeAbsent(0, 9, NOW);
    seeAbsent(9, 10, NOW.plus(Duration.ofMinutes(10)));
    assertEquals(1, store.holds().size());
  }

  @Test
  void beginsToCountAnewAfterAHold() {
    seeAbsent(0, 10, NOW);
    store.release(ACCOUNT);
    seeAbsent(10, 19, NOW.plusSeconds(1));
    assertEquals(0, store.holds().size());
  }

  @Test
  void hearsOfHoldsAndReleasesOfOthersWithinASecond() {
    assertEquals(false, isHeld(ACCOUNT, NOW));
    store.hold(new AccountHold(ACCOUNT, "another replica saw something", NOW));
    assertEquals(false, isHeld(ACCOUNT, NOW.plusMillis(999)));
    assertEquals(true, isHeld(ACCOUNT, NOW.plusMillis(1000)));

    store.release(ACCOUNT);
    assertEquals(true, isHeld(ACCOUNT, NOW.plusMillis(1999)));
    assertEquals(false, isHeld(ACCOUNT, NOW.plusMillis(2000)));
  }

  @Test
  void hearsOfItsOwnHoldAtOnce() {
    assertEquals(false, isHeld(ACCOUNT, NOW));
    guard.hold(ACCOUNT, "Something is wrong", NOW);
    assertEquals(true, isHeld(ACCOUNT, NOW));
    assertEquals(false, isHeld("test/other", NOW));
  }

  @Test
  void readsAgainAfterAClockThatWentBack() {
    assertEquals(false, isHeld(ACCOUNT, NOW));
    store.hold(new AccountHold(ACCOUNT, "another replica saw something", NOW));
    assertEquals(true, isHeld(ACCOUNT, NOW.minusSeconds(3600)));
  }

  @Test
  void keepsTheFirstReason() {
    guard.hold(ACCOUNT, "First", NOW);
    guard.hold(ACCOUNT, "Second", NOW.plusSeconds(1));
    String reason = guard.holdOn(ACCOUNT, NOW.plusSeconds(2)).orElseThrow().reason();
    assertTrue(reason.startsWith("First. "), reason);
  }
}
