package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.postgres.EmbeddedServer;
import dev.automat.provisioner.local.postgres.Endpoint;
import dev.automat.secret.SecretBox;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 11 on the whole machine: of two replicas on one PostgreSQL, the one that is making a queue
 * freezes in the middle of the call. The other takes over and deletes; then what the first had
 * asked for comes up late, and then the first wakes.
 */
class FrozenReplicaIT {

  private static final String QUEUE = "/v1/teams/payments/queues/jobs";

  /** Longer than anything here: it is over when {@link #later} says so. */
  private static final Duration LATE = Duration.ofDays(1);

  @TempDir private Path directory;

  /** By how much AWS's clock is ahead: what comes late comes when the test is ready for it. */
  private volatile Duration later = Duration.ZERO;

  @Test
  void whatItWasMakingIsDeletedAllTheSame() throws Exception {
    Path keys = directory.resolve("keys.json");
    SecretBox.open(keys, true);
    Workplace.in(directory);
    try (EmbeddedServer postgres = new EmbeddedServer(directory.resolve("postgres"), 0);
        AwsGround ground = AwsGround.prepare(1, () -> Instant.now().plus(later))) {
      Endpoint store = postgres.endpoint();
      String shared =
          """
          engine: {lease: 75s, interval: 5s}
          store: {url: 'jdbc:postgresql://%s/postgres', username: %s, password: %s}
          secrets: {keyFile: %s}
          """
              .formatted(store, store.username(), store.password(), keys);
      ground.aws().become(WireFaults.NONE.late(LATE));
      ground.aws().order(Fault.LATE_EFFECT, "sqs", "CreateQueue");
      Workplace place = Workplace.in(directory.resolve("first"));
      try (ServerProcess first = ground.launch(place, shared)) {
        freezeAndDelete(ground, first, shared);
      }
    }
  }

  private void freezeAndDelete(AwsGround ground, ServerProcess first, String shared)
      throws Exception {
    try (Talk talk = new Talk(first)) {
      String body = "{\"spec\": {\"environment\": \"dev\"}}";
      assertEquals(202, talk.ask("PUT", QUEUE, body).status());
      Await.until("the queue is being made", () -> ground.aws().late() == 1);
      signal("STOP", first);
    }
    Workplace place = Workplace.in(directory.resolve("second"));
    try (ServerProcess second = ground.launch(place, shared);
        Talk talk = new Talk(second)) {
      assertEquals(202, talk.ask("DELETE", QUEUE, "").status());
      Impatience impatience = new Impatience(talk);
      impatience.await(QUEUE, "taken over, and seen not to be there", Aftermath::isSeenGone);
      // It may look at any moment, and would delete what is to be seen here first.
      signal("STOP", second);
      later = LATE;
      Await.until("what was asked for came up", () -> ground.aws().late() == 0);
      assertEquals(1, ground.inventory().everything().size(), "it came up late");
      signal("CONT", second);
      signal("CONT", first);
      impatience.await(
          QUEUE,
          "gone",
          answer -> Aftermath.isGone(answer) && ground.inventory().everything().isEmpty());
      try (Talk woken = new Talk(first)) {
        assertTrue(Aftermath.isGone(woken.get(QUEUE)), "the first is awake, and sees the same");
      }
      assertEquals(Set.of(), ground.inventory().everything().keySet());
      assertEquals(1, ground.aws().calls().of("sqs", "CreateQueue"), "made once");
    }
  }

  private static void signal(String name, ServerProcess server)
      throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).inheritIO().start();
    assertEquals(0, kill.waitFor());
  }
}
