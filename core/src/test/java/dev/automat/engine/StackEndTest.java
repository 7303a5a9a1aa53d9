package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Want;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.StackOutcome;
import dev.automat.store.StackWrite;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The members of a stack come to their end as one, by the engine that knows no stacks. */
class StackEndTest {

  private static final StackKey KEY = new StackKey("payments", "pr");
  private static final Instant END = NOW.plus(Duration.ofHours(40));
  private static final String ORDERS = "bcdefghijklmnopqrstu";
  private static final String USERS = "cdefghijklmnopqrstuv";

  private final Workbench bench = Workbench.thatKeeps();

  private StackState now() {
    return bench.store.stacks().current(KEY).orElseThrow();
  }

  private void until(Instant instant) {
    bench.settle(Duration.between(bench.clock.instant(), instant));
  }

  private void made() {
    Stack stack =
        new Stack(
            "s1",
            KEY,
            1,
            1,
            Map.of(),
            Json.read("{\"resources\": {\"orders\": {}, \"users\": {}}}", JsonNode.class),
            new Origin("ann", "test", Optional.empty()),
            "ann",
            NOW,
            Optional.of(END),
            Want.PRESENT,
            Optional.empty());
    List<Submission> members =
        Stream.of(
                Sample.resource().named("pr-orders", ORDERS),
                Sample.resource().named("pr-users", USERS))
            .map(
                sample ->
                    Submission.of(
                        new Write.Create(
                                sample.build(),
                                Optional.empty(),
                                Event.Draft.normal(NOW, "Accepted", "ann asked for it"))
                            .in(stack.membership(), stack.expires())))
            .toList();
    assertInstanceOf(
        StackOutcome.Accepted.class,
        bench.store.stacks().write(new StackWrite(Optional.empty(), stack, members, "made it")));
  }

  @Test
  void allMembersAreMadeCutAndDeletedAtTheSameTime() {
    made();
    assertEquals(Phase.Pending, now().phase());
    until(NOW.plus(Duration.ofMinutes(10)));
    assertEquals(Phase.Ready, now().phase());
    assertEquals(1, now().observedGeneration());

    until(END.minus(Duration.ofMinutes(1)));
    assertEquals(Phase.Expiring, now().phase());
    for (String uid : List.of(ORDERS, USERS)) {
      assertTrue(
          bench.store.events(uid, 0, 100).stream()
              .anyMatch(
                  event ->
                      event.reason().equals("ExpiryAnnounced")
                          && event.message().contains("automat extend the stack pr")),
          "each is told of by itself, so that law 9 holds for each");
    }

    until(END.plus(Duration.ofMinutes(1)));
    assertEquals(2, now().quarantined().size());
    assertEquals(Phase.Quarantined, now().phase());
    Instant deletes = now().members().getFirst().stay().deletesAt().orElseThrow();
    until(deletes.plus(Duration.ofHours(1)));
    assertTrue(now().isTombstone());
    assertTrue(now().hasExpired());
    assertEquals(Phase.Deleted, now().phase());
    assertEquals(
        List.of(Want.EXPIRED, Want.EXPIRED), now().members().stream().map(Resource::want).toList());

    until(deletes.plus(Duration.ofDays(9)));
    assertEquals(Optional.empty(), bench.store.stacks().current(KEY), "its name is free again");
    assertTrue(bench.store.stacks().byUid("s1").orElseThrow().isForgotten());
  }
}
