package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallRateTest {

  /** How many calls pass at the instant. */
  private static int passing(CallRate rate, Instant at) {
    int passing = 0;
    while (passing < 1000 && rate.takeOrWait(at).isEmpty()) {
      passing++;
    }
    return passing;
  }

  @Test
  void letsASecondsWorthThroughAtOnceAndNoMore() {
    CallRate rate = new CallRate(10, 1, NOW);
    assertEquals(10, passing(rate, NOW));
    assertEquals(1, passing(rate, NOW.plusMillis(101)));
    assertEquals(5, passing(rate, NOW.plusMillis(602)));
    assertEquals(10, passing(rate, NOW.plusSeconds(3600)), "what was not used is not saved up");
  }

  @Test
  void saysWhenThereWillBeAToken() {
    CallRate rate = new CallRate(4, 1, NOW);
    passing(rate, NOW);
    Instant next = rate.takeOrWait(NOW).orElseThrow();
    Duration wait = Duration.between(NOW, next);
    assertTrue(Math.abs(wait.toMillis() - 250) <= 1, () -> "wait " + wait);
    assertEquals(Optional.empty(), rate.takeOrWait(next), "at the instant it named");
  }

  @Test
  void letsEvenTheSlowestRateMakeItsFirstCall() {
    CallRate rate = new CallRate(0.02, 1, NOW);
    assertEquals(1, passing(rate, NOW));
    assertEquals(0, passing(rate, NOW.plusSeconds(49)));
    assertEquals(1, passing(rate, NOW.plusSeconds(51)));
  }

  @Test
  void halvesAtEachThrottlingDownToAFloor() {
    CallRate rate = new CallRate(8, 1, NOW);
    rate.throttled();
    assertEquals(0, passing(rate, NOW), "nothing goes out right after it was asked to slow down");
    assertEquals(4, passing(rate, NOW.plusSeconds(10)));

    for (int i = 0; i < 60; i++) {
      rate.throttled();
    }
    Instant next = rate.takeOrWait(NOW.plusSeconds(10)).orElseThrow();
    assertTrue(
        !next.isAfter(NOW.plusSeconds(21)), () -> "a tenth of a call a second stays: " + next);
  }

  @Test
  void doesNotRaiseAThrottledRateAboveItsCeiling() {
    CallRate rate = new CallRate(0.02, 1, NOW);
    passing(rate, NOW);
    rate.throttled();
    assertEquals(0, passing(rate, NOW.plusSeconds(49)));
    assertEquals(1, passing(rate, NOW.plusSeconds(51)));
  }

  @Test
  void winsItsRateBackByASmallShareWithEachSuccess() {
    CallRate rate = new CallRate(100, 1, NOW);
    rate.throttled();
    for (int i = 0; i < 20; i++) {
      rate.succeeded();
    }
    assertEquals(70, passing(rate, NOW.plusSeconds(60)));
    for (int i = 0; i < 200; i++) {
      rate.succeeded();
    }
    assertEquals(100, passing(rate, NOW.plusSeconds(120)), "and never more than its ceiling");
  }

  @Test
  void isSharedAmongThoseWhoLive() {
    CallRate rate = new CallRate(90, 1, NOW);
    rate.shareAmong(3);
    assertEquals(30, passing(rate, NOW), "what was saved up for one is too much for a third");
    assertEquals(30, passing(rate, NOW.plusSeconds(60)));
    rate.shareAmong(1);
    assertEquals(90, passing(rate, NOW.plusSeconds(120)), "the others are gone");
    assertEquals(30, passing(new CallRate(90, 3, NOW), NOW));
  }

  @Test
  void remembersThroughAChangeOfSharesThatItWasSlowedDown() {
    CallRate rate = new CallRate(80, 1, NOW);
    rate.throttled();
    rate.shareAmong(2);
    assertEquals(20, passing(rate, NOW.plusSeconds(60)));
    rate.shareAmong(1);
    assertEquals(40, passing(rate, NOW.plusSeconds(120)));
    for (int i = 0; i < 200; i++) {
      rate.succeeded();
    }
    rate.shareAmong(2);
    assertEquals(40, passing(rate, NOW.plusSeconds(180)), "never more than its share");
  }

  @Test
  void paysCreditBackBeforeOthersPass() {
    CallRate rate = new CallRate(1, 1, NOW);
    for (int i = 0; i < 4; i++) {
      rate.take(NOW);
    }
    assertEquals(0, passing(rate, NOW.plusMillis(3900)));
    assertEquals(1, passing(rate, NOW.plusMillis(4100)));
  }

  @Test
  void gainsNothingFromAClockThatGoesBack() {
    CallRate rate = new CallRate(2, 1, NOW);
    passing(rate, NOW);
    assertEquals(0, passing(rate, NOW.minusSeconds(100)));
    assertEquals(1, passing(rate, NOW.minusSeconds(100).plusMillis(501)));
  }
}
