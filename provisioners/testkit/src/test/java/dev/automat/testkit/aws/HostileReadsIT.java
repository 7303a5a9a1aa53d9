package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.wire.WireFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheClusterNotFoundException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Reads that lag behind, and names that are kept. */
class HostileReadsIT extends AwsCase {

  private static final Duration LAG = Duration.ofSeconds(20);

  private SqsClient sqs;

  @BeforeEach
  void open() {
    aws.become(WireFaults.NONE.stale(1, LAG));
    sqs = clients.sqs();
  }

  @AfterEach
  void closeClient() {
    if (sqs != null) {
      sqs.close();
    }
  }

  @Test
  void aNewQueueIsNotSeenForAWhile() {
    String url = create("jobs");
    assertThrows(
        QueueDoesNotExistException.class, () -> sqs.getQueueUrl(queue -> queue.queueName("jobs")));
    assertThrows(
        QueueDoesNotExistException.class,
        () ->
            sqs.getQueueAttributes(
                queue -> queue.queueUrl(url).attributeNames(QueueAttributeName.ALL)));
    assertEquals(List.of(), sqs.listQueues().queueUrls());
    assertEquals(List.of(), tagged("payments"));
    clock.move(LAG);
    assertEquals(url, sqs.getQueueUrl(queue -> queue.queueName("jobs")).queueUrl());
    assertEquals(List.of(url), sqs.listQueues().queueUrls());
    assertEquals(1, tagged("payments").size());
  }

  @Test
  void creatingAQueueAgainHidesItNoLonger() {
    create("jobs");
    clock.move(LAG);
    String url = create("jobs");
    assertEquals(List.of(url), sqs.listQueues().queueUrls());
  }

  @Test
  void aDeletedQueueIsListedForAWhile() {
    String url = create("jobs");
    clock.move(LAG);
    sqs.deleteQueue(queue -> queue.queueUrl(url));
    assertEquals(List.of(url), sqs.listQueues().queueUrls());
    assertEquals(List.of(), sqs.listQueues(all -> all.queueNamePrefix("x")).queueUrls());
    assertEquals(1, tagged("payments").size());
    assertEquals(List.of(), tagged("search"));
    clock.move(LAG);
    assertEquals(List.of(), sqs.listQueues().queueUrls());
    assertEquals(List.of(), tagged("payments"));
  }

  @Test
  void onlySomeReadsAreStale() {
    aws.become(WireFaults.NONE.stale(0.5, LAG));
    create("jobs");
    long seen = 0;
    for (int i = 0; i < 20; i++) {
      seen += sqs.listQueues().queueUrls().size();
    }
    assertTrue(seen > 0 && seen < 20, "seen " + seen + " times");
  }

  @Test
  void theNameOfADeletedQueueIsKept() {
    aws.become(WireFaults.NONE);
    aws.pace(Timings.REAL);
    String url = create("jobs");
    sqs.deleteQueue(queue -> queue.queueUrl(url));
    clock.move(Duration.ofSeconds(59));
    QueueDeletedRecentlyException refused =
        assertThrows(QueueDeletedRecentlyException.class, () -> create("jobs"));
    assertEquals(
        "AWS.SimpleQueueService.QueueDeletedRecently", refused.awsErrorDetails().errorCode());
    clock.move(Duration.ofSeconds(1));
    create("jobs");
  }

  @Test
  void motosOwnRefusalsOfQueuesAreOfTheModel() {
    aws.become(WireFaults.NONE);
    QueueDoesNotExistException missing =
        assertThrows(
            QueueDoesNotExistException.class,
            () -> sqs.getQueueUrl(queue -> queue.queueName("none")));
    assertEquals("AWS.SimpleQueueService.NonExistentQueue", missing.awsErrorDetails().errorCode());
  }

  @Test
  void databasesLagToo() {
    try (RdsClient rds = clients.rds()) {
      rds.createDBInstance(HostileDatabaseIT.sample("orders").build());
      assertThrows(
          DbInstanceNotFoundException.class,
          () -> rds.describeDBInstances(db -> db.dbInstanceIdentifier("orders")));
      assertEquals(List.of(), databases(rds));
      clock.move(LAG);
      assertEquals(List.of("orders available"), databases(rds));
      rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true));
      assertEquals(List.of("orders deleting"), databases(rds));
      assertEquals(1, tagged("payments").size());
      clock.move(LAG);
      assertEquals(List.of(), databases(rds));
      assertEquals(List.of(), tagged("payments"));
    }
  }

  @Test
  void aDatabaseIsListedOnceWhileItIsBeingDeleted() {
    aws.pace(Timings.REAL);
    try (RdsClient rds = clients.rds()) {
      rds.createDBInstance(HostileDatabaseIT.sample("orders").build());
      clock.move(Duration.ofHours(1));
      rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true));
      assertEquals(List.of("orders deleting"), databases(rds));
      clock.move(Timings.REAL.deleting());
      assertEquals(List.of("orders deleting"), databases(rds));
      assertThrows(
          DbInstanceNotFoundException.class,
          () -> rds.describeDBInstances(db -> db.dbInstanceIdentifier("orders")));
      clock.move(LAG);
      assertEquals(List.of(), databases(rds));
    }
  }

  @Test
  void cachesLagToo() {
    try (ElastiCacheClient caches = clients.caches()) {
      caches.createCacheCluster(
          cluster ->
              cluster
                  .cacheClusterId("pages")
                  .engine("memcached")
                  .cacheNodeType("cache.t4g.micro")
                  .numCacheNodes(1));
      assertThrows(
          CacheClusterNotFoundException.class,
          () -> caches.describeCacheClusters(all -> all.cacheClusterId("pages")));
      clock.move(LAG);
      caches.deleteCacheCluster(cluster -> cluster.cacheClusterId("pages"));
      List<CacheCluster> listed = caches.describeCacheClusters().cacheClusters();
      assertEquals("deleting", listed.getFirst().cacheClusterStatus());
      clock.move(LAG);
      assertTrue(caches.describeCacheClusters().cacheClusters().isEmpty());
    }
  }

  @Test
  void secretsLagToo() {
    try (SecretsManagerClient secrets = clients.secrets()) {
      String arn = secrets.createSecret(secret -> secret.name("a/b").secretString("hidden")).arn();
      for (String id : List.of("a/b", arn)) {
        assertThrows(
            ResourceNotFoundException.class,
            () -> secrets.getSecretValue(secret -> secret.secretId(id)));
      }
      assertTrue(secrets.listSecrets().secretList().isEmpty());
      clock.move(LAG);
      assertEquals("hidden", secrets.getSecretValue(secret -> secret.secretId(arn)).secretString());
      assertEquals(1, secrets.listSecrets().secretList().size());
    }
  }

  private static List<String> databases(RdsClient rds) {
    return rds.describeDBInstances().dbInstances().stream()
        .map((DBInstance db) -> db.dbInstanceIdentifier() + " " + db.dbInstanceStatus())
        .toList();
  }

  private List<String> tagged(String team) {
    try (ResourceGroupsTaggingApiClient tagging = clients.tagging()) {
      TagFilter filter = TagFilter.builder().key("team").values(team).build();
      return tagging.getResources(all -> all.tagFilters(filter)).resourceTagMappingList().stream()
          .map(one -> one.resourceARN())
          .toList();
    }
  }

  private String create(String name) {
    return sqs.createQueue(queue -> queue.queueName(name).tags(Map.of("team", "payments")))
        .queueUrl();
  }
}
