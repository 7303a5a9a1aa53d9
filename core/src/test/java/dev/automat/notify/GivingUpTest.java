package dev.automat.notify;

import static dev.automat.notify.Notices.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivingUpTest {

  private static final Duration DAY = Duration.ofHours(24);

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "PT312H, PT24H, PT22H, two hours before the end of a long life",
    "PT240H, PT168H, PT24H, a week before the end it is tried as long as all others",
    "PT0S, PT60M, PT45M, a quarter before the end of a short life",
    "PT334H, PT2H, PT1H, late already: half of what is left",
    "PT336H, PT0S, PT24H, over already",
  })
  void leavesTheEscalationItsTime(Duration age, Duration left, Duration tried, String reason) {
    assertEquals(NOW.plus(tried), GivingUp.at(Notices.expiring(age, left), DAY), reason);
  }

  @Test
  void whatDoesNotExpireIsTriedAsLongAsConfigured() {
    assertEquals(NOW.plus(DAY), GivingUp.at(Notices.notice(), DAY));
  }
}
