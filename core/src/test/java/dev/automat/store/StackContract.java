package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cost.Reservation;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.StackStore.Line;
import dev.automat.store.StackStore.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Stacks: written with their members, as a whole or not at all. */
interface StackContract {

  StackKey PR = new StackKey("payments", "pr-42");
  Instant END = NOW.plus(Duration.ofDays(3));

  Store store();

  private static Stack stack(String uid) {
    return new Stack(
        uid,
        PR,
        1,
        1,
        Map.of("app", "shop"),
        Json.read(
            "{\"environment\": \"preview\", \"resources\": {\"orders\": {}, \"jobs\": {}}}",
            JsonNode.class),
        new Origin("dev@local", "test", Optional.of("git:shop")),
        "dev@local",
        NOW,
        Optional.of(END),
        Want.PRESENT,
        Optional.empty());
  }

  private static Submission member(Stack stack, String uid, String member) {
    return Submission.of(creation(uid, "pr-42-" + member).in(stack.membership(), stack.expires()));
  }

  private static StackWrite making(String uid, Submission... members) {
    return new StackWrite(Optional.empty(), stack(uid), Arrays.asList(members), "asked for it");
  }

  private StackState made() {
    Stack stack = stack("s1");
    StackOutcome outcome =
        store()
            .stacks()
            .write(making("s1", member(stack, "u1", "orders"), member(stack, "u2", "jobs")));
    return assertInstanceOf(StackOutcome.Accepted.class, outcome).state();
  }

  @Test
  default void aStackAndItsMembersAreThereTogether() {
    StackState made = made();

    assertEquals(Optional.of(made), store().stacks().current(PR));
    assertEquals(Optional.of(made), store().stacks().byUid("s1"));
    assertEquals(Optional.of(made), store().stacks().asItStood("s1"));
    assertEquals(Optional.empty(), store().stacks().asItStood("s0"));
    assertEquals(stack("s1"), made.stack());
    assertEquals(
        List.of("jobs", "orders"), made.members().stream().map(StackState::memberOf).toList());
    Resource orders = store().byUid("u1").orElseThrow();
    assertEquals(Optional.of(made.stack().membership()), orders.stay().member());
    assertEquals(Optional.of(END), orders.times().expires());
    assertEquals(
        "because of the test, as a member of the stack pr-42",
        store().events("u1", 0, 10).getFirst().message());
    assertEquals(List.of(orders), list(Optional.of("pr-42")).subList(0, 1));
    assertEquals(2, list(Optional.of("pr-42")).size());
    assertEquals(List.of(), list(Optional.of("pr-43")));
  }

  private List<Resource> list(Optional<String> stack) {
    return store()
        .list(
            new ResourceFilter(
                Optional.of(Set.of("payments")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                stack,
                Optional.empty(),
                false),
            Optional.empty(),
            10);
  }

  @Test
  default void aMemberWhoseNameIsTakenTakesAllOfItBack() {
    store().write(List.of(creation("u9", "pr-42-jobs")));
    Stack stack = stack("s1");

    assertEquals(
        new StackOutcome.Lost(),
        store()
            .stacks()
            .write(making("s1", member(stack, "u1", "orders"), member(stack, "u2", "jobs"))));

    assertNothingOf("u1");
  }

  private void assertNothingOf(String member) {
    assertEquals(Optional.empty(), store().stacks().current(PR));
    assertEquals(Optional.empty(), store().byUid(member));
    assertEquals(List.of(), store().events(member, 0, 10));
  }

  @Test
  default void aQuotaThatHasRoomForOneOfTwoTakesAllOfItBack() {
    Stack stack = stack("s1");
    Reservation room =
        new Reservation(
            "payments",
            "Database",
            "databases",
            "preview",
            Optional.of(1),
            Optional.empty(),
            Optional.empty());

    StackOutcome outcome =
        store()
            .stacks()
            .write(
                making(
                    "s1",
                    Submission.of(
                        creation("u1", "pr-42-orders")
                            .in(stack.membership(), stack.expires())
                            .within(Optional.of(room))),
                    Submission.of(
                        creation("u2", "pr-42-jobs")
                            .in(stack.membership(), stack.expires())
                            .within(Optional.of(room)))));

    var refused = assertInstanceOf(StackOutcome.Refused.class, outcome).violations();
    assertEquals(Set.of(key("pr-42-jobs")), refused.keySet());
    assertNothingOf("u1");
  }

  @Test
  default void aChangeThatWasPlannedOnAnotherRevisionTakesAllOfItBack() {
    StackState made = made();
    Instant later = END.plus(Duration.ofDays(1));
    StackWrite extension =
        new StackWrite(
            Optional.of(made.stack()),
            made.stack().ending(Optional.of(later)),
            made.members().stream()
                .map(
                    member ->
                        Submission.of(
                            new Write.Extend(
                                member.key(), member.uid(), END, later, NOW, event("Extended"))))
                .toList(),
            "extended it");
    StackState extended =
        assertInstanceOf(StackOutcome.Accepted.class, store().stacks().write(extension)).state();
    assertEquals(2, extended.stack().revision());
    assertEquals(1, extended.stack().generation());
    assertEquals(Optional.of(later), extended.stack().expires());
    assertTrue(
        extended.members().stream()
            .allMatch(member -> member.times().expires().equals(Optional.of(later))));

    StackWrite stale =
        new StackWrite(
            Optional.of(made.stack()),
            made.stack()
                .changed(Map.of(), made.stack().spec(), made.stack().origin(), Optional.of(END)),
            List.of(member(made.stack(), "u3", "third")),
            "changed it");
    assertEquals(new StackOutcome.Lost(), store().stacks().write(stale));
    assertEquals(Optional.empty(), store().byUid("u3"));
    assertEquals(Optional.of(extended), store().stacks().current(PR));
  }

  @Test
  default void ofManyThatMakeItOneDoes() throws Exception {
    List<CompletableFuture<StackOutcome>> racing = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Stack stack = stack("s" + i);
      StackWrite write =
          making(
              "s" + i,
              member(stack, "a" + i, i % 2 == 0 ? "orders" : "mail"),
              member(stack, "b" + i, "jobs"));
      racing.add(CompletableFuture.supplyAsync(() -> store().stacks().write(write)));
    }
    List<StackOutcome> outcomes = new ArrayList<>();
    for (CompletableFuture<StackOutcome> each : racing) {
      outcomes.add(each.get());
    }

    assertEquals(1, outcomes.stream().filter(StackOutcome.Accepted.class::isInstance).count());
    assertEquals(2, store().list(ResourceFilter.all(), Optional.empty(), 100).size());
    assertEquals(2, store().stacks().current(PR).orElseThrow().members().size());
  }

  @Test
  default void whatIsGoneGivesItsNameToTheNext() {
    StackState made = made();
    StackWrite deletion =
        new StackWrite(
            Optional.of(made.stack()),
            made.stack().deleted(),
            made.members().stream().map(member -> Submission.of(Samples.end(member))).toList(),
            "deleted it");
    assertInstanceOf(StackOutcome.Accepted.class, store().stacks().write(deletion));
    StackState going = store().stacks().current(PR).orElseThrow();
    assertEquals(Phase.Deleting, going.phase());
    bury();
    StackState gone = store().stacks().current(PR).orElseThrow();
    assertTrue(gone.isTombstone());
    assertEquals(List.of(), store().stacks().list("payments", false, Optional.empty(), 10));
    assertEquals(1, store().stacks().list("payments", true, Optional.empty(), 10).size());
    assertEquals(List.of(), store().stacks().names("payments", 10));

    Stack next = stack("s2");
    StackWrite again =
        new StackWrite(
            Optional.of(gone.stack()),
            next,
            List.of(
                Submission.of(
                    new Write.Create(
                            Samples.resource("u3", "pr-42-orders"),
                            Optional.of("u1"),
                            event("Accepted"))
                        .in(next.membership(), next.expires()))),
            "asked for it");
    assertInstanceOf(StackOutcome.Accepted.class, store().stacks().write(again));
    assertEquals("s2", store().stacks().current(PR).orElseThrow().stack().uid());
    assertEquals(
        gone.members().stream().map(Resource::uid).toList(),
        store().stacks().asItStood("s1").orElseThrow().members().stream()
            .map(Resource::uid)
            .toList());
    assertEquals(new StackOutcome.Lost(), store().stacks().write(again));
    assertEquals(
        List.of("s2"),
        store().stacks().list("payments", false, Optional.empty(), 10).stream()
            .map(state -> state.stack().uid())
            .toList());
    assertEquals(List.of(), store().stacks().list("payments", false, Optional.of("s2"), 10));
    assertEquals(List.of(), store().stacks().list("search", true, Optional.empty(), 10));
    assertEquals(List.of("pr-42"), store().stacks().names("payments", 10));
    assertEquals(List.of(), store().stacks().names("search", 10));
  }

  @Test
  default void whatIsAddedUnderAPauseIsNotMadeInTheCloud() {
    StackState made = made();
    Stay.Pause pause = new Stay.Pause(NOW, NOW.plus(Duration.ofDays(1)), "ann", "a look");
    Write.Create create =
        creation("u3", "pr-42-mail")
            .in(made.stack().membership(), made.stack().expires())
            .under(Optional.of(pause));
    StackWrite write =
        new StackWrite(
            Optional.of(made.stack()), made.stack(), List.of(Submission.of(create)), "added it");
    assertInstanceOf(StackOutcome.Accepted.class, store().stacks().write(write));

    List<Resource> claimed = store().claim(NOW, Samples.LEASE, 10, Set.of());
    assertEquals(
        Optional.of(pause),
        claimed.stream()
            .filter(each -> each.uid().equals("u3"))
            .findFirst()
            .flatMap(each -> each.stay().pausedAt(NOW)));
    assertEquals(
        claimed.stream().map(each -> !each.uid().equals("u3")).toList(),
        store().begin(claimed.stream().map(StackContract::creating).toList()));
  }

  @Test
  default void aStackGoesOutOfMindWithItsLastMember() {
    StackState made = made();
    StackWrite deletion =
        new StackWrite(
            Optional.of(made.stack()),
            made.stack().deleted(),
            made.members().stream().map(member -> Submission.of(Samples.end(member))).toList(),
            "deleted it");
    assertInstanceOf(StackOutcome.Accepted.class, store().stacks().write(deletion));
    bury();
    Instant later = NOW.plus(Duration.ofDays(2));
    List<Resource> tombstones = store().claim(later, Samples.LEASE, 10, Set.of());
    assertEquals(2, tombstones.size());

    Resource first = tombstones.getFirst();
    assertTrue(store().purge(first.uid(), first.lease().epoch()));
    assertEquals(1, store().stacks().current(PR).orElseThrow().members().size());
    Resource last = tombstones.getLast();
    assertTrue(store().purge(last.uid(), last.lease().epoch()));

    assertEquals(Optional.empty(), store().stacks().current(PR));
    assertEquals(List.of(), store().stacks().list("payments", true, Optional.empty(), 10));
    assertTrue(store().stacks().byUid("s1").orElseThrow().isForgotten());
    Stack next = stack("s2");
    assertInstanceOf(
        StackOutcome.Accepted.class,
        store().stacks().write(making("s2", member(next, "u3", "orders"))));
  }

  private static Beginning creating(Resource claimed) {
    return new Beginning(
        claimed.uid(),
        claimed.lease().epoch(),
        Phase.Provisioning,
        claimed.status(),
        claimed.work().withIntent(new Work.Intent(Work.Step.CREATE, 1, NOW, claimed.uid() + ":1")),
        Optional.empty(),
        false,
        List.of(),
        Optional.of(Work.Step.CREATE),
        List.of());
  }

  private void bury() {
    List<Completion> seen = new ArrayList<>();
    for (Resource claimed : store().claim(NOW, Samples.LEASE, 10, Set.of())) {
      seen.add(
          new Completion(
              claimed.uid(),
              claimed.lease().epoch(),
              NOW.plus(Duration.ofDays(1)),
              Optional.of(
                  new Completion.Found(
                      Phase.Deleted,
                      claimed.status(),
                      claimed.work(),
                      Optional.empty(),
                      Optional.of(NOW),
                      List.of()))));
    }
    store().complete(seen, NOW);
  }

  @Test
  default void theTimelinesOfAllMembersAreOne() {
    made();
    List<Line> first = store().stacks().events("s1", Place.FIRST, 1);
    List<Line> rest = store().stacks().events("s1", first.getFirst().place(), 10);

    assertEquals(List.of("u1"), first.stream().map(line -> line.event().uid()).toList());
    assertEquals(List.of(key("pr-42-jobs")), rest.stream().map(Line::key).toList());
    assertEquals(
        List.of(Event.Level.Normal), rest.stream().map(line -> line.event().level()).toList());
    assertEquals(List.of(), store().stacks().events("s1", rest.getLast().place(), 10));
  }
}
