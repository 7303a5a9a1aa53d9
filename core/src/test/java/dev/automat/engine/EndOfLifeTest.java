package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Want;
import dev.automat.testkit.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 9 in one piece: announced, acted on, seen gone. */
class EndOfLifeTest {

  private static final Instant END = NOW.plus(Duration.ofHours(4));

  private final Workbench bench = new Workbench();

  private static Sample fourHours() {
    return Sample.resource().expires(END);
  }

  private void until(Instant instant) {
    bench.settle(Duration.between(bench.clock.instant(), instant));
  }

  @Test
  void announcesTheEndThenTakesItBackThenIsATombstone() {
    bench.made(fourHours());
    until(END.minus(Duration.ofHours(1)).minusSeconds(1));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Expiring));

    until(END.minus(Duration.ofHours(1)));
    assertEquals(Phase.Expiring, bench.byUid(UID).phase());
    assertEquals("ExpiryAnnounced", bench.timeline(UID).getLast());
    String message = bench.condition(UID, Type.Expiring).message();
    assertTrue(message.contains("deleted at " + END), message);
    assertTrue(message.contains("spec.lifetime"), message);

    until(END.minusMillis(1));
    assertEquals(Want.PRESENT, bench.byUid(UID).want());
    until(END);
    assertEquals(Want.EXPIRED, bench.byUid(UID).want());

    until(END.plus(Duration.ofMinutes(5)));
    Resource gone = bench.byUid(UID);
    assertTrue(gone.isTombstone());
    assertEquals(List.of(), bench.cloud.live(UID));
    assertEquals(
        List.of(
            "Accepted",
            "Creating",
            "Available",
            "ExpiryAnnounced",
            "Expired",
            "Deleting",
            "Deleted"),
        bench.timeline(UID));
  }

  @Test
  void anExtensionVoidsTheNotice() {
    bench.made(fourHours());
    until(END.minusSeconds(60));
    bench.change(Sample.resource().expires(END.plus(Duration.ofHours(4))));
    until(END.plus(Duration.ofMinutes(10)));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Expiring));

    until(END.plus(Duration.ofHours(5)));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(
        2, bench.timeline(UID).stream().filter(reason -> reason.equals("ExpiryAnnounced")).count());
  }

  @Test
  void anExtensionMadeRightBeforeItActsWins() {
    bench.made(fourHours());
    until(END.minusMillis(1));
    bench.clock.advanceTo(END);
    Resource claimed = bench.claim().getFirst();
    bench.change(Sample.resource().expires(END.plus(Duration.ofDays(4))));
    bench.reconcile(claimed);
    bench.settle(Duration.ofMinutes(30));
    assertEquals(Want.PRESENT, bench.byUid(UID).want());
    assertEquals(1, bench.cloud.live(UID).size());
  }

  @Test
  void giveTheWholeNoticeEvenIfTheEngineSleptThroughTheEnd() {
    bench.made(fourHours());
    bench.clock.advance(Duration.ofDays(3));
    Instant woke = bench.clock.instant();
    bench.turn();
    assertEquals("ExpiryAnnounced", bench.timeline(UID).getLast());
    until(woke.plus(Duration.ofMinutes(59)));
    assertEquals(Want.PRESENT, bench.byUid(UID).want());
    until(woke.plus(Duration.ofMinutes(61)));
    assertEquals(Want.EXPIRED, bench.byUid(UID).want());
  }

  @Test
  void aProtectedOneStaysAndSaysSoOnce() {
    bench.made(fourHours().isProtected());
    until(END.plus(Duration.ofDays(5)));
    assertEquals(Want.PRESENT, bench.byUid(UID).want());
    assertEquals("Protected", bench.condition(UID, Type.Expiring).reason());
    assertEquals(List.of("Accepted", "Creating", "Available", "Protected"), bench.timeline(UID));
  }

  @Test
  void oneWithoutAnEndStays() {
    bench.made(Sample.resource());
    until(NOW.plus(Duration.ofDays(60)));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(List.of("Accepted", "Creating", "Available"), bench.timeline(UID));
  }

  @Test
  void isAnnouncedEvenWhileTheCloudIsUnreachable() {
    bench.made(fourHours());
    bench.cloud.saboteur().trouble(Trouble.UNREACHABLE, "main", true);
    bench.look(UID);
    until(END.plus(Duration.ofMinutes(30)));
    assertEquals(Want.EXPIRED, bench.byUid(UID).want());
    assertTrue(bench.timeline(UID).contains("ExpiryAnnounced"));
    assertFalse(bench.byUid(UID).isTombstone(), "not before it was seen gone");
  }
}
