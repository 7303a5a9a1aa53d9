package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a simulation relies on: each kind of misbehaviour happens, is repeatable, and is on record.
 */
final class HostileCloudTest {

  private static final Scope SCOPE = new Scope("account", "region", "inst");
  private static final String UID = "aaaaaaaaaaaaaaaaaaaa";

  private final SimulatedClock clock = new SimulatedClock();

  private HostileCloud cloud(Faults faults) {
    return new HostileCloud(faults, new SplittableRandom(1), clock);
  }

  private ResourceType type(HostileCloud cloud, String type) {
    var opened =
        new HostilePlugin(cloud).open(new PluginContext("inst", Map.of(), Path.of("x"), clock));
    ResourceType found = opened.types().get(type);
    if (found == null) {
      throw new AssertionError(type);
    }
    return found;
  }

  private static Desired database(String uid) {
    ResourceRef ref =
        new ResourceRef("hostile/database", uid, "orders-" + uid, SCOPE, Optional.empty());
    return new Desired(
        ref,
        Map.of("class", "Large", "storageGiB", 10L, "engineVersion", "17"),
        OwnershipTags.of(ref),
        Optional.of(new Credentials("app", "secret")),
        uid + "-create");
  }

  private static Desired queue(String uid) {
    ResourceRef ref =
        new ResourceRef("hostile/queue", uid, "mails-" + uid, SCOPE, Optional.empty());
    return new Desired(
        ref,
        Map.of("retentionDays", 4L, "deadLetterQueue", true),
        OwnershipTags.of(ref),
        Optional.empty(),
        uid + "-create");
  }

  @Test
  void aSlowKindWorksForMinutesAndIsThenAvailable() {
    ResourceType databases = type(cloud(Faults.NONE.working(12)), "hostile/database");
    assertInstanceOf(Outcome.Working.class, databases.create(database(UID)));
    assertEquals(State.WORKING, state(databases.observe(database(UID).ref())));
    clock.advance(Duration.ofMinutes(12));
    assertEquals(State.AVAILABLE, state(databases.observe(database(UID).ref())));
  }

  @Test
  void readsLagBehindCreationAndDeletionAndThenAgreeWithThem() {
    HostileCloud cloud = cloud(Faults.NONE.lagging(1, Duration.ofMinutes(1)));
    ResourceType databases = type(cloud, "hostile/database");
    databases.create(database(UID));
    assertInstanceOf(Absent.class, databases.observe(database(UID).ref()));
    clock.advance(Duration.ofMinutes(1));
    assertInstanceOf(Present.class, databases.observe(database(UID).ref()));
    databases.delete(database(UID).ref());
    assertInstanceOf(Present.class, databases.observe(database(UID).ref()));
    clock.advance(Duration.ofMinutes(1));
    assertInstanceOf(Absent.class, databases.observe(database(UID).ref()));
  }

  @Test
  void aCallThatFailsAfterItsEffectHasHadIt() {
    HostileCloud cloud = cloud(Faults.NONE.failing(0, 1, 0));
    ResourceType databases = type(cloud, "hostile/database");
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> databases.create(database(UID)));
    assertEquals(ErrorCode.UNREACHABLE, failure.code());
    assertEquals(1, cloud.live(UID).size());
  }

  @Test
  void aCallThatTimesOutHasItsEffectLater() {
    HostileCloud cloud = cloud(Faults.NONE.failing(0, 0, 1).late(Duration.ofMinutes(30)));
    ResourceType databases = type(cloud, "hostile/database");
    assertThrows(ProvisionerException.class, () -> databases.create(database(UID)));
    assertEquals(List.of(), cloud.live(UID));
    clock.advance(Duration.ofMinutes(30));
    assertEquals(1, cloud.live(UID).size());
    assertTrue(cloud.quiet());
  }

  @Test
  void theTokenKeepsARepeatFromMakingAnotherWhereNamesDoNot() {
    HostileCloud cloud = cloud(Faults.NONE.lagging(1, Duration.ofMinutes(1)));
    ResourceType queues = type(cloud, "hostile/queue");
    queues.create(queue(UID));
    queues.create(queue(UID));
    assertEquals(1, cloud.live(UID).size());
    assertEquals(List.of(), cloud.evidence().doubles());
    Desired again = queue(UID);
    queues.create(
        new Desired(again.ref(), again.settings(), again.tags(), Optional.empty(), "another"));
    assertEquals(1, cloud.evidence().doubles().size());
  }

  @Test
  void settingsAreNormalisedAndOnlyTheDeclaredDifferencesAreEquivalent() {
    ResourceType databases = type(cloud(Faults.NONE), "hostile/database");
    databases.create(database(UID));
    Map<String, Object> settings = present(databases.observe(database(UID).ref())).settings();
    assertEquals(
        Map.of("class", "large", "storageGiB", 10L, "engineVersion", "17.4", "zone", "a"),
        settings);
    assertTrue(databases.equivalent("class", "Large", "large"));
    assertTrue(databases.equivalent("engineVersion", "17", "17.4"));
  }

  @Test
  void evidenceNamesForeignWritesDataLossRemakesAndCredentials() {
    HostileCloud cloud = cloud(Faults.NONE);
    ResourceType databases = type(cloud, "hostile/database");
    databases.create(database(UID));
    cloud.evidence().deletionAllowedIf(uid -> false);
    cloud.delete(new HostileCloud.Place("account", "region"), id(cloud), "somebody");
    assertEquals(1, cloud.evidence().foreignWrites().size());
    assertEquals(1, cloud.evidence().dataLosses().size());
    databases.create(database(UID));
    assertEquals(1, cloud.evidence().remakes().size());
    assertEquals(Set.of(new Credentials("app", "secret")), cloud.evidence().credentialsSeen(UID));
    assertTrue(cloud.signsIn(UID, new Credentials("app", "secret")));
    assertEquals(1, cloud.leaks(uid -> false).size());
    assertEquals(List.of(), cloud.leaks(uid -> true));
  }

  @Test
  void theSaboteurLosesManyAtOnceAndBlindsAnAccountWithoutLosingAny() {
    HostileCloud cloud = cloud(Faults.NONE);
    ResourceType databases = type(cloud, "hostile/database");
    List<String> uids = List.of("aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb");
    uids.forEach(uid -> databases.create(database(uid)));
    cloud.saboteur().trouble(Trouble.BLIND, "account", true);
    assertInstanceOf(Absent.class, databases.observe(database(UID).ref()));
    cloud.saboteur().trouble(Trouble.BLIND, "account", false);
    assertInstanceOf(Present.class, databases.observe(database(UID).ref()));
    assertEquals(uids, cloud.saboteur().deleteMany("account", uid -> true));
    assertInstanceOf(Absent.class, databases.observe(database(UID).ref()));
    assertEquals(List.of(), cloud.evidence().dataLosses());
  }

  @Test
  void twoWritesToOneUidAtOnceAreOnRecord() {
    HostileCloud[] cloud = new HostileCloud[1];
    Faults slow =
        new Faults(
            0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
    HostileCloud.Passage another =
        duration -> {
          cloud[0].become(Faults.NONE);
          type(cloud[0], "hostile/database").delete(database(UID).ref());
        };
    cloud[0] = new HostileCloud(slow, new SplittableRandom(1), clock, another);
    type(cloud[0], "hostile/database").create(database(UID));
    assertEquals(1, cloud[0].evidence().overlaps().size());
  }

  @Test
  void theSameSeedIsTheSameRunAndAnotherSeedIsAnother() {
    assertEquals(run(7), run(7));
    Set<List<Evidence.Call>> runs = new HashSet<>();
    for (long seed = 0; seed < 5; seed++) {
      runs.add(run(seed));
    }
    assertNotEquals(1, runs.size());
  }

  private static List<Evidence.Call> run(long seed) {
    SimulatedClock clock = new SimulatedClock();
    HostileCloud cloud = new HostileCloud(Faults.ROUGH, new SplittableRandom(seed), clock);
    HostileCloudTest test = new HostileCloudTest();
    ResourceType databases = test.type(cloud, "hostile/database");
    ResourceType queues = test.type(cloud, "hostile/queue");
    for (int i = 0; i < 200; i++) {
      clock.advance(Duration.ofSeconds(30));
      int step = i;
      Runnable work =
          switch (step % 4) {
            case 0 -> () -> databases.create(database(UID));
            case 1 -> () -> queues.create(queue(UID));
            case 2 -> () -> databases.observe(database(UID).ref());
            // The last of four steps.
            default -> () -> queues.delete(queue(UID).ref());
          };
      attempt(work);
    }
    return cloud.evidence().calls();
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (ProvisionerException expected) {
      assertNotEquals("", expected.code().name());
    }
  }

  private static String id(HostileCloud cloud) {
    return cloud.live(UID).getFirst().id();
  }

  private static Present present(Observation observation) {
    return assertInstanceOf(Present.class, observation);
  }

  private static State state(Observation observation) {
    return present(observation).state();
  }
}
