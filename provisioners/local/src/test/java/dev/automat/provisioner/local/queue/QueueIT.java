package dev.automat.provisioner.local.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.local.Opened;
import dev.automat.provisioner.local.Wanted;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** {@code local/sqs-queue} on a real queue server. */
class QueueIT {

  private static final Map<String, Object> ALL =
      Map.of(
          "visibilityTimeoutSeconds", 45L,
          "delaySeconds", 0L,
          "receiveWaitSeconds", 3L,
          "fifo", false,
          "maxReceiveCount", 5L,
          "messageRetentionSeconds", 86400L);

  private static final int PAGE = 10;

  private static QueueType type;

  private final ResourceRef ref = Wanted.ref("local/sqs-queue", "mails", Opened.INSTALLATION);

  @BeforeAll
  static void open(@TempDir Path directory) {
    type = new QueueType(new QueueServer(directory.resolve("queues"), 0), PAGE);
  }

  @AfterAll
  static void close() {
    type.close();
  }

  @Test
  void makesAQueueWithItsDeadLetterQueueAndObservesWhatWasAskedFor() {
    Desired wanted = Wanted.queue(ref, ALL);
    Present made = create(wanted);
    Map<String, Object> observed = made.settings();
    ALL.forEach(
        (key, value) -> {
          if (!key.equals("messageRetentionSeconds")) {
            assertEquals(value, observed.get(key), key);
          }
        });
    assertEquals(5, observed.size(), "what the server drops is not observed");
    assertEquals(wanted.tags(), made.tags());
    assertEquals(
        List.of(new Part("dead-letter-queue", ref.externalName() + "-dlq", Optional.empty())),
        made.parts());
    assertEquals(made, type.observe(ref));
    assertEquals(made, create(wanted));
  }

  @Test
  void aPortThatIsTakenWhileTheServerStartsIsNotKept(@TempDir Path directory) throws IOException {
    List<ServerSocket> others = new ArrayList<>();
    Function<URI, SqsClient> clients =
        endpoint -> {
          if (others.isEmpty()) {
            others.add(listeningAt(endpoint.getPort()));
          }
          return SqsClients.of(endpoint);
        };
    try (QueueServer server = new QueueServer(directory, 0, clients)) {
      int port = server.running().endpoint().getPort();
      assertNotEquals(others.getFirst().getLocalPort(), port);
      assertEquals(Integer.toString(port), Files.readString(directory.resolve("port")));
    } finally {
      for (ServerSocket other : others) {
        other.close();
      }
    }
  }

  private static ServerSocket listeningAt(int port) {
    try {
      return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theOutputsAreEnoughToSendAndReceive() {
    Present made = create(Wanted.queue(ref, Map.of()));
    Map<String, String> connection = type.connection(made.outputs(), Optional.empty());
    assertEquals(java.util.Set.of("url", "name", "region", "endpoint"), connection.keySet());
    try (SqsClient client = client(made)) {
      client.sendMessage(send -> send.queueUrl(url(made)).messageBody("hello"));
      assertEquals(List.of("hello"), receive(client, made));
    }
  }

  @Test
  void aFifoQueueHasTheSuffixThatTheProtocolWants() {
    Present made = create(Wanted.queue(ref, Map.of("fifo", true, "maxReceiveCount", 2L)));
    assertEquals(ref.externalName() + ".fifo", made.outputs().get("name"));
    assertEquals(true, made.settings().get("fifo"));
    assertEquals(2L, made.settings().get("maxReceiveCount"));
    assertEquals(made, type.observe(ref));
    assertEquals(ref.externalName(), listed(ref).getFirst().externalName());
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void deadMessagesReachTheDeadLetterQueue() {
    Present made =
        create(Wanted.queue(ref, Map.of("maxReceiveCount", 1L, "visibilityTimeoutSeconds", 0L)));
    try (SqsClient client = client(made)) {
      client.sendMessage(send -> send.queueUrl(url(made)).messageBody("poison"));
      assertEquals(List.of("poison"), receive(client, made));
      assertEquals(List.of(), receive(client, made));
      List<Message> dead =
          client
              .receiveMessage(receive -> receive.queueUrl(url(made) + "-dlq").waitTimeSeconds(20))
              .messages();
      assertEquals("poison", dead.getFirst().body());
    }
  }

  @Test
  void changesSettingsInPlaceAndTakesTheDeadLetterQueueOut() {
    Present made = create(Wanted.queue(ref, ALL));
    Present changed =
        update(
            Wanted.queue(ref, Map.of("visibilityTimeoutSeconds", 7L, "maxReceiveCount", 0L)), made);
    assertEquals(7L, changed.settings().get("visibilityTimeoutSeconds"));
    assertEquals(0L, changed.settings().get("maxReceiveCount"));
    assertEquals(3L, changed.settings().get("receiveWaitSeconds"), "left alone");
    assertEquals(1, changed.parts().size(), "it may hold messages");
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void correctsWhatSomebodyChanged() {
    Desired wanted = Wanted.queue(ref, ALL);
    Present made = create(wanted);
    try (SqsClient client = client(made)) {
      client.setQueueAttributes(
          set ->
              set.queueUrl(url(made))
                  .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
      client.untagQueue(untag -> untag.queueUrl(url(made)).tagKeys(wanted.tags().keySet()));
      client.deleteQueue(delete -> delete.queueUrl(url(made) + "-dlq"));
    }
    Present drifted = assertInstanceOf(Present.class, type.observe(ref));
    assertEquals(1L, drifted.settings().get("visibilityTimeoutSeconds"));
    assertEquals(0L, drifted.settings().get("maxReceiveCount"));
    assertEquals(Map.of(), drifted.tags());
    assertEquals(made, update(wanted, drifted));
  }

  @Test
  void whatACreateThatWasCutShortLeftIsCompletedByTheNext() {
    create(Wanted.queue(ref, Map.of()));
    assertEquals(5L, create(Wanted.queue(ref, ALL)).settings().get("maxReceiveCount"));
  }

  @Test
  void aQueueThatSomebodyDeletedIsAbsentAndItsRestIsDeleted() {
    Present made = create(Wanted.queue(ref, ALL));
    try (SqsClient client = client(made)) {
      client.deleteQueue(delete -> delete.queueUrl(url(made)));
    }
    assertInstanceOf(Absent.class, type.observe(ref));
    assertEquals(List.of(), listed(ref));
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void neverTouchesWhatBelongsToSomebodyElse() {
    Present made = create(Wanted.queue(ref, ALL));
    ResourceRef stranger = Wanted.stranger(ref);
    Desired theirs = Wanted.queue(stranger, Map.of("delaySeconds", 9L));
    assertInstanceOf(Foreign.class, type.observe(stranger));
    assertForeign(() -> type.create(theirs));
    assertForeign(() -> type.update(theirs, made));
    assertForeign(() -> type.delete(stranger));
    assertEquals(made, type.observe(ref));
  }

  @Test
  void deleteMayBeRepeated() {
    create(Wanted.queue(ref, ALL));
    type.delete(ref);
    type.delete(ref);
    assertGone(ref);
  }

  @Test
  void aValueThatTheServerRefusesIsTheUsersMistake() {
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class,
            () -> type.create(Wanted.queue(ref, Map.of("maxReceiveCount", 5000L))));
    assertEquals(ErrorCode.INVALID_SETTINGS, refused.code(), refused.getMessage());
  }

  @Test
  void listsExactlyWhatSingleObservationsShowPageByPage() {
    Scope scope = new Scope("default", "local", "list-of-" + ref.uid());
    List<ResourceRef> refs = new ArrayList<>();
    for (int i = 0; i <= 2 * PAGE; i++) {
      ResourceRef each = Wanted.ref("local/sqs-queue", "listed", scope.installation());
      refs.add(each);
      create(Wanted.queue(each, Map.of("maxReceiveCount", (long) (i % 2))));
    }
    List<Listed> items = all(scope);
    assertEquals(refs.size(), items.size());
    for (ResourceRef each : refs) {
      Listed item =
          items.stream()
              .filter(listed -> listed.externalName().equals(each.externalName()))
              .findFirst()
              .orElseThrow();
      assertEquals(Optional.of(each.uid()), item.uid());
      assertEquals(type.observe(each), item.observed());
    }
  }

  @Test
  void aClientThatWasClosedUnderACallIsAnUnreachableServer(@TempDir Path directory) {
    try (QueueType stopping =
        new QueueType(new QueueServer(directory, 0, QueueIT::closedClient), PAGE)) {
      for (Executable call :
          List.<Executable>of(
              () -> stopping.observe(ref), () -> stopping.list(ref.scope(), Optional.empty()))) {
        ProvisionerException refused = assertThrows(ProvisionerException.class, call);
        assertEquals(ErrorCode.UNREACHABLE, refused.code(), refused.getMessage());
      }
    }
  }

  private static SqsClient closedClient(URI endpoint) {
    SqsClient client = SqsClients.of(endpoint);
    client.close();
    return client;
  }

  private static List<Listed> all(Scope scope) {
    List<Listed> items = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      ListPage page = type.list(scope, token);
      items.addAll(page.items());
      token = page.next();
    } while (token.isPresent());
    return items;
  }

  private static List<Listed> listed(ResourceRef ref) {
    return all(ref.scope()).stream()
        .filter(item -> item.externalName().equals(ref.externalName()))
        .toList();
  }

  private static Present create(Desired desired) {
    return assertInstanceOf(Outcome.Finished.class, type.create(desired)).observed();
  }

  private static Present update(Desired desired, Present observed) {
    return assertInstanceOf(Outcome.Finished.class, type.update(desired, observed)).observed();
  }

  private static void assertForeign(Executable call) {
    assertEquals(ErrorCode.FOREIGN, assertThrows(ProvisionerException.class, call).code());
  }

  private static void assertGone(ResourceRef ref) {
    assertInstanceOf(Absent.class, type.observe(ref));
    Present other =
        create(Wanted.queue(Wanted.ref("local/sqs-queue", "other", "another"), Map.of()));
    try (SqsClient client = client(other)) {
      assertTrue(
          client.listQueues(list -> list.queueNamePrefix(ref.externalName())).queueUrls().isEmpty(),
          "queues are left over");
    }
  }

  private static SqsClient client(Present present) {
    return SqsClients.of(URI.create(String.valueOf(present.outputs().get("endpoint"))));
  }

  private static String url(Present present) {
    return String.valueOf(present.outputs().get("url"));
  }

  private static List<String> receive(SqsClient client, Present present) {
    return client.receiveMessage(receive -> receive.queueUrl(url(present))).messages().stream()
        .map(Message::body)
        .toList();
  }
}
