package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.provisioner.local.postgres.EmbeddedServer;
import dev.automat.provisioner.local.postgres.Endpoint;
import dev.automat.secret.SecretBox;
import dev.automat.testkit.aws.AwsFaults;
import dev.automat.testkit.aws.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  /** After the other has taken over and seen nothing, and before it is sure. */
  private static final Duration LATE = Duration.ofSeconds(110);

  @TempDir private Path directory;

  @Test
  void whatItWasMakingIsDeletedAllTheSame() throws Exception {
    Path keys = directory.resolve("keys.json");
    SecretBox.open(keys, true);
    Workplace.in(directory);
    try (EmbeddedServer postgres = new EmbeddedServer(directory.resolve("postgres"), 0);
        AwsGround ground = AwsGround.prepare(1)) {
      Endpoint store = postgres.endpoint();
      String shared =
          """
          engine: {lease: 75s, interval: 5s}
          store: {url: 'jdbc:postgresql://%s/postgres', username: %s, password: %s}
          secrets: {keyFile: %s}
          """
              .formatted(store, store.username(), store.password(), keys);
      ground.aws().become(AwsFaults.NONE.late(LATE));
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
      Await.until(
          Impatience.LIMIT,
          () -> "what was asked for came up: " + talk.get(QUEUE + "/events"),
          () -> ground.aws().late() == 0);
      assertEquals(1, new AwsInventory(ground).everything().size(), "it came up late");
      signal("CONT", first);
      new Impatience(talk).awaitGone(QUEUE);
      assertEquals(Set.of(), new AwsInventory(ground).everything().keySet());
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
