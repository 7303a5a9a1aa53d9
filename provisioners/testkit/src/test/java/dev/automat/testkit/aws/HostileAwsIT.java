package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.Disruption;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.Header;
import dev.automat.testkit.wire.WireFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ThrottledException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.RequestThrottledException;
import software.amazon.awssdk.services.sts.StsClient;

/** What befalls calls, whatever they are about. */
class HostileAwsIT extends AwsCase {

  private SqsClient sqs;

  @BeforeEach
  void open() {
    sqs = clients.sqs();
    aws.calls().reset();
  }

  @AfterEach
  void closeClient() {
    if (sqs != null) {
      sqs.close();
    }
  }

  @Test
  void countsCallsByAccountServiceAndAction() {
    create("a");
    create("b");
    sqs.listQueues();
    assertEquals(2, aws.calls().of("sqs", "CreateQueue"));
    assertEquals(2, aws.calls().of(clients.account(), "sqs", "CreateQueue"));
    assertEquals(0, aws.calls().of("000000000000", "sqs", "CreateQueue"));
    assertEquals(Map.of("sqs:CreateQueue", 2L, "sqs:ListQueues", 1L), aws.calls().byOperation());
    assertEquals(3, aws.calls().total());
  }

  @Test
  void aQueueIsAddressedAtTheProxy() {
    assertTrue(create("a").startsWith(aws.endpoint() + "/"));
  }

  @Test
  void eachServiceThrottlesInItsOwnWords() {
    aws.become(WireFaults.NONE.with(Fault.THROTTLED, 1));
    for (Refused refused : ofEveryService()) {
      assertTrue(refused.failure.isThrottlingException(), refused.toString());
      assertEquals(400, refused.failure.statusCode(), refused.toString());
      assertEquals("Rate exceeded", refused.failure.awsErrorDetails().errorMessage());
    }
    assertInstanceOf(RequestThrottledException.class, ofEveryService().get(0).failure);
    assertInstanceOf(ThrottledException.class, ofEveryService().get(2).failure);
  }

  @Test
  void eachServiceBreaksInItsOwnWords() {
    aws.become(WireFaults.NONE.with(Fault.FAILS_BEFORE, 1));
    for (Refused refused : ofEveryService()) {
      assertEquals(500, refused.failure.statusCode(), refused.toString());
      assertTrue(refused.failure.awsErrorDetails().errorCode().startsWith("Internal"));
    }
  }

  @Test
  void whatFailsBeforeHasNoEffectAndWhatFailsAfterHas() {
    aws.order(Fault.FAILS_BEFORE, "sqs", "CreateQueue");
    assertEquals(500, assertThrows(AwsServiceException.class, () -> create("a")).statusCode());
    assertEquals(List.of(), queues());
    aws.order(Fault.FAILS_AFTER, "sqs", "CreateQueue");
    assertEquals(500, assertThrows(AwsServiceException.class, () -> create("a")).statusCode());
    assertEquals(List.of("a"), queues());
    create("b");
    assertEquals(List.of("a", "b"), queues());
  }

  @Test
  void whatIsCutBeforeHasNoEffectAndWhatIsCutAfterHas() {
    aws.order(Fault.DROPPED_BEFORE, "sqs", "CreateQueue");
    assertThrows(SdkClientException.class, () -> create("a"));
    assertEquals(List.of(), queues());
    aws.order(Fault.DROPPED_AFTER, "sqs", "CreateQueue");
    assertThrows(SdkClientException.class, () -> create("a"));
    assertEquals(List.of("a"), queues());
    assertEquals(2, aws.calls().of("sqs", "CreateQueue"), "the client did not repeat");
  }

  @Test
  void anEffectCanComeAfterItsCallerGaveUp() {
    aws.become(WireFaults.NONE.late(Duration.ofMinutes(1)));
    aws.order(Fault.LATE_EFFECT, "rds", "CreateDBInstance");
    try (RdsClient impatient = clients.impatientRds(Duration.ofMillis(300));
        RdsClient rds = clients.rds()) {
      assertThrows(
          SdkClientException.class,
          () -> impatient.createDBInstance(HostileDatabaseIT.sample("orders").build()));
      await("the call to arrive", () -> aws.late() == 1);
      assertTrue(rds.describeDBInstances().dbInstances().isEmpty());
      clock.move(Duration.ofMinutes(1));
      await("the late effect", () -> !rds.describeDBInstances().dbInstances().isEmpty());
    }
  }

  @Test
  void anAnswerCanComeAfterItsCallerGaveUp() {
    aws.become(WireFaults.NONE.late(Duration.ofMinutes(1)));
    aws.order(Fault.LATE_ANSWER, "rds", "CreateDBInstance");
    try (RdsClient impatient = clients.impatientRds(Duration.ofSeconds(2));
        RdsClient rds = clients.rds()) {
      assertThrows(
          SdkClientException.class,
          () -> impatient.createDBInstance(HostileDatabaseIT.sample("orders").build()));
      await("the call to have its effect", () -> aws.late() == 1);
      assertEquals(1, rds.describeDBInstances().dbInstances().size());
      clock.move(Duration.ofMinutes(1));
      await("no call waits", () -> aws.late() == 0);
    }
  }

  @Test
  void canNotBeReachedUntilRestored() {
    create("a");
    aws.disrupt(Disruption.UNREACHABLE);
    assertThrows(SdkClientException.class, sqs::listQueues);
    aws.restore();
    assertEquals(List.of("a"), queues());
  }

  @Test
  void throttlesEverybodyUntilRestored() {
    aws.disrupt(Disruption.THROTTLED);
    assertThrows(RequestThrottledException.class, sqs::listQueues);
    aws.restore();
    sqs.listQueues();
  }

  @Test
  void hangsUntilRestored() {
    aws.disrupt(Disruption.HANGING);
    CompletableFuture<String> hanging = CompletableFuture.supplyAsync(() -> create("a"));
    await("the call to arrive", () -> aws.calls().of("sqs", "CreateQueue") == 1);
    assertFalse(hanging.isDone());
    aws.restore();
    assertInstanceOf(
        SdkClientException.class,
        assertThrows(CompletionException.class, hanging::join).getCause());
    assertEquals(List.of(), queues());
  }

  @Test
  void canBeAgainstOneAccountAlone() {
    Clients others = Clients.inNewAccount(aws.endpoint());
    aws.disrupt(clients.account(), Disruption.UNREACHABLE);
    try (SqsClient other = others.sqs()) {
      assertThrows(SdkClientException.class, sqs::listQueues);
      other.listQueues();
    }
  }

  @Test
  void theSameSeedMeetsTheSameFaultsAgain() {
    List<String> first = fates(7, "a");
    assertEquals(first, fates(7, "b"));
    assertTrue(first.contains("done") && first.contains("refused"), first.toString());
    assertFalse(first.equals(fates(8, "c")), "another seed meets others");
  }

  @Test
  void withEverythingOffItAddsNothing() throws Exception {
    aws.repair(EnumSet.noneOf(Repair.class));
    create("a");
    List<AwsCall> calls = new ArrayList<>();
    try (RdsClient rds = clients.rds();
        ElastiCacheClient caches = clients.caches()) {
      rds.createDBInstance(HostileDatabaseIT.sample("orders").build());
      caches.createCacheCluster(
          cluster ->
              cluster
                  .cacheClusterId("c")
                  .engine("memcached")
                  .cacheNodeType("cache.t4g.micro")
                  .numCacheNodes(1));
    }
    calls.add(form("rds", "Action=DescribeDBInstances&Version=2014-10-31"));
    calls.add(
        form("rds", "Action=DescribeDBInstances&DBInstanceIdentifier=none&Version=2014-10-31"));
    calls.add(
        form(
            "rds",
            "Action=ModifyDBInstance&DBInstanceIdentifier=orders&AllocatedStorage=30&Version=2014-10-31"));
    calls.add(form("elasticache", "Action=DescribeCacheClusters&Version=2015-02-02"));
    calls.add(
        calls.getFirst().alsoAskJson("sqs", "AmazonSQS.GetQueueUrl", "{\"QueueName\":\"none\"}"));
    calls.add(
        calls.getFirst().alsoAskJson("sqs", "AmazonSQS.GetQueueUrl", "{\"QueueName\":\"a\"}"));
    calls.add(calls.getFirst().alsoAskJson("tagging", Lists.GET_RESOURCES, "{}"));
    for (AwsCall call : calls) {
      AwsReply direct = new MotoLink(moto.port()).send(call);
      AwsReply proxied = new MotoLink(aws.endpoint().getPort()).send(call);
      assertEquals(direct.status(), proxied.status());
      assertEquals(comparable(direct.body()), comparable(proxied.body()));
      assertEquals(names(direct), names(proxied));
    }
  }

  private AwsCall form(String service, String body) throws Exception {
    String key = clients.credentials().resolveCredentials().accessKeyId();
    String scope = key + "/20261121/" + Clients.REGION.id() + "/" + service + "/aws4_request";
    return AwsCall.read(
        "POST",
        "/",
        List.of(
            new Header("Host", "127.0.0.1:" + aws.endpoint().getPort()),
            new Header("Content-Type", "application/x-www-form-urlencoded"),
            new Header("Authorization", "AWS4-HMAC-SHA256 Credential=" + scope + ", Signature=0")),
        body,
        any -> clients.account());
  }

  /** Without what differs from one call to the next. */
  private static String comparable(String body) {
    return Pattern.compile("<(RequestId|LatestRestorableTime)>[^<]*<")
        .matcher(body)
        .replaceAll("<$1><");
  }

  private static List<String> names(AwsReply reply) {
    return reply.headers().stream()
        .map(header -> header.name().toLowerCase(Locale.ROOT))
        // About the connection, and the date.
        .filter(name -> !List.of("connection", "content-length", "date").contains(name))
        .sorted()
        .toList();
  }

  /** What one service said to one call. */
  private record Refused(String service, AwsServiceException failure) {}

  private List<Refused> ofEveryService() {
    List<Refused> all = new ArrayList<>();
    try (RdsClient rds = clients.rds();
        ElastiCacheClient caches = clients.caches();
        SecretsManagerClient secrets = clients.secrets();
        ResourceGroupsTaggingApiClient tagging = clients.tagging();
        StsClient sts = clients.sts()) {
      all.add(refused("sqs", sqs::listQueues));
      all.add(refused("rds", rds::describeDBInstances));
      all.add(refused("tagging", tagging::getResources));
      all.add(refused("elasticache", caches::describeCacheClusters));
      all.add(refused("secretsmanager", secrets::listSecrets));
      all.add(refused("sts", sts::getCallerIdentity));
    }
    return all;
  }

  private static Refused refused(String service, Runnable call) {
    return new Refused(service, assertThrows(AwsServiceException.class, call::run));
  }

  /** What becomes of thirty creations. */
  private List<String> fates(long seed, String prefix) {
    List<String> fates = new ArrayList<>();
    try (HostileAws other = HostileAws.before(moto, clock, seed);
        SqsClient client = clients.at(other.endpoint()).sqs()) {
      other.become(WireFaults.ROUGH.with(Fault.LATE_EFFECT, 0));
      for (int i = 0; i < 30; i++) {
        String name = prefix + i;
        fates.add(fate(queue -> client.createQueue(one -> one.queueName(name)), name));
        // Calls of other operations in between change nothing.
        if (prefix.equals("b")) {
          fate(queue -> client.listQueues(), name);
        }
      }
    }
    return fates;
  }

  private static String fate(Consumer<String> call, String name) {
    try {
      call.accept(name);
      return "done";
    } catch (AwsServiceException refused) {
      return refused.isThrottlingException() ? "throttled" : "refused";
    } catch (SdkClientException cut) {
      return "cut";
    }
  }

  private String create(String name) {
    return sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
  }

  private List<String> queues() {
    return sqs.listQueues().queueUrls().stream()
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .toList();
  }
}
