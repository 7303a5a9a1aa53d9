package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 7 where no call fails: a cloud that takes every order, and gives up on it afterwards. */
class CloudGivesUpTest {

  private final GivesUp type = new GivesUp();
  private final Workbench bench = new Workbench(type.plugin());

  /** Accepts what is asked for, shows a failure at the next look, and takes a while to delete. */
  private static final class GivesUp extends ScriptedType {
    boolean well;

    @Override
    public Outcome create(Desired desired) {
      creates++;
      if (well) {
        seen = Fixtures.present(desired.settings(), desired.tags());
        return new Outcome.Finished((Present) seen);
      }
      return fail("no capacity");
    }

    @Override
    public Outcome update(Desired desired, Present observed) {
      updates++;
      return fail("storage is full");
    }

    private Outcome fail(String why) {
      seen = Fixtures.present(State.FAILED, why);
      return new Outcome.Working(Optional.of("id-1"), "ordered", Duration.ofSeconds(1));
    }

    @Override
    public void delete(ResourceRef ref) {
      deletes++;
      seen = Fixtures.present(State.DELETING);
    }

    @Override
    public Observation observe(ResourceRef ref) {
      Observation shown = seen;
      if (shown instanceof Present present && present.state() == State.DELETING) {
        seen = new Observation.Absent();
      }
      return shown;
    }
  }

  @Test
  void ordersEverMoreSlowlyWhatItCouldNotMake() {
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofHours(10));
    assertTrue(type.deletes > 1, "it is cleared away, and ordered anew");
    // The longest pause is five minutes: after some ten quick ones about 25 an hour.
    assertTrue(type.creates < 300, type.creates + " orders in ten hours");
    assertEquals(Phase.Provisioning, bench.byUid(UID).phase());
  }

  @Test
  void saysOnceThatItWasClearedAwayHoweverOftenItIs() {
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofHours(10));
    assertTrue(type.deletes > 5);
    assertEquals(
        List.of("Accepted", "Creating", "CloudSays", "CloudFailed", "ClearingFailedCreation"),
        bench.timeline(UID));
  }

  @Test
  void isNotTakenForAnothersDeletionWhereItClearsAway() {
    bench.accept(Sample.resource().of(ScriptedType.TYPE));
    bench.settle(Duration.ofHours(1));
    assertTrue(type.deletes > 1);
    assertFalse(bench.timeline(UID).contains("DeletingExternally"), bench.timeline(UID)::toString);
  }

  @Test
  void repairsEverMoreSlowlyAndSaysOnceWhy() {
    type.well = true;
    bench.made(Sample.resource().of(ScriptedType.TYPE));
    type.seen = Fixtures.present(State.FAILED, "storage is full");
    bench.look(UID);
    bench.settle(Duration.ofHours(10));
    assertTrue(type.updates > 10, type.updates + " repairs in ten hours");
    assertTrue(type.updates < 300, type.updates + " repairs in ten hours");
    assertEquals(0, type.deletes);
    assertEquals(Phase.Degraded, bench.byUid(UID).phase());
    String message = bench.condition(UID, Type.Synced).message();
    assertTrue(message.contains("storage is full"), message);
    assertEquals(1, Collections.frequency(bench.timeline(UID), "CloudFailed"));
  }
}
