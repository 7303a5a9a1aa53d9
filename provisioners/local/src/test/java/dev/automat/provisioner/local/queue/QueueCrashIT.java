package dev.automat.provisioner.local.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Child;
import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What the queue server keeps when its process is killed. */
@Timeout(300)
class QueueCrashIT {

  private static final int MESSAGES = 40;

  @TempDir private Path directory;

  /** Makes queues, fills them, deletes one, and is killed then. */
  static final class Filler {

    private Filler() {}

    public static void main(String[] arguments) throws IOException {
      Opened opened = Opened.in(Path.of(arguments[0]));
      Present plain = create(opened, plain());
      Present fifo = create(opened, fifo());
      create(opened, deleted());
      try (SqsClient client = client(plain)) {
        for (int i = 0; i < MESSAGES; i++) {
          String body = body(i);
          String group = i % 2 == 0 ? "even" : "odd";
          client.sendMessage(
              send ->
                  send.queueUrl(url(plain))
                      .messageBody(body)
                      .messageAttributes(
                          Map.of(
                              "kind",
                              MessageAttributeValue.builder()
                                  .dataType("String")
                                  .stringValue("ünï")
                                  .build())));
          client.sendMessage(
              send ->
                  send.queueUrl(url(fifo))
                      .messageBody(body)
                      .messageGroupId(group)
                      .messageDeduplicationId(body));
        }
        Message first = receive(client, plain, 1).getFirst();
        client.deleteMessage(
            delete -> delete.queueUrl(url(plain)).receiptHandle(first.receiptHandle()));
        opened.queue().delete(deleted().ref());
        Child.readyAndWait(first.body() + " " + plain.outputs().get("url"));
      }
    }
  }

  @BeforeEach
  void keepPort() throws IOException {
    FreePort.keepIn(directory.resolve("queues"));
  }

  @Test
  void queuesAndAcknowledgedMessagesOutliveAKilledProcess() throws Exception {
    String[] said;
    try (Child child = Child.start(Filler.class, directory)) {
      said = child.awaitReady().split(" ", -1);
      child.kill();
    }
    try (Opened opened = Opened.in(directory)) {
      Present plain = assertInstanceOf(Present.class, opened.queue().observe(plain().ref()));
      Present fifo = assertInstanceOf(Present.class, opened.queue().observe(fifo().ref()));
      assertInstanceOf(Absent.class, opened.queue().observe(deleted().ref()));
      assertEquals(said[1], url(plain), "applications were told this URL");
      assertEquals(plain().tags(), plain.tags());
      assertEquals(3L, plain.settings().get("maxReceiveCount"));
      assertEquals(600L, plain.settings().get("visibilityTimeoutSeconds"));

      try (SqsClient client = client(plain)) {
        List<String> left = drained(client, plain);
        assertEquals(
            IntStream.range(0, MESSAGES)
                .mapToObj(QueueCrashIT::body)
                .filter(body -> !body.equals(said[0]))
                .sorted()
                .toList(),
            left.stream().sorted().toList());
        List<String> ordered = drained(client, fifo);
        assertEquals(MESSAGES, ordered.size());
        assertEquals(
            IntStream.range(0, MESSAGES)
                .filter(i -> i % 2 == 0)
                .mapToObj(QueueCrashIT::body)
                .toList(),
            ordered.stream().filter(body -> Integer.parseInt(body.substring(1)) % 2 == 0).toList());
      }
    }
  }

  @Test
  void aSecondProcessIsToldThatTheDirectoryIsInUse() throws Exception {
    try (Child child = Child.start(Filler.class, directory);
        Opened second = Opened.in(directory)) {
      child.awaitReady();
      ProvisionerException refused =
          assertThrows(ProvisionerException.class, () -> second.queue().observe(plain().ref()));
      assertTrue(refused.code().name().matches("queue-store|port-taken"), refused.getMessage());
      child.kill();
      assertInstanceOf(Present.class, second.queue().observe(plain().ref()));
    }
  }

  @Test
  void aServerThatWasClosedComesBackWithItsContent() {
    Present made;
    try (Opened first = Opened.in(directory)) {
      made = create(first, plain());
    }
    awaitEnd(made);
    try (Opened second = Opened.in(directory)) {
      assertEquals(made, second.queue().observe(plain().ref()));
    }
  }

  /** A server that is slow to stop is left to itself, and keeps its port until then. */
  private static void awaitEnd(Present made) {
    int port = URI.create(String.valueOf(made.outputs().get("endpoint"))).getPort();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isFree(port)) {
      assertTrue(System.nanoTime() < limit, "the queue server goes on");
      Thread.onSpinWait();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static Desired plain() {
    return Wanted.queue(
        ref("plain"), Map.of("maxReceiveCount", 3L, "visibilityTimeoutSeconds", 600L));
  }

  private static Desired fifo() {
    return Wanted.queue(ref("ordered"), Map.of("fifo", true, "visibilityTimeoutSeconds", 600L));
  }

  private static Desired deleted() {
    return Wanted.queue(ref("deleted"), Map.of("maxReceiveCount", 3L));
  }

  private static ResourceRef ref(String name) {
    String uid = "aaaaaaaaaaaaaaaaaaaa";
    return new ResourceRef(
        "local/sqs-queue",
        uid,
        name + "-" + uid,
        new Scope("default", "local", Opened.INSTALLATION),
        Optional.empty());
  }

  private static String body(int i) {
    return "m" + i;
  }

  private static Present create(Opened opened, Desired desired) {
    return assertInstanceOf(Outcome.Finished.class, opened.queue().create(desired)).observed();
  }

  private static SqsClient client(Present present) {
    return SqsClients.of(URI.create(String.valueOf(present.outputs().get("endpoint"))));
  }

  private static String url(Present present) {
    return String.valueOf(present.outputs().get("url"));
  }

  private static List<Message> receive(SqsClient client, Present present, int most) {
    return client
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(url(present))
                    .maxNumberOfMessages(most)
                    .messageAttributeNames("All"))
        .messages();
  }

  /** Every message that is visible; each is deleted, as a FIFO group goes on only then. */
  private static List<String> drained(SqsClient client, Present present) {
    List<String> bodies = new ArrayList<>();
    List<Message> batch = receive(client, present, 10);
    while (!batch.isEmpty()) {
      for (Message message : batch) {
        bodies.add(message.body());
        client.deleteMessage(
            delete -> delete.queueUrl(url(present)).receiptHandle(message.receiptHandle()));
      }
      batch = receive(client, present, 10);
    }
    return bodies;
  }
}
