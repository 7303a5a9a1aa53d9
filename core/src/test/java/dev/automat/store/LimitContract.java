package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cost.Budget;
import dev.automat.cost.Budget.OnExceed;
import dev.automat.cost.Reservation;
import dev.automat.resource.Cost;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Quota and budget, decided where a write is carried out. */
interface LimitContract {

  int CLIENTS = 64;

  Store store();

  Store replica();

  @Test
  default void givesTheLastPlaceOfAQuotaToOneOf64() throws Exception {
    accepted(priced("u-first", "first", "0.00", quota(1)));

    List<WriteOutcome> outcomes = race(quota(2), "0.00");

    assertEquals(1, count(outcomes, WriteOutcome.Accepted.class));
    assertEquals(CLIENTS - 1, count(outcomes, WriteOutcome.Refused.class));
    assertEquals(
        Set.of("quota: the team payments has 2 of 2 databases: none is free"), refusals(outcomes));
    assertEquals(2, store().list(ResourceFilter.all(), Optional.empty(), 1000).size());
  }

  @Test
  default void givesTheRestOfABudgetToOneOf64() throws Exception {
    accepted(priced("u-first", "first", "60.00", budget("100", OnExceed.DENY)));

    List<WriteOutcome> outcomes = race(budget("100", OnExceed.DENY), "30.00");

    assertEquals(1, count(outcomes, WriteOutcome.Accepted.class));
    assertEquals(
        Set.of(
            "budget: it would cost 30.00 USD a month, and of the 100.00 that the team payments may"
                + " spend in dev, 10.00 are free: what it has comes to 90.00"),
        refusals(outcomes));
    assertEquals(
        9_000, store().usage("payments").sums().stream().mapToLong(sum -> sum.hundredths()).sum());
  }

  @Test
  default void oneBatchCountsWhatItTookItself() {
    List<WriteOutcome> outcomes =
        store()
            .write(
                List.of(
                    priced("u1", "a", "1.00", quota(2)),
                    priced("u2", "b", "1.00", quota(2)),
                    priced("u3", "c", "1.00", quota(2)),
                    creation("u4", "free")));

    assertInstanceOf(WriteOutcome.Accepted.class, outcomes.get(0));
    assertInstanceOf(WriteOutcome.Accepted.class, outcomes.get(1));
    assertInstanceOf(WriteOutcome.Refused.class, outcomes.get(2));
    assertInstanceOf(WriteOutcome.Accepted.class, outcomes.get(3));
    assertEquals(Optional.empty(), store().byUid("u3"));
  }

  @Test
  default void whoAsksAgainForWhatHoldsTheLastPlaceIsNotRefused() {
    Resource a = accepted(priced("u1", "a", "1.00", quota(1)));

    assertEquals(new WriteOutcome.Lost(Optional.of(a)), only(priced("u2", "a", "1.00", quota(1))));
    Reservation limit = budget("2", OnExceed.DENY);
    Resource changed = accepted(change(a, "2.00", limit));
    assertEquals(
        new WriteOutcome.Lost(Optional.of(changed)),
        only(change(a, "9.00", limit)),
        "it was based on an older generation");
  }

  @Test
  default void whatIsLostTakesNoRoom() {
    accepted(priced("u1", "a", "1.00", quota(2)));

    List<WriteOutcome> outcomes =
        store()
            .write(
                List.of(priced("u2", "a", "1.00", quota(2)), priced("u3", "b", "1.00", quota(2))));

    assertInstanceOf(WriteOutcome.Lost.class, outcomes.get(0));
    assertInstanceOf(WriteOutcome.Accepted.class, outcomes.get(1));
  }

  @Test
  default void whatIsBeingDeletedHasItsPlaceUntilItIsGone() {
    Resource first = accepted(priced("u1", "a", "1.00", quota(1)));
    store().write(List.of(Samples.end(first)));

    WriteOutcome.Refused refused =
        assertInstanceOf(WriteOutcome.Refused.class, only(priced("u2", "b", "1.00", quota(1))));
    assertTrue(
        refused.violations().getFirst().message().contains("of which 1 are being deleted"),
        refused.toString());

    Resource claimed = store().claim(NOW, Duration.ofMinutes(1), 10, Set.of()).getFirst();
    store().complete(List.of(Samples.found(claimed, Phase.Deleted, NOW)), NOW);
    accepted(priced("u2", "b", "1.00", quota(1)));
  }

  @Test
  default void aChangeNeedsRoomForWhatItAddsAndNoneForWhatItSaves() {
    Reservation limit = budget("100", OnExceed.DENY);
    Resource a = accepted(priced("u1", "a", "60.00", limit));
    accepted(priced("u2", "b", "30.00", limit));

    assertInstanceOf(WriteOutcome.Refused.class, only(change(a, "71.00", limit)));
    assertEquals(a.generation(), store().byUid("u1").orElseThrow().generation());
    Resource dearer = accepted(change(a, "70.00", limit));
    Reservation smaller = budget("50", OnExceed.DENY);
    Resource cheaper = accepted(change(dearer, "69.00", smaller));
    assertInstanceOf(WriteOutcome.Refused.class, only(change(cheaper, "69.01", smaller)));
  }

  @Test
  default void aBudgetThatWarnsLetsItThroughAndSaysSoInTheTimeline() {
    WriteOutcome.Accepted accepted =
        assertInstanceOf(
            WriteOutcome.Accepted.class,
            only(priced("u1", "a", "120.00", budget("100", OnExceed.WARN))));

    assertEquals("budget", accepted.warnings().getFirst().rule());
    Event event = store().events("u1", 0, 10).getFirst();
    assertEquals(Event.Level.Warning, event.level());
    assertTrue(event.message().contains("beyond the budget: it would cost 120.00 USD"));
  }

  @Test
  default void twoCurrenciesAreNeverAddedUp() {
    Reservation euros =
        new Reservation(
            "payments",
            "Database",
            "databases",
            "dev",
            Optional.empty(),
            Optional.of(new Budget(new BigDecimal("100.00"), "EUR", OnExceed.DENY)),
            Optional.empty());

    WriteOutcome.Refused refused =
        assertInstanceOf(WriteOutcome.Refused.class, only(priced("u1", "a", "1.00", euros)));
    assertTrue(
        refused.violations().getFirst().message().contains("they can not be added up"),
        refused.toString());
  }

  /** 64 at once, through two replicas. */
  private List<WriteOutcome> race(Reservation limit, String monthly) throws Exception {
    try (CoalescingWriter one = new CoalescingWriter(store(), 1000);
        CoalescingWriter two = new CoalescingWriter(replica(), 1000)) {
      List<CompletableFuture<WriteOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        futures.add(
            (i % 2 == 0 ? one : two).submit(priced("u-race-" + i, "race-" + i, monthly, limit)));
      }
      List<WriteOutcome> outcomes = new ArrayList<>();
      for (CompletableFuture<WriteOutcome> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }

  private static long count(List<WriteOutcome> outcomes, Class<?> type) {
    return outcomes.stream().filter(type::isInstance).count();
  }

  private static Set<String> refusals(List<WriteOutcome> outcomes) {
    Set<String> refusals = new HashSet<>();
    for (WriteOutcome outcome : outcomes) {
      if (outcome instanceof WriteOutcome.Refused(List<Violation> violations)) {
        violations.forEach(each -> refusals.add(each.rule() + ": " + each.message()));
      }
    }
    return refusals;
  }

  private WriteOutcome only(Write write) {
    return store().write(List.of(write)).getFirst();
  }

  private Resource accepted(Write write) {
    return assertInstanceOf(WriteOutcome.Accepted.class, only(write)).resource();
  }

  private static Reservation quota(int most) {
    return new Reservation(
        "payments",
        "Database",
        "databases",
        "dev",
        Optional.of(most),
        Optional.empty(),
        Optional.empty());
  }

  private static Reservation budget(String monthly, OnExceed onExceed) {
    return new Reservation(
        "payments",
        "Database",
        "databases",
        "dev",
        Optional.empty(),
        Optional.of(new Budget(new BigDecimal(monthly).setScale(2), "USD", onExceed)),
        Optional.empty());
  }

  private static Reservation of(Reservation limit, Plan plan) {
    return new Reservation(
        limit.team(),
        limit.kind(),
        limit.plural(),
        limit.environment(),
        limit.quota(),
        limit.budget(),
        plan.cost());
  }

  private static Write.Create priced(String uid, String name, String monthly, Reservation limit) {
    Write.Create plain = creation(uid, name);
    Plan plan = priced(plain.resource().plan(), monthly);
    return new Write.Create(
        Samples.withPlan(plain.resource(), plan),
        Optional.empty(),
        plain.event(),
        Optional.of(of(limit, plan)));
  }

  private static Write.Change change(Resource resource, String monthly, Reservation limit) {
    Write.Change plain = Samples.change(resource, "large");
    Plan plan = priced(plain.plan(), monthly);
    return new Write.Change(
        plain.key(),
        plain.uid(),
        plain.generation(),
        plain.labels(),
        plain.spec(),
        plan,
        plain.origin(),
        plain.expires(),
        plain.event(),
        Optional.of(of(limit, plan)));
  }

  private static Plan priced(Plan plan, String monthly) {
    Cost cost =
        new Cost(
            "USD", monthly, true, List.of(), List.of(), Optional.of(new Cost.Prices("2026-11-29")));
    return new Plan(
            "",
            plan.module(),
            plan.moduleDigest(),
            plan.type(),
            plan.placement(),
            plan.inputs(),
            plan.origins(),
            plan.settings(),
            plan.drift(),
            plan.tags(),
            plan.lifetime(),
            plan.maxLifetime(),
            plan.expiresAt(),
            plan.deletionProtection(),
            plan.onMissing(),
            plan.stateful(),
            plan.notes(),
            plan.links(),
            plan.policy(),
            Optional.of(cost))
        .sealed();
  }
}
