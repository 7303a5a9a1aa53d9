package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.policy.Leaning;
import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.Act;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverRecords;
import dev.automat.policy.WaiverSpec;
import dev.automat.resource.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of waivers, on every database. */
interface WaiverContract {

  Store store();

  Store replica();

  private static Waiver waiver(String uid, String name, int seconds) {
    WaiverSpec spec =
        new WaiverSpec(
            List.of("small-disks", "has-owner"),
            Optional.of("Database"),
            Optional.of("orders"),
            Optional.empty(),
            "a migration",
            NOW.plus(Duration.ofDays(30)));
    return new Waiver(
        uid,
        "payments",
        name,
        spec,
        State.ASKED,
        "corp:ann",
        "corp:4711",
        NOW.plusSeconds(seconds),
        Optional.empty(),
        Optional.empty());
  }

  private static Waiver granted(Waiver waiver) {
    return new Waiver(
        waiver.uid(),
        waiver.team(),
        waiver.name(),
        waiver.spec(),
        State.GRANTED,
        waiver.askedBy(),
        waiver.askedAs(),
        waiver.askedAt(),
        Optional.of(new Act(NOW, "corp:root", "")),
        Optional.empty());
  }

  private static Waiver revoked(Waiver granted) {
    return new Waiver(
        granted.uid(),
        granted.team(),
        granted.name(),
        granted.spec(),
        State.REVOKED,
        granted.askedBy(),
        granted.askedAs(),
        granted.askedAt(),
        granted.granted(),
        Optional.of(new Act(NOW, "corp:root", "too late")));
  }

  @Test
  default void keepsAWaiverThroughAllItsStates() {
    WaiverRecords records = store().waivers();
    Waiver asked = waiver("w1", "disks", 0);

    assertTrue(records.ask(asked, Optional.empty()));
    assertEquals(Optional.of(asked), replica().waivers().find("payments", "disks"));
    assertEquals(List.of(), replica().waivers().granted(Optional.of("payments")));
    assertTrue(records.decide(granted(asked), State.ASKED));
    assertFalse(records.decide(granted(asked), State.ASKED), "it is decided");
    assertEquals(List.of(granted(asked)), replica().waivers().granted(Optional.of("payments")));
    assertEquals(List.of(granted(asked)), replica().waivers().granted(Optional.empty()));
    assertEquals(List.of(), replica().waivers().granted(Optional.of("search")));
    assertTrue(records.decide(revoked(granted(asked)), State.GRANTED));
    assertEquals(
        List.of(revoked(granted(asked))), replica().waivers().granted(Optional.of("payments")));
  }

  @Test
  default void aNameIsOnesUntilItGivesItUp() {
    WaiverRecords records = store().waivers();
    Waiver first = waiver("w1", "disks", 0);
    Waiver second = waiver("w2", "disks", 1);

    assertTrue(records.ask(first, Optional.empty()));
    assertFalse(records.ask(second, Optional.empty()), "the name is taken");
    assertFalse(records.ask(second, Optional.of(granted(first))), "it was another then");
    assertTrue(records.ask(second, Optional.of(first)));
    assertEquals(Optional.of(second), records.find("payments", "disks"));
    List<Waiver> all = records.of("payments", 10);
    assertEquals(List.of("w2", "w1"), all.stream().map(Waiver::uid).toList());
    assertEquals(State.WITHDRAWN, all.get(1).state());
    assertEquals(2, records.all(10).size());
    assertEquals(1, records.all(1).size());
  }

  @Test
  default void aWriteThatLeansOnAWaiverIsRefusedOnceThatIsRevoked() {
    Violation denied =
        new Violation("/spec/inputs/storageGiB", "small-disks", "too small", "ask for more");
    Waiver asked = waiver("w1", "disks", 0);
    store().waivers().ask(asked, Optional.empty());
    assertEquals(new WriteOutcome.Refused(List.of(denied)), leaning("u1", denied), "only asked");

    store().waivers().decide(granted(asked), State.ASKED);
    assertInstanceOf(WriteOutcome.Accepted.class, leaning("u2", denied));
    store().waivers().decide(revoked(granted(asked)), State.GRANTED);
    assertEquals(new WriteOutcome.Refused(List.of(denied)), leaning("u3", denied));
    assertEquals(Optional.empty(), store().byUid("u3"));
  }

  private WriteOutcome leaning(String uid, Violation denied) {
    Leaning leaning = new Leaning("payments", "Database", "orders", "dev", List.of(denied));
    return store()
        .accept(
            List.of(
                new Submission(
                    Samples.creation(uid, "orders"), Optional.empty(), Optional.of(leaning))))
        .getFirst();
  }
}
