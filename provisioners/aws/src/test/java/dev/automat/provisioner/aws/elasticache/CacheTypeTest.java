package dev.automat.provisioner.aws.elasticache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/** What needs no cloud. */
class CacheTypeTest {

  private final CacheType type =
      new CacheType(
          new AwsAccounts(
              new AwsConfiguration(Map.of(), Optional.empty(), Optional.empty()), "test"));

  @ParameterizedTest
  @CsvSource({
    "7.1, 7.1.0, true",
    "7.1, 7.1, true",
    "6.x, 6.2.6, true",
    "8, 8.0.1, true",
    "7.1, 7.10.0, false",
    "7.1, 7.0.7, false",
    "8.0, 7.2.6, false"
  })
  void aVersionIsWhatAwsMakesOfIt(String want, String got, boolean same) {
    assertEquals(same, type.equivalent("engineVersion", want, got));
  }

  @Test
  void parametersAreTextToAws() {
    assertEquals(
        true, type.equivalent("parameters", Map.of("timeout", 30L), Map.of("timeout", "30")));
    assertEquals(
        false, type.equivalent("parameters", Map.of(), Map.of("timeout", "30")), "one to reset");
    assertEquals(false, type.equivalent("shards", 1L, 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "valkey, 7.2, valkey7",
    "valkey, 8.0, valkey8",
    "redis, 7.1, redis7",
    "redis, 6.x, redis6.x",
    "redis, 6.2, redis6.x",
    "redis, 5.0.6, redis5.0"
  })
  void aFamilyFollowsFromEngineAndVersion(String engine, String version, String family) {
    assertEquals(family, CacheSettings.family(engine, version));
  }

  @ParameterizedTest
  @CsvSource({
    "redis, 5.0, true",
    "redis, 6.x, false",
    "redis, 7.1, false",
    "valkey, 7.1, true",
    "valkey, 6.2, true",
    "valkey, 7.x, false",
    "valkey, 7.2, false",
    "valkey, 8, false"
  })
  void someVersionsHaveNoUsers(String engine, String version, boolean before) {
    assertEquals(before, CacheSettings.isBeforeUsers(engine, version));
  }

  @ParameterizedTest
  @CsvSource({
    "creating, WORKING",
    "available, AVAILABLE",
    "modifying, WORKING",
    "deleting, DELETING",
    "create-failed, FAILED",
    "snapshotting, AVAILABLE",
    "something-new, WORKING"
  })
  void everyStatusMeansSomething(String status, State state) {
    assertEquals(state, new CacheStatus(status).state());
  }

  @Test
  void whatAwsHasAcceptedIsSaidAsPending() {
    ReplicationGroup group =
        ReplicationGroup.builder()
            .status("modifying")
            .pendingModifiedValues(
                pending ->
                    pending
                        .automaticFailoverStatus("enabled")
                        .resharding(to -> to.slotMigration(done -> done.progressPercentage(40.0))))
            .build();
    CacheCluster member =
        CacheCluster.builder()
            .pendingModifiedValues(pending -> pending.cacheNodeType("cache.m7g.large"))
            .build();

    String message =
        CacheStatus.of(group).message(group, Optional.of(member), "", List.of("Resharding began"));

    assertEquals(
        "modifying; pending: automatic failover enabled, moving keys, over 25 % done,"
            + " node type cache.m7g.large; last events: Resharding began",
        message);
  }

  @Test
  void aPasswordIsEscapedInTheUri() {
    GrantId id = new GrantId("aaaaaa", 1);
    String user = id.userName("m4q7zt2hcx5kd3wbn6ra");
    Map<String, String> connection =
        type.bindable()
            .orElseThrow()
            .connection(
                Map.of("host", "cache.example", "port", 6379L),
                new Grant(
                    id,
                    "checkout",
                    Access.READWRITE,
                    new Grant.User(new Credentials(user, "a&b#c$d^e<f>g!h-"))));

    assertEquals(
        "rediss://" + user + ":a%26b%23c%24d%5Ee%3Cf%3Eg%21h-@cache.example:6379",
        connection.get("uri"));
    assertEquals(user, connection.get("username"));
    assertEquals("redis", connection.get("type"));
  }

  @Test
  void theConnectionOfTheCacheItselfHasNoSecret() {
    assertEquals(
        Map.of("host", "cache.example", "port", "6379"),
        type.connection(
            Map.of("host", "cache.example", "port", 6379L),
            Optional.of(new Credentials("orders", "canary"))));
  }

  /** ElastiCache: the id of a user has 40 characters at most. */
  @Test
  void idsOfUsersAreShortEnoughAndLeadBackToTheGrant() {
    String uid = "m4q7zt2hcx5kd3wbn6ra";
    GrantId grant = new GrantId("aaaaaa", 9999);
    String id = ChildNames.user(uid, grant);
    assertTrue(id.length() <= 40, id);
    assertEquals(Optional.of(grant), ChildNames.grant(id, uid));
    assertEquals(Optional.empty(), ChildNames.grant(ChildNames.defaultUser(uid), uid));
    assertTrue(ChildNames.defaultUser(uid).length() <= 40);
  }
}
