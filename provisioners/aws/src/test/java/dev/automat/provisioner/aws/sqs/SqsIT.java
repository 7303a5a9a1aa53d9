package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsPlugin;
import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.SkippingClock;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.aws.Timings;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the conformance kit does not ask of queues. */
@TestInstance(Lifecycle.PER_CLASS)
final class SqsIT {

  private static final String DLQ = "-dlq";

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final QueueBackDoor behind = QueueBackDoor.ofStandard(account);
  private final AtomicInteger serial = new AtomicInteger();
  private final Provisioner provisioner =
      new AwsPlugin()
          .open(
              new PluginContext(
                  TestAccount.INSTALLATION,
                  account.configuration(aws.endpoint()),
                  Path.of("unused"),
                  clock));
  private final ResourceType queues =
      Optional.ofNullable(provisioner.types().get("aws/sqs")).orElseThrow();

  @BeforeAll
  void confirmTheAccount() {
    queues.observe(wanted(Map.of()).ref());
  }

  @AfterEach
  void calm() {
    aws.hostile().restore();
    aws.hostile().pace(Timings.NONE);
    aws.hostile().become(WireFaults.NONE);
  }

  @AfterAll
  void close() {
    provisioner.close();
    account.close();
    aws.close();
  }

  /** Whatever happens to any one call of a create, repeating it leaves just what was wanted. */
  @ParameterizedTest
  @EnumSource(names = {"DROPPED_BEFORE", "DROPPED_AFTER", "FAILS_AFTER"})
  void aCreateThatIsCutOffAtAnyCallIsCompletedByTheNext(Fault fault) {
    boolean reached = true;
    for (int call = 1; reached; call++) {
      Desired desired = wanted(Map.of("maxReceiveCount", 3L, "denyPlaintextTransport", true));
      AtomicInteger seen = new AtomicInteger();
      int broken = call;
      aws.hostile().order(fault, 1, any -> seen.incrementAndGet() == broken);
      attempt(() -> queues.create(desired));
      aws.hostile().restore();
      reached = seen.get() >= broken;
      assertTrue(reached || call > 6, "a create has more calls than " + call);
      assertComplete(desired, completed(desired), "call " + call);
      queues.delete(desired.ref());
      assertEquals(List.of(), behind.leftovers(desired.ref().uid()), "call " + call);
    }
  }

  private void assertComplete(Desired desired, Present shown, String when) {
    assertEquals(3L, shown.settings().get("maxReceiveCount"), when);
    assertEquals(true, shown.settings().get("denyPlaintextTransport"), when);
    assertEquals(2, behind.leftovers(desired.ref().uid()).size(), when);
    for (String queue : behind.leftovers(desired.ref().uid())) {
      assertEquals(desired.tags(), behind.tags(queue), when);
    }
  }

  /** As the engine goes on: it creates what is absent and updates what differs. */
  private Present completed(Desired desired) {
    if (queues.observe(desired.ref()) instanceof Absent) {
      queues.create(desired);
    }
    Present shown = present(desired.ref());
    if (!shown.settings().entrySet().containsAll(desired.settings().entrySet())) {
      queues.update(desired, shown);
    }
    return present(desired.ref());
  }

  @Test
  void messagesThatNobodyCanHandleReachTheDeadLetterQueue() {
    Desired desired = wanted(Map.of("maxReceiveCount", 1L, "visibilityTimeoutSeconds", 0L));
    queues.create(desired);
    String queue = desired.ref().externalName();
    behind.sqs().sendMessage(send -> send.queueUrl(behind.url(queue)).messageBody("poison"));
    for (int i = 0; i < 3; i++) {
      behind.sqs().receiveMessage(receive -> receive.queueUrl(behind.url(queue)));
    }
    assertEquals(
        "poison",
        behind
            .sqs()
            .receiveMessage(receive -> receive.queueUrl(behind.url(queue + DLQ)))
            .messages()
            .getFirst()
            .body());
  }

  @Test
  void onlyItsQueueMaySendToADeadLetterQueue() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    queues.create(desired);
    String allowed =
        throughTheProxy(
            desired.ref().externalName() + DLQ, QueueAttributeName.REDRIVE_ALLOW_POLICY);
    assertTrue(
        Redrive.same(Redrive.allowOnly(arn(desired.ref().externalName())), allowed), allowed);
  }

  @Test
  void theDeadLetterQueueIsProtectedLikeTheQueue() {
    Desired desired =
        wanted(Map.of("maxReceiveCount", 3L, "kmsKey", "region", "denyPlaintextTransport", true));
    queues.create(desired);
    FoundQueue letters = found(desired.ref()).letters().orElseThrow();
    assertEquals(account.key("region"), Encryption.keyOf(letters));
    assertTrue(
        new TransportPolicy(letters.attribute(QueueAttributeName.POLICY), letters.arn()).denies());
  }

  @Test
  void aDeadLetterQueueThatLostItsProtectionIsDriftAndIsPutRight() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L, "denyPlaintextTransport", true));
    queues.create(desired);
    String letters = desired.ref().externalName() + DLQ;
    behind
        .sqs()
        .setQueueAttributes(
            set ->
                set.queueUrl(behind.url(letters))
                    .attributes(Map.of(QueueAttributeName.POLICY, "")));
    Present drifted = present(desired.ref());
    assertEquals(false, drifted.settings().get("denyPlaintextTransport"));
    queues.update(desired, drifted);
    assertEquals(true, present(desired.ref()).settings().get("denyPlaintextTransport"));
  }

  @Test
  void aQueueWhoseDeadLettersGoElsewhereShowsThatTheyDoNotComeToUs() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    Desired other = wanted(Map.of());
    queues.create(desired);
    queues.create(other);
    Redrive elsewhere = new Redrive(arn(other.ref().externalName()), 3);
    behind
        .sqs()
        .setQueueAttributes(
            set ->
                set.queueUrl(behind.url(desired.ref().externalName()))
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, elsewhere.policy())));
    Present drifted = present(desired.ref());
    assertEquals(0L, drifted.settings().get("maxReceiveCount"));
    queues.update(desired, drifted);
    assertEquals(3L, present(desired.ref()).settings().get("maxReceiveCount"));
  }

  @Test
  void aDeadLetterQueueThatIsNotWantedAnyMoreStaysUntilTheQueueGoes() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    queues.create(desired);
    Desired without = with(desired, Map.of("maxReceiveCount", 0L));
    queues.update(without, present(desired.ref()));
    Present shown = present(desired.ref());
    assertEquals(0L, shown.settings().get("maxReceiveCount"));
    assertEquals(1, shown.parts().size(), "it may hold messages");
    queues.delete(desired.ref());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void whatAnotherPersonDeletedIsAbsentAndDeletingTakesItsRemainder() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    queues.create(desired);
    deleteByHand(desired.ref().externalName());
    assertInstanceOf(Absent.class, queues.observe(desired.ref()));
    queues.delete(desired.ref());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  /** The call that makes it took effect after the deletion: nothing else would ever find it. */
  @Test
  void aDeadLetterQueueThatComesUpLateIsSeenAndDeleted() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    makeByHand(desired.ref().externalName() + DLQ, desired.tags());
    assertEquals(State.FAILED, present(desired.ref()).state());
    queues.delete(desired.ref());
    assertInstanceOf(Absent.class, queues.observe(desired.ref()));
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void aHalfMadePairIsCompletedByAnUpdate() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    makeByHand(desired.ref().externalName() + DLQ, desired.tags());
    queues.update(desired, present(desired.ref()));
    assertEquals(3L, present(desired.ref()).settings().get("maxReceiveCount"));
  }

  @Test
  void somebodyElsesDeadLetterQueueIsRefusedAndOutlivesTheQueue() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    String letters = desired.ref().externalName() + DLQ;
    makeByHand(letters, Map.of(OwnershipTags.UID, "zzzzzzzzzzzzzzzzzzzz"));
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> queues.create(desired));
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    makeByHand(desired.ref().externalName(), desired.tags());
    queues.delete(desired.ref());
    assertEquals(List.of(letters), behind.leftovers(desired.ref().uid()));
    assertEquals(Map.of(OwnershipTags.UID, "zzzzzzzzzzzzzzzzzzzz"), behind.tags(letters));
  }

  @Test
  void aNameThatWasJustDeletedIsWaitedForAMinute() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = wanted(Map.of());
    queues.create(desired);
    queues.delete(desired.ref());
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> queues.create(desired));
    assertEquals("recently-deleted", refusal.code().name());
    assertEquals(Optional.of(Duration.ofSeconds(60)), refusal.retryAfter());
    clock.skip(Duration.ofSeconds(61));
    queues.create(desired);
    present(desired.ref());
  }

  @Test
  void aQueueThatSqsDoesNotListYetIsWorkUnderWayAndMadeOnce() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L, "denyPlaintextTransport", true));
    aws.hostile().become(WireFaults.NONE.stale(1, Duration.ofSeconds(30)));
    assertInstanceOf(Outcome.Working.class, queues.create(desired));
    assertInstanceOf(Outcome.Working.class, queues.create(desired));
    clock.skip(Duration.ofSeconds(31));
    aws.hostile().become(WireFaults.NONE);
    assertComplete(desired, completed(desired), "after the lag");
  }

  @Test
  void aKeyIsTakenAwayAndSqssOwnComesBack() {
    Desired desired = wanted(Map.of("kmsKey", "alias/queues", "encrypted", true));
    queues.create(desired);
    assertEquals("alias/queues", present(desired.ref()).settings().get("kmsKey"));
    Desired without = with(desired, Map.of("kmsKey", "none", "encrypted", true));
    queues.update(without, present(desired.ref()));
    Present shown = present(desired.ref());
    assertEquals("none", shown.settings().get("kmsKey"));
    assertEquals(true, shown.settings().get("encrypted"));
  }

  @Test
  void aKeyForWhatIsNotToBeEncryptedIsRefused() {
    Desired desired = wanted(Map.of("kmsKey", "region", "encrypted", false));
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> queues.create(desired));
    assertEquals(ErrorCode.INVALID_SETTINGS, refusal.code());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void theKeyOfTheRegionIsWhatTheConfigurationNames() {
    assertTrue(queues.equivalent("kmsKey", "region", account.key("region")));
    assertFalse(queues.equivalent("kmsKey", "region", account.key("another")));
    assertFalse(queues.equivalent("kmsKey", "region", "none"));
  }

  @Test
  void settingsOfFifoQueuesHaveNoEffectOnOthers() {
    Desired desired =
        wanted(
            Map.of(
                "fifo", false, "contentBasedDeduplication", true, "deduplicationScope", "queue"));
    queues.create(desired);
    assertFalse(present(desired.ref()).settings().containsKey("contentBasedDeduplication"));
  }

  @Test
  void policiesOfOthersStay() {
    Desired desired = wanted(Map.of("denyPlaintextTransport", true));
    queues.create(with(desired, Map.of()));
    String queue = desired.ref().externalName();
    String theirs =
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"topic","Effect":"Allow",\
        "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"%s"}]}\
        """
            .formatted(arn(queue));
    behind
        .sqs()
        .setQueueAttributes(
            set ->
                set.queueUrl(behind.url(queue))
                    .attributes(Map.of(QueueAttributeName.POLICY, theirs)));
    queues.update(desired, present(desired.ref()));
    String policy = throughTheProxy(queue, QueueAttributeName.POLICY);
    assertTrue(policy.contains("sns.amazonaws.com"), policy);
    assertTrue(new TransportPolicy(policy, arn(queue)).denies());
  }

  @Test
  void anUpdateThatHasNothingToChangeWritesNothing() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L, "encrypted", true));
    queues.create(desired);
    Present shown = present(desired.ref());
    long before = writes();
    queues.update(desired, shown);
    assertEquals(before, writes());
  }

  @Test
  void theOutputsLeadAnApplicationToItsQueue() {
    Desired desired = wanted(Map.of("maxReceiveCount", 3L));
    queues.create(desired);
    Present shown = present(desired.ref());
    String name = desired.ref().externalName();
    assertAll(
        () -> assertEquals(behind.url(name).replaceAll(".*/", ""), name),
        () -> assertEquals(arn(name), shown.outputs().get("arn")),
        () -> assertEquals(name, shown.outputs().get("name")),
        () -> assertEquals("eu-central-1", shown.outputs().get("region")),
        () -> assertEquals(aws.endpoint().toString(), shown.outputs().get("endpoint")),
        () -> assertEquals(shown.outputs().get("url") + DLQ, shown.outputs().get("deadLetterUrl")),
        () -> assertEquals(Optional.of(arn(name)), shown.cloudId()));
    assertTrue(
        shown
            .parts()
            .getFirst()
            .link()
            .orElseThrow()
            .startsWith("https://eu-central-1.console.aws.amazon.com/sqs/v3/home?region="));
  }

  @Test
  void whatTheSamplesOfTheKitLeaveOutOneOfThemHas() {
    QueueBackDoor fifo = QueueBackDoor.ofFifo(account);
    for (String left : behind.without()) {
      assertTrue(fifo.sampleSettings().containsKey(left), left);
    }
    for (String left : fifo.without()) {
      assertTrue(behind.sampleSettings().containsKey(left), left);
    }
  }

  private Desired wanted(Map<String, Object> settings) {
    int number = serial.getAndIncrement();
    String uid = "a".repeat(18) + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    ResourceRef ref =
        new ResourceRef("aws/sqs", uid, "orders-" + uid, account.scope(), Optional.empty());
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("team", "payments");
    return new Desired(ref, settings, tags, Optional.empty(), uid + "-create-1");
  }

  private static Desired with(Desired desired, Map<String, Object> settings) {
    return new Desired(
        desired.ref(), settings, desired.tags(), Optional.empty(), desired.idempotencyToken());
  }

  private Present present(ResourceRef ref) {
    Observation observed = queues.observe(ref);
    return assertInstanceOf(Present.class, observed);
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (ProvisionerException failure) {
      assertEquals(ErrorType.EXTERNAL, failure.code().type(), failure::toString);
    }
  }

  private void makeByHand(String queue, Map<String, String> tags) {
    behind.sqs().createQueue(make -> make.queueName(queue).tags(tags));
  }

  private void deleteByHand(String queue) {
    behind.sqs().deleteQueue(delete -> delete.queueUrl(behind.url(queue)));
  }

  private FoundQueues found(ResourceRef ref) {
    return new SqsCalls(account.place()).find(new QueueNames(ref.externalName()));
  }

  /** Moto itself does not show all attributes; the proxy does. */
  private String throughTheProxy(String queue, QueueAttributeName attribute) {
    try (var accounts =
        new AwsAccounts(
            AwsConfiguration.of(account.configuration(aws.endpoint())), TestAccount.INSTALLATION)) {
      return new SqsCalls(accounts.place(account.scope()))
          .read(queue, behind.url(queue))
          .orElseThrow()
          .attribute(attribute);
    }
  }

  private String arn(String queue) {
    return new SqsCalls(account.place()).arn(queue);
  }

  private long writes() {
    return List.of("CreateQueue", "SetQueueAttributes", "TagQueue", "DeleteQueue").stream()
        .mapToLong(action -> aws.hostile().calls().of("sqs", action))
        .sum();
  }
}
