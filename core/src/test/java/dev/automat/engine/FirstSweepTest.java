package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.Place;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.Kind;
import dev.automat.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store may be older than the cloud: nothing is changed in an account that was not seen yet. */
class FirstSweepTest {

  private static final Place QUEUES = new Place("hostile/queue", "hostile/main", "here");
  private static final Place DATABASES = new Place("hostile/database", "hostile/main", "here");
  private static final Place ELSEWHERE = new Place("hostile/queue", "hostile/other", "here");

  private final Workbench bench = new Workbench();

  @BeforeEach
  void acceptBeforeTheFirstSweep() {
    bench.startAgainAwaiting(QUEUES, DATABASES);
    bench.accept(Sample.queue());
  }

  private long creates() {
    return bench.cloud.evidence().count(Operation.CREATE);
  }

  private void list(Place... places) {
    for (Place place : places) {
      assertTrue(new Sweep(bench.tools, place).run().isPresent());
    }
  }

  private void fails(Place place, ErrorCode code) {
    bench
        .tools
        .places()
        .failed(place, new ProvisionerException(code, "listing " + place.type(), "look into it"));
  }

  @Test
  void makesNothingUntilEachPlaceOfTheAccountWasListed() {
    bench.settle(Duration.ofMinutes(1));
    assertEquals(0, creates());
    assertEquals(List.of("Accepted"), bench.timeline(UID), "a second at the start is no news");

    list(QUEUES);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(0, creates());

    list(DATABASES);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(1, creates());
  }

  @Test
  void looksEverMoreSeldomAsLongAsTheFirstListHangs() {
    bench.settle(Duration.ofMinutes(1));
    long looks = bench.cloud.evidence().count(Operation.OBSERVE);
    assertTrue(looks >= 10 && looks <= 40, () -> "looked " + looks + " times in a minute");
  }

  @Test
  void makesNothingWhereTheListShowsThatTheStoreIsOlder() {
    bench
        .cloud
        .saboteur()
        .plant(
            new HostileCloud.Place("main", "here"),
            Kind.DATABASE,
            "made-since",
            Map.of(
                "automat-uid",
                "zzzzzzzzzzzzzzzzzzzz",
                "automat-installation",
                Workbench.INSTALLATION));
    bench.settle(Duration.ofSeconds(5));
    list(QUEUES, DATABASES);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(0, creates());
    assertEquals("ObserveOnly", bench.condition(UID, Type.Synced).reason());
  }

  @Test
  void saysWhyThePlaceCouldNotBeListed() {
    list(QUEUES);
    fails(DATABASES, ErrorCode.UNREACHABLE);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(List.of("Accepted"), bench.timeline(UID), "it is tried again at once");

    fails(DATABASES, ErrorCode.UNREACHABLE);
    fails(DATABASES, ErrorCode.UNREACHABLE);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(0, creates());
    assertEquals("NotSweptYet", bench.condition(UID, Type.Synced).reason());
    String message = bench.condition(UID, Type.Synced).message();
    assertTrue(message.endsWith("listing hostile/database: look into it"), message);
    assertEquals(List.of("Accepted", "NotSweptYet"), bench.timeline(UID), "said once");

    list(DATABASES);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void aTypeThatTheAccountMayNotListHoldsNothingUp() {
    fails(DATABASES, ErrorCode.DENIED);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(0, creates(), "nothing of the account was seen");

    list(QUEUES);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(1, creates());
  }

  @Test
  void anAccountThatCanNotBeListedHoldsUpNoOther() {
    bench.startAgainAwaiting(ELSEWHERE);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void looksAtWhatIsReadyMeanwhile() {
    bench.startAgainAwaiting();
    bench.settle(Duration.ofMinutes(1));
    bench.startAgainAwaiting(QUEUES);
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    assertEquals("SeenAbsent", bench.condition(UID, Type.Ready).reason());
  }
}
