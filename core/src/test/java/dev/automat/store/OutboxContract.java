package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.notify.Delivery;
import dev.automat.notify.Ended;
import dev.automat.notify.Ended.Outcome;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.NoticeReport.State;
import dev.automat.notify.Outbox;
import dev.automat.notify.Outbox.Routing;
import dev.automat.notify.Outbox.Target;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What notices and their deliveries promise, on every database. */
interface OutboxContract {

  String LOG = "log";
  Duration LONG = Duration.ofMinutes(1);
  Instant GIVEN_UP = NOW.plus(Duration.ofHours(24));

  Store store();

  Store replica();

  private static Event.Draft notice(String reason) {
    return Event.Draft.warning(NOW, reason, "because of the test").asNotice();
  }

  private Resource claimed(String uid) {
    store().write(List.of(Samples.creation(uid, uid)));
    return store().claim(NOW, LEASE, 10, Set.of()).stream()
        .filter(each -> each.uid().equals(uid))
        .findFirst()
        .orElseThrow();
  }

  /** Writes notices, by one completion. */
  private Resource told(String uid, String... reasons) {
    Resource claimed = claimed(uid);
    Event.Draft[] drafts =
        Arrays.stream(reasons).map(OutboxContract::notice).toArray(Event.Draft[]::new);
    assertEquals(
        List.of(true),
        store()
            .complete(List.of(Samples.found(claimed, Phase.Ready, NOW.plus(LONG), drafts)), NOW));
    return claimed;
  }

  private Routing to(String... sinks) {
    return new Routing(
        Arrays.stream(sinks).map(sink -> new Target(sink, Optional.of(GIVEN_UP))).toList());
  }

  private Outbox outbox() {
    return store().outbox();
  }

  private List<NoticeReport> all() {
    return outbox().page(Optional.empty(), false, Long.MAX_VALUE, 100);
  }

  private NoticeReport only() {
    List<NoticeReport> all = all();
    assertEquals(1, all.size(), all::toString);
    return all.getFirst();
  }

  private List<Delivery> claim(String sink, Instant now) {
    return outbox().claim(sink, now, LONG, 10, true);
  }

  private static List<String> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(delivery -> delivery.notice().id()).toList();
  }

  private boolean end(Delivery delivery, Outcome outcome, Instant now) {
    return outbox().end(List.of(new Ended(delivery, true, outcome)), LOG, now).getFirst();
  }

  @Test
  default void aCompletionWritesItsNoticeWithItsEvent() {
    told("a", "MissingExternally");
    NoticeReport report = only();
    assertEquals("a-2", report.notice().id());
    assertEquals("payments/Database/a", report.notice().subject());
    assertEquals("MissingExternally", report.notice().reason());
    assertEquals(NOW, report.notice().at());
    assertEquals(Optional.of(NOW.plus(Duration.ofDays(14))), report.notice().expires());
    assertEquals(State.PENDING, report.state());
    assertEquals(2, store().events("a", 0, 10).size());
  }

  /** The row's may be another: it was moved, or a quarantine goes on after it. */
  @Test
  default void aNoticeOfAnEndSpeaksOfThatOne() {
    Instant end = NOW.plus(Duration.ofHours(3));
    Event.Draft notice =
        Event.Draft.warning(NOW, "ExpiryAnnounced", "it is deleted").asNoticeOf(end);
    store()
        .complete(List.of(Samples.found(claimed("a"), Phase.Ready, NOW.plus(LONG), notice)), NOW);
    assertEquals(Optional.of(end), only().notice().expires());
  }

  @Test
  default void aLostClaimWritesNeither() {
    Resource claimed = claimed("a");
    store().claim(NOW.plus(LEASE), LEASE, 10, Set.of());
    assertEquals(
        List.of(false),
        store()
            .complete(List.of(Samples.found(claimed, Phase.Ready, NOW, notice("Degraded"))), NOW));
    assertEquals(List.of(), all());
    assertEquals(1, store().events("a", 0, 10).size());
  }

  @Test
  default void anIntentAndAnAcceptedWriteTellToo() {
    Resource claimed = claimed("a");
    store().begin(List.of(Samples.beginning(claimed, notice("Begun"))));
    Write.End end = Samples.end(claimed);
    store()
        .write(
            List.of(
                new Write.End(
                    end.key(),
                    end.uid(),
                    end.generation(),
                    end.want(),
                    end.at(),
                    end.expires(),
                    notice("Expired"))));
    assertEquals(
        List.of("Expired", "Begun"), all().stream().map(each -> each.notice().reason()).toList());
  }

  /**
   * The notice's row is refused, since its team is too long for it: so is all that goes with it.
   */
  @Test
  default void aRowThatCanNotBeToldOfIsNotStoredEither() {
    Write.Create create = Samples.creation("a", "a");
    List<WriteOutcome> outcomes =
        store()
            .write(
                List.of(
                    new Write.Create(create.resource(), Optional.empty(), notice("Accepted")),
                    new Write.Create(
                        Samples.resource("b", "b"),
                        Optional.empty(),
                        Event.Draft.normal(NOW, "Accepted", "x"))));
    assertTrue(
        outcomes.stream().allMatch(WriteOutcome.Accepted.class::isInstance), outcomes::toString);
    assertEquals("a-1", only().notice().id());

    // The number of the next notice of "a" is taken already, as a stray row would have it.
    ((JdbiStore) store())
        .transactions()
        .write(
            Transactions.Keep.NOW,
            handle ->
                handle.execute(
                    "INSERT INTO notice (id, uid, sequence, team, kind, name, environment,"
                        + " occurred_at, severity, reason, message, state) SELECT 'a-2', uid, 2,"
                        + " team, kind, name, environment, occurred_at, severity, reason, message,"
                        + " state FROM notice"));
    Resource claimed =
        store().claim(NOW, LEASE, 1, Set.of()).stream()
            .filter(each -> each.uid().equals("a"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(false),
        store()
            .complete(List.of(Samples.found(claimed, Phase.Ready, NOW, notice("Degraded"))), NOW));
    assertEquals(1, store().events("a", 0, 10).size());
    assertEquals(Phase.Pending, store().byUid("a").orElseThrow().phase());
  }

  @Test
  default void withNobodyToTellTheTimelineIsAccepted() {
    told("a", "MissingExternally");
    assertEquals(Optional.empty(), outbox().accepted("a", NOW));
    assertEquals(1, outbox().route(10, NOW.plusSeconds(1), _ -> to()));
    assertEquals(State.DELIVERED, only().state());
    assertEquals(Optional.of(NOW.plusSeconds(1)), outbox().accepted("a", NOW));
    assertEquals(0, outbox().route(10, NOW, _ -> to()));
    assertEquals(0, outbox().backlog().waiting());
  }

  @Test
  default void whatIsClaimedIsNotClaimedAgainBeforeItsLeaseEnds() {
    told("a", "MissingExternally");
    outbox().route(10, NOW, _ -> to("hook"));
    Delivery first = claim("hook", NOW).getFirst();
    assertEquals(List.of(), replica().outbox().claim("hook", NOW, LONG, 10, true));
    Delivery second = replica().outbox().claim("hook", NOW.plus(LONG), LONG, 10, true).getFirst();
    assertEquals(first.epoch() + 1, second.epoch());
    assertEquals(false, end(first, new Outcome.Accepted(), NOW.plus(LONG)));
    assertEquals(Optional.empty(), outbox().accepted("a", NOW));
    assertEquals(true, end(second, new Outcome.Accepted(), NOW.plus(LONG)));
    assertEquals(Optional.of(NOW.plus(LONG)), outbox().accepted("a", NOW));
    assertEquals(false, end(second, new Outcome.Accepted(), NOW.plus(LONG)));
    assertEquals(State.DELIVERED, only().state());
    assertEquals(1, only().deliveries().getFirst().attempts());
  }

  @Test
  default void keepsTheOrderOfAResourceAndNoOther() {
    told("a", "First", "Second");
    told("b", "Other");
    outbox().route(10, NOW, _ -> to("hook"));
    List<Delivery> first = claim("hook", NOW);
    assertEquals(Set.of("a-2", "b-2"), Set.copyOf(ids(first)));
    Delivery a = first.stream().filter(d -> d.notice().uid().equals("a")).findFirst().orElseThrow();
    end(a, new Outcome.Again(NOW.plusSeconds(5), "it answers 503"), NOW);
    assertEquals(List.of(), claim("hook", NOW.plusSeconds(4)));
    List<Delivery> again = claim("hook", NOW.plusSeconds(5));
    assertEquals(List.of("a-2"), ids(again));
    end(again.getFirst(), new Outcome.Accepted(), NOW);
    assertEquals(List.of("a-3"), ids(claim("hook", NOW.plusSeconds(5))));
    // Whose time is up waits for nobody: it has to be escalated.
    told("c", "First", "Second");
    outbox().route(10, NOW, _ -> to("dead"));
    assertEquals(2, outbox().claim("dead", GIVEN_UP, LONG, 10, false).size());
  }

  @Test
  default void whatIsDeadGoesToThePlatformAndCanBeSentAgain() {
    told("a", "MissingExternally");
    outbox().route(10, NOW, _ -> to("hook"));
    assertEquals(Optional.empty(), outbox().abandoned(Set.of("hook"), GIVEN_UP));
    assertEquals(Optional.of("hook"), outbox().abandoned(Set.of(LOG), GIVEN_UP));
    end(claim("hook", NOW).getFirst(), new Outcome.Dead("it answers 410"), NOW);
    assertEquals(State.DEAD, only().state());
    assertEquals(Optional.empty(), outbox().accepted("a", NOW));
    assertEquals(1, outbox().backlog().waiting());
    Delivery escalated = claim(LOG, NOW).getFirst();
    assertEquals(Optional.empty(), escalated.giveUpAt());
    end(escalated, new Outcome.Accepted(), NOW.plusSeconds(9));
    assertEquals(State.ESCALATED, only().state());
    assertEquals(Optional.of(NOW.plusSeconds(9)), outbox().accepted("a", NOW));
    assertEquals(1, outbox().page(Optional.of(Set.of("payments")), true, 1L << 40, 5).size());
    assertEquals(0, outbox().page(Optional.of(Set.of("search")), false, 1L << 40, 5).size());

    assertEquals(1, outbox().redeliver("a-2", NOW, GIVEN_UP, LOG));
    assertEquals(0, outbox().redeliver("a-2", NOW, GIVEN_UP, LOG));
    assertEquals(State.PENDING, only().state());
    end(claim("hook", NOW).getFirst(), new Outcome.Accepted(), NOW.plusSeconds(99));
    assertEquals(State.DELIVERED, outbox().find("a-2").orElseThrow().state());
    assertEquals(Optional.of(NOW.plusSeconds(9)), outbox().accepted("a", NOW));
    assertEquals(State.DELIVERED, outbox().standings("a", 0, 5).get(2L).state());
  }

  @Test
  default void theBacklogIsWhatIsStillToBeSent() {
    told("a", "MissingExternally");
    assertEquals(1, outbox().backlog().waiting(), "it was handed to nobody yet");
    outbox().route(10, NOW, _ -> to("hook"));
    end(claim("hook", NOW).getFirst(), new Outcome.Dead("it answers 410"), NOW);
    assertEquals(new Outbox.Backlog(1, Optional.of(NOW), 1), outbox().backlog());
    // It was the platform's channel when it was handed over, and is not any more.
    Delivery escalated = claim(LOG, NOW).getFirst();
    outbox().end(List.of(new Ended(escalated, true, new Outcome.Accepted())), "ops", NOW);
    assertEquals(State.DEAD, only().state());
    assertEquals(new Outbox.Backlog(0, Optional.empty(), 1), outbox().backlog());
  }

  @Test
  default void whatAnArchiveTakesIsDeliveredAndNotAccepted() {
    told("a", "ExpiryAnnounced");
    outbox()
        .route(
            10,
            NOW,
            _ ->
                new Routing(
                    List.of(
                        new Target("archive", Optional.of(GIVEN_UP), true),
                        new Target("hook", Optional.of(GIVEN_UP)))));
    end(claim("archive", NOW).getFirst(), new Outcome.Accepted(), NOW);
    assertEquals(Optional.empty(), outbox().accepted("a", NOW));
    assertEquals(State.PENDING, only().state());
    end(claim("hook", NOW).getFirst(), new Outcome.Accepted(), NOW.plusSeconds(9));
    assertEquals(Optional.of(NOW.plusSeconds(9)), outbox().accepted("a", NOW));
    assertEquals(State.DELIVERED, only().state());
    assertEquals(
        List.of(true, false), only().deliveries().stream().map(each -> each.archive()).toList());
  }

  @Test
  default void whatAnArchiveCanNotBeGivenIsDeadAndGoesToNobody() {
    told("a", "ExpiryAnnounced");
    outbox()
        .route(
            10,
            NOW,
            _ ->
                new Routing(
                    List.of(
                        new Target("archive", Optional.of(GIVEN_UP), true),
                        new Target("hook", Optional.of(GIVEN_UP)))));
    end(claim("archive", NOW).getFirst(), new Outcome.Dead("it answers 410"), NOW);
    assertEquals(State.DEAD, only().state());
    assertEquals(List.of(), claim(LOG, NOW), "the platform is told of nothing");
    assertEquals(Optional.empty(), outbox().accepted("a", NOW));
    end(claim("hook", NOW).getFirst(), new Outcome.Accepted(), NOW.plusSeconds(9));
    assertEquals(Optional.of(NOW.plusSeconds(9)), outbox().accepted("a", NOW));
    assertEquals(State.DEAD, only().state());
    assertEquals(1, outbox().redeliver("a-2", NOW, GIVEN_UP, LOG));
    end(claim("archive", NOW).getFirst(), new Outcome.Accepted(), NOW.plusSeconds(20));
    assertEquals(State.DELIVERED, only().state());
  }

  @Test
  default void forgetsWhatNobodyNeedsAnyMore() {
    told("sent", "MissingExternally");
    told("pending", "MissingExternally");
    told("leaning", "ExpiryAnnounced");
    Resource gone = told("gone", "ExpiryAnnounced");
    outbox().route(10, NOW, _ -> to("hook"));
    claim("hook", NOW).stream()
        .filter(each -> !each.notice().uid().equals("pending"))
        .forEach(each -> end(each, new Outcome.Accepted(), NOW));
    told("unrouted", "MissingExternally");
    store().wake(List.of(gone.uid()), NOW);
    Resource claimed = store().claim(NOW, LEASE, 10, Set.of()).getFirst();
    store().complete(List.of(Samples.found(claimed, Phase.Deleted, NOW.plus(LONG))), NOW);

    assertEquals(0, outbox().forget(NOW, 10), "it must be older");
    Instant later = NOW.plusSeconds(1);
    assertEquals(1, outbox().forget(later, 1), "in small batches");
    assertEquals(1, replica().outbox().forget(later, 10));
    assertEquals(0, outbox().forget(later, 10));
    assertEquals(
        Set.of("pending", "leaning", "unrouted"),
        Set.copyOf(all().stream().map(each -> each.notice().uid()).toList()));
    assertEquals(1, claim("hook", GIVEN_UP).size());
  }
}
