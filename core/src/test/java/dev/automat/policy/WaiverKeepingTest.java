package dev.automat.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.identity.Caller;
import dev.automat.identity.Identity;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverKeeping.Outcome;
import dev.automat.resource.Violation;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaiverKeepingTest {

  private static final Policies RULES =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local()).policies();
  private static final String RULE = "sensitive-data-stays-in-the-eu";
  private static final Caller ANN = caller("ann");
  private static final Caller ROOT = caller("root");

  private final Store store = InMemoryStore.empty();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final WaiverBook book = new WaiverBook(store.waivers(), () -> now);
  private final WaiverKeeping keeping =
      new WaiverKeeping(RULES, store.waivers(), book, Duration.ofDays(90), new Random(1));

  private static Caller caller(String name) {
    return new Caller(
        new Identity("corp", name, name, Set.of(), Map.of(), Optional.empty()),
        Set.of(),
        Map.of(),
        Optional.empty());
  }

  private WaiverSpec spec(String rule, Duration holds) {
    return new WaiverSpec(
        List.of(rule),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "a migration",
        now.plus(holds));
  }

  private Waiver asked() {
    Outcome outcome = keeping.ask("payments", "move", spec(RULE, Duration.ofDays(30)), ANN);
    return assertInstanceOf(Outcome.Stands.class, outcome).waiver();
  }

  @Test
  void whatWasLookedAtIsGrantedAndNothingThatTookItsPlace() {
    Optional<String> looked = Optional.of(asked().uid());
    keeping.ask("payments", "move", spec(RULE, Duration.ofDays(60)), ANN);

    assertInstanceOf(Outcome.Contended.class, keeping.grant("payments", "move", looked, ROOT));
    assertEquals(List.of(), book.granted("payments"));

    Optional<String> again = store.waivers().find("payments", "move").map(Waiver::uid);
    assertInstanceOf(Outcome.Stands.class, keeping.grant("payments", "move", again, ROOT));
  }

  @Test
  void whatCanBeNoNameIsMissing() {
    assertInstanceOf(Outcome.Missing.class, keeping.withdraw("payments", "a\0", ANN));
    assertInstanceOf(Outcome.Missing.class, keeping.grant("\0", "move", Optional.empty(), ROOT));
  }

  @Test
  void isGrantedByAnotherAndNeverByWhoAskedForIt() {
    asked();

    assertInstanceOf(Outcome.Own.class, keeping.grant("payments", "move", Optional.empty(), ANN));
    assertEquals(List.of(), book.granted("payments"));
    Outcome.Stands granted =
        assertInstanceOf(
            Outcome.Stands.class, keeping.grant("payments", "move", Optional.empty(), ROOT));
    assertEquals("corp:root", granted.waiver().granted().orElseThrow().by());
    assertInstanceOf(
        Outcome.Stands.class,
        keeping.grant("payments", "move", Optional.empty(), ROOT),
        "a repeat");
    assertTrue(book.granted("payments").getFirst().holdsAt(now));
  }

  @Test
  void whatIsNoRuleThatCanBeWaivedOrHoldsTooLongIsRefused() {
    assertRefused("unknown-rule", "sensitive-data-stays-in-the-us", Duration.ofDays(1));
    assertRefused("not-waivable", "queues-are-encrypted", Duration.ofDays(1));
    assertRefused("waiver-too-long", RULE, Duration.ofDays(91));
    assertRefused("waiver-too-long", RULE, Duration.ZERO);
  }

  private void assertRefused(String violation, String rule, Duration holds) {
    Outcome outcome = keeping.ask("payments", "move", spec(rule, holds), ANN);
    List<Violation> violations = assertInstanceOf(Outcome.Refused.class, outcome).violations();
    assertEquals(List.of(violation), violations.stream().map(Violation::rule).toList());
  }

  @Test
  void theSameAgainIsTheSameAndAnotherTakesItsPlaceUntilOneIsGranted() {
    Waiver first = asked();
    assertEquals(first, asked());

    Outcome.Stands second =
        assertInstanceOf(
            Outcome.Stands.class,
            keeping.ask("payments", "move", spec(RULE, Duration.ofDays(10)), ANN));
    assertTrue(second.made());
    keeping.grant("payments", "move", Optional.empty(), ROOT);
    Outcome third = keeping.ask("payments", "move", spec(RULE, Duration.ofDays(5)), ANN);
    assertEquals(State.GRANTED, assertInstanceOf(Outcome.Decided.class, third).state());
  }

  @Test
  void whatHasEndedIsNotGrantedAndItsNameIsFree() {
    asked();
    now = now.plus(Duration.ofDays(30));

    Outcome late = keeping.grant("payments", "move", Optional.empty(), ROOT);
    assertEquals(State.EXPIRED, assertInstanceOf(Outcome.Decided.class, late).state());
    assertTrue(
        assertInstanceOf(
                Outcome.Stands.class,
                keeping.ask("payments", "move", spec(RULE, Duration.ofDays(1)), ANN))
            .made());
  }

  @Test
  void isRejectedRevokedAndWithdrawn() {
    asked();
    assertInstanceOf(
        Outcome.Decided.class, keeping.revoke("payments", "move", "", ROOT), "not granted yet");
    Outcome.Stands rejected =
        assertInstanceOf(
            Outcome.Stands.class, keeping.reject("payments", "move", "use the EU", ROOT));
    assertEquals("use the EU", rejected.waiver().ended().orElseThrow().reason());
    assertInstanceOf(
        Outcome.Decided.class, keeping.grant("payments", "move", Optional.empty(), ROOT));

    asked();
    keeping.grant("payments", "move", Optional.empty(), ROOT);
    assertInstanceOf(Outcome.Stands.class, keeping.withdraw("payments", "move", ANN));
    assertInstanceOf(Outcome.Stands.class, keeping.withdraw("payments", "move", ANN), "a repeat");
    assertInstanceOf(Outcome.Decided.class, keeping.revoke("payments", "move", "", ROOT));
    assertInstanceOf(
        Outcome.Missing.class, keeping.grant("payments", "other", Optional.empty(), ROOT));
  }

  @Test
  void theReportHasTheMostWaivedRuleFirst() {
    asked();
    keeping.grant("payments", "move", Optional.empty(), ROOT);
    keeping.ask("search", "x", spec("previews-end-by-themselves", Duration.ofDays(1)), ANN);

    assertEquals(
        List.of(
            new WaiverReport(RULE, 1, 1, 1, 1),
            new WaiverReport("previews-end-by-themselves", 1, 0, 0, 1)),
        WaiverReport.of(store.waivers().all(10), now));
  }
}
