package dev.automat.provisioner.gcp.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.longrunning.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FollowingTest {

  private static final Operation BEGUN = Operation.newBuilder().setName("one").build();

  private final List<Duration> pauses = new ArrayList<>();

  private Operation follow(int doneAt) {
    return new Following(
            seen -> seen.toBuilder().setDone(pauses.size() == doneAt).build(),
            pauses::add,
            () -> passed().toNanos())
        .toTheEnd(BEGUN);
  }

  private Duration passed() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void looksEverLessOften() {
    assertTrue(follow(6).getDone());
    assertEquals(List.of(250L, 500L, 1000L, 2000L, 2000L, 2000L), millis());
  }

  private List<Long> millis() {
    return pauses.stream().map(Duration::toMillis).toList();
  }

  @Test
  void whatTakesLongerThanACallHasIsLeftToTheNextLook() {
    assertFalse(follow(1000).getDone());
    assertFalse(passed().compareTo(Following.PATIENCE) < 0);
    assertTrue(pauses.size() <= 16, "looks count against the account's ceiling: " + pauses);
  }

  @Test
  void ofWhatIsDoneAtOnceNothingIsAsked() {
    new Following(
            _ -> {
              throw new AssertionError("asked");
            },
            pauses::add,
            () -> 0)
        .toTheEnd(BEGUN.toBuilder().setDone(true).build());
    assertEquals(List.of(), pauses);
  }
}
