package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditLog.Appended;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Work.Finale;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.BindingWrite;
import dev.automat.store.Write;
import dev.automat.testkit.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each act of the engine on a cloud has two lines in the audit log, and nothing else has any. */
class ActsTest {

  private static final Instant END = NOW.plus(Duration.ofHours(40));
  private static final String SECOND = "bcdefghijklmnopqrstu";
  private static final Faults SLOW = Faults.NONE.working(12);

  /** Each write is lost, and reads are answered now and then. */
  private static final Faults NO_ANSWER = Faults.NONE.failing(0.7, 0, 0);

  private final BoundCloud bound = new BoundCloud();

  private static List<String> lines(Workbench bench, String uid) {
    return bench.store.audit().page(Optional.empty(), Long.MAX_VALUE, 1000).reversed().stream()
        .map(Appended::entry)
        .filter(entry -> entry.actor().equals("automat:engine"))
        .filter(entry -> entry.requestId().startsWith(uid))
        .map(entry -> entry.operation().replace("engine.", "") + " " + entry.outcome().text())
        .toList();
  }

  @Test
  void aLifeToItsEndIsWrittenDownActByAct() {
    Workbench bench = Workbench.thatKeeps();
    bench.cloud.become(SLOW);
    bench.made(Sample.resource().expires(END));
    bench.settle(Duration.ofHours(42));
    assertEquals(Phase.Quarantined, bench.byUid(UID).phase());
    for (int i = 0; i < 3; i++) {
      bench.look(UID);
    }
    bench.settle(Duration.ofDays(10));
    assertEquals(
        List.of(
            "create begun",
            "create done",
            "expire done",
            "quarantine begun",
            "quarantine done",
            "expire done",
            "snapshot begun",
            "snapshot done",
            "delete begun",
            "delete done",
            "discard begun",
            "discard done"),
        lines(bench, UID));
  }

  @Test
  void aRestoreThatIsAskedAboutIsOneAct() {
    Workbench bench = Workbench.thatKeeps();
    bench.made(Sample.resource());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(20));
    String snapshot = bench.byUid(UID).work().finale().flatMap(Finale::snapshot).orElseThrow();
    bench.cloud.become(SLOW);
    Resource again =
        Sample.resource()
            .named("orders", SECOND)
            .accepted(bench.clock.instant())
            .build()
            .with(Stay.of(Optional.of(new Stay.Source(UID, snapshot))));
    bench.write(
        new Write.Create(
            again, Optional.of(UID), Event.Draft.normal(bench.clock.instant(), "Undeleted", "")));
    bench.settle(Duration.ofMinutes(20));
    assertEquals(Phase.Ready, bench.byUid(SECOND).phase());
    assertEquals(List.of("restore begun", "restore done"), lines(bench, SECOND));
    assertEquals(
        1, bench.timeline(SECOND).stream().filter(Reasons.RESTORING::equals).count(), "told once");
  }

  @Test
  void whatIsGivenUpForADeletionHasFailed() {
    Workbench bench = new Workbench();
    bench.cloud.become(NO_ANSWER);
    bench.accept(Sample.resource());
    bench.settle(Duration.ofMinutes(30));
    assertEquals(List.of("create begun"), lines(bench, UID), "what is tried again is one act");
    bench.delete(UID);
    bench.cloud.become(Faults.NONE);
    bench.settle(Duration.ofHours(2));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(
        List.of("create begun", "create failed", "delete begun", "delete done"), lines(bench, UID));
  }

  @Test
  void looksAtATombstoneAreNoActsButALateArrivalIs() {
    ScriptedType type = new ScriptedType();
    Workbench bench = new Workbench(type.plugin());
    type.seen = Fixtures.present(Map.of(), Map.of());
    bench.made(Sample.resource().of(ScriptedType.TYPE).settings(Map.of()));
    bench.delete(UID);
    bench.settle(Duration.ofHours(3));
    assertTrue(bench.byUid(UID).isTombstone());
    int before = lines(bench, UID).size();
    int deletes = type.deletes;
    bench.settle(Duration.ofHours(5));
    assertTrue(type.deletes > deletes, "it was made sure of");
    assertEquals(before, lines(bench, UID).size());

    type.seen = Fixtures.present(State.AVAILABLE);
    bench.settle(Duration.ofDays(2));
    assertEquals(new Absent(), type.seen);
    List<String> lines = lines(bench, UID);
    assertEquals(List.of("delete begun", "delete done"), lines.subList(before, lines.size()));
  }

  @Test
  void eachVersionOfABindingIsMadeAndRevokedInTwoLines() {
    Workbench bench = new Workbench(bound);
    bench.made(Sample.resource().of(BoundCloud.TYPE_NAME));
    bound.around(ActsTest::refuse, () -> {});
    ask(bench, binding(bench));
    bench.settle(Duration.ofMinutes(15));
    bound.around(() -> {}, () -> {});
    bench.settle(Duration.ofHours(1));
    ask(bench, live(bench).rotated(Duration.ZERO));
    bench.settle(Duration.ofMinutes(1));
    bound.around(ActsTest::refuse, () -> {});
    ask(bench, live(bench).released());
    bench.settle(Duration.ofMinutes(15));
    bound.around(() -> {}, () -> {});
    bench.settle(Duration.ofHours(1));
    assertEquals(
        List.of(
            "create begun",
            "create done",
            "bind begun",
            "bind done",
            "rotate begun",
            "rotate done",
            "revoke begun",
            "revoke done",
            "revoke begun",
            "revoke done"),
        lines(bench, UID));
  }

  private static void refuse() {
    throw new ProvisionerException(ErrorCode.DENIED, "may not", "grant it");
  }

  private static void ask(Workbench bench, Binding wanted) {
    Event.Draft event = Event.Draft.normal(bench.clock.instant(), "Asked", "");
    assertTrue(
        bench.store.bindings().write(new BindingWrite(wanted, event), bench.clock.instant()));
  }

  private static Binding live(Workbench bench) {
    return bench.store.bindings().live(UID, "checkout").orElseThrow();
  }

  private static Binding binding(Workbench bench) {
    Duration overlap = Duration.ofHours(1);
    return new Binding(
        UID,
        "aaaaaa",
        "checkout",
        1,
        new BindingSpec(BindingSpec.Access.READ, Optional.empty(), overlap),
        1,
        overlap,
        false,
        bench.clock.instant(),
        "dev@local",
        BindingStatus.initial(),
        Optional.empty());
  }
}
