package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheClusterNotFoundException;
import software.amazon.awssdk.services.elasticache.model.InvalidCacheClusterStateException;
import software.amazon.awssdk.services.elasticache.model.InvalidReplicationGroupStateException;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroupAlreadyExistsException;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroupNotFoundException;
import software.amazon.awssdk.services.elasticache.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;

class HostileCacheIT extends AwsCase {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Tag TAG = Tag.builder().key("team").value("payments").build();

  private ElastiCacheClient caches;

  @BeforeEach
  void open() {
    aws.pace(Timings.REAL);
    caches = clients.caches();
  }

  @AfterEach
  void closeClient() {
    caches.close();
  }

  @Test
  void aGroupIsCreatingThenAvailable() {
    ReplicationGroup made = create("sessions");
    assertEquals("creating", made.status());
    assertNull(made.nodeGroups().getFirst().primaryEndpoint());
    clock.move(LONG);
    assertEquals("available", seen("sessions").status());
    assertEquals(6379, seen("sessions").nodeGroups().getFirst().primaryEndpoint().port());
  }

  @Test
  void aCreationCanEndBadly() {
    aws.caches().endCreation("sessions", "create-failed");
    create("sessions");
    clock.move(LONG);
    assertEquals("create-failed", seen("sessions").status());
  }

  @Test
  void aGroupThatIsMadeCanNeitherBeChangedNorDeletedNorAskedForItsTags() {
    ReplicationGroup made = create("sessions");
    assertThrows(InvalidReplicationGroupStateException.class, () -> resize("cache.t4g.small"));
    assertThrows(InvalidReplicationGroupStateException.class, this::delete);
    assertThrows(
        InvalidReplicationGroupStateException.class,
        () -> caches.listTagsForResource(tags -> tags.resourceName(made.arn())));
    clock.move(LONG);
    assertEquals(
        List.of(TAG), caches.listTagsForResource(tags -> tags.resourceName(made.arn())).tagList());
  }

  @Test
  void aChangeIsHeldAndShownWhenItIsDone() {
    available("sessions");
    resize("cache.t4g.small");
    assertEquals("cache.t4g.micro", seen("sessions").cacheNodeType());
    clock.move(Timings.REAL.modifying().dividedBy(2));
    assertEquals("modifying", seen("sessions").status());
    clock.move(LONG);
    assertEquals("available", seen("sessions").status());
    assertEquals("cache.t4g.small", seen("sessions").cacheNodeType());
  }

  @Test
  void aChangeForLaterWaitsForTheMaintenanceWindow() {
    available("sessions");
    caches.modifyReplicationGroup(
        group ->
            group.replicationGroupId("sessions").engineVersion("8.1").snapshotRetentionLimit(3));
    clock.move(LONG);
    assertEquals(3, seen("sessions").snapshotRetentionLimit());
    assertEquals("8.0", member("sessions-001").engineVersion());
    assertEquals("8.1", member("sessions-001").pendingModifiedValues().engineVersion());
    aws.caches().openMaintenanceWindow();
    clock.move(LONG);
    assertEquals("8.1", member("sessions-001").engineVersion());
  }

  @Test
  void aPersonCanChangeWhatMotoCanNot() {
    available("sessions");
    aws.caches().change(clients.account(), Clients.REGION.id(), "sessions", "CacheNodeType", "x");
    assertEquals("x", seen("sessions").cacheNodeType());
    assertThrows(
        IllegalArgumentException.class,
        () -> aws.caches().change(clients.account(), "nowhere", "sessions", "CacheNodeType", "x"));
  }

  @Test
  void aDeletedGroupIsSeenForAWhileThenGoneAndItsNameIsFree() {
    available("sessions");
    String arn = seen("sessions").arn();
    assertEquals("deleting", delete().status());
    assertEquals("deleting", seen("sessions").status());
    assertThrows(ReplicationGroupAlreadyExistsException.class, () -> create("sessions"));
    assertThrows(InvalidReplicationGroupStateException.class, this::delete);
    clock.move(LONG);
    assertGone(arn);

    assertEquals("creating", create("sessions").status());
    clock.move(LONG);
    assertEquals(arn, seen("sessions").arn());
    assertEquals(List.of("sessions-001"), seen("sessions").memberClusters());
    assertEquals(1, caches.describeReplicationGroups().replicationGroups().size());
    assertEquals(
        List.of(TAG), caches.listTagsForResource(tags -> tags.resourceName(arn)).tagList());
    assertEquals(List.of(arn), tagged());
    delete();
    clock.move(LONG);
    assertGone(arn);
  }

  @Test
  void aClusterPassesThroughTheSameStates() {
    caches.createCacheCluster(
        cluster ->
            cluster
                .cacheClusterId("pages")
                .engine("memcached")
                .cacheNodeType("cache.t4g.micro")
                .numCacheNodes(1));
    assertEquals("creating", member("pages").cacheClusterStatus());
    assertThrows(
        InvalidCacheClusterStateException.class,
        () -> caches.deleteCacheCluster(cluster -> cluster.cacheClusterId("pages")));
    clock.move(LONG);
    caches.modifyCacheCluster(
        cluster -> cluster.cacheClusterId("pages").numCacheNodes(2).applyImmediately(true));
    assertEquals(2, member("pages").pendingModifiedValues().numCacheNodes());
    clock.move(LONG);
    assertEquals(2, member("pages").numCacheNodes());
    caches.deleteCacheCluster(cluster -> cluster.cacheClusterId("pages"));
    assertEquals("deleting", member("pages").cacheClusterStatus());
    clock.move(LONG);
    assertThrows(CacheClusterNotFoundException.class, () -> member("pages"));
  }

  @Test
  void theMembersOfAGroupAreDescribedLikeOtherClusters() {
    available("sessions");
    CacheCluster member = member("sessions-001");
    assertEquals("sessions", member.replicationGroupId());
    assertEquals("8.0", member.engineVersion());
    assertTrue(member.arn().endsWith(":cluster:sessions-001"), member.arn());
    assertEquals(
        List.of("sessions-001"),
        caches.describeCacheClusters().cacheClusters().stream()
            .map(CacheCluster::cacheClusterId)
            .toList());
  }

  private void assertGone(String arn) {
    assertThrows(ReplicationGroupNotFoundException.class, () -> seen("sessions"));
    assertThrows(ReplicationGroupNotFoundException.class, this::delete);
    assertThrows(
        ReplicationGroupNotFoundException.class,
        () -> caches.addTagsToResource(tags -> tags.resourceName(arn).tags(TAG)));
    assertTrue(caches.describeReplicationGroups().replicationGroups().isEmpty());
    assertTrue(caches.describeCacheClusters().cacheClusters().isEmpty());
    assertEquals(List.of(), tagged());
  }

  private List<String> tagged() {
    try (ResourceGroupsTaggingApiClient tagging = clients.tagging()) {
      return tagging
          .getResources(all -> all.resourceTypeFilters("elasticache:replicationgroup"))
          .resourceTagMappingList()
          .stream()
          .map(ResourceTagMapping::resourceARN)
          .toList();
    }
  }

  private void available(String name) {
    create(name);
    clock.move(LONG);
  }

  private ReplicationGroup create(String name) {
    return caches
        .createReplicationGroup(
            group ->
                group
                    .replicationGroupId(name)
                    .replicationGroupDescription("sessions of the shop")
                    .engine("valkey")
                    .engineVersion("8.0")
                    .cacheNodeType("cache.t4g.micro")
                    .numCacheClusters(1)
                    .tags(TAG))
        .replicationGroup();
  }

  private void resize(String type) {
    caches.modifyReplicationGroup(
        group -> group.replicationGroupId("sessions").cacheNodeType(type).applyImmediately(true));
  }

  private ReplicationGroup delete() {
    return caches
        .deleteReplicationGroup(group -> group.replicationGroupId("sessions"))
        .replicationGroup();
  }

  private ReplicationGroup seen(String name) {
    return caches
        .describeReplicationGroups(groups -> groups.replicationGroupId(name))
        .replicationGroups()
        .getFirst();
  }

  private CacheCluster member(String name) {
    return caches
        .describeCacheClusters(clusters -> clusters.cacheClusterId(name))
        .cacheClusters()
        .getFirst();
  }
}
