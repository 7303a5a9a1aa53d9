package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.keys.SealingKeys;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.secret.KeyUnavailableException;
import dev.automat.secret.SecretBox;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import dev.automat.store.Stores;
import dev.automat.store.Write;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.HostilePlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine with its real threads and the real clock. */
@Timeout(180)
class EngineTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Well below the second after which an engine looks by itself. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  private final InstantSource clock = InstantSource.system();
  private final HostileCloud cloud = new HostileCloud(Faults.NONE, new SplittableRandom(1), clock);

  // One of its own: what a thread of the test before still did would be done to this one.
  private final Store store = Stores.inMemory();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Hanging hanging = new Hanging();
  private Optional<Engine> engine = Optional.empty();

  private Engine start(int slots, ProvisionerPlugin... plugins) {
    return start(Workbench.SECRETS, slots, plugins);
  }

  private Engine start(SecretBox secrets, int slots, ProvisionerPlugin... plugins) {
    return start(new StoreClock(clock, store::databaseTime), secrets, slots, plugins);
  }

  private Engine start(
      StoreClock storeClock, SecretBox secrets, int slots, ProvisionerPlugin... plugins) {
    Engine started =
        Engine.start(
            Workbench.configuration(slots),
            store,
            new InstalledPlugins(List.of(plugins)),
            secrets,
            storeClock,
            new SplittableRandom(2),
            meters);
    engine = Optional.of(started);
    return started;
  }

  @AfterEach
  void stop() {
    hanging.answer.countDown();
    engine.ifPresent(Engine::close);
    store.close();
  }

  private Resource accept(Sample sample) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Resource resource = sample.accepted(now).build();
    store.write(
        List.of(
            new Write.Create(resource, Optional.empty(), Event.Draft.normal(now, "Accepted", ""))));
    return resource;
  }

  private static String uid(int number) {
    return "abcdefghijklmnopqr" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  private void awaitPhase(String uid, Phase phase) {
    await(() -> store.byUid(uid).filter(r -> r.phase() == phase).isPresent());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within " + LIMIT);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void isWokenByWhatIsAcceptedAndDoesNotPoll() {
    start(10, new HostilePlugin(cloud));
    List<Duration> times = new ArrayList<>();
    for (int i = 0; times.stream().filter(this::isAtOnce).count() < 5; i++) {
      // A loop that looks once a second needs about one each time; so does a machine that is slow,
      // though not for ever.
      assertTrue(i < 40, () -> "took " + times);
      long began = System.nanoTime();
      accept(Sample.queue().named("q" + i, uid(i)));
      awaitPhase(uid(i), Phase.Ready);
      times.add(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private boolean isAtOnce(Duration time) {
    return time.compareTo(AT_ONCE) < 0;
  }

  @Test
  void worksOnMoreThanItHasSlotsFor() {
    start(2, new HostilePlugin(cloud));
    for (int i = 0; i < 40; i++) {
      accept(Sample.queue().named("q" + i, uid(i)));
    }
    for (int i = 0; i < 40; i++) {
      awaitPhase(uid(i), Phase.Ready);
    }
    assertEquals(List.of(), cloud.evidence().overlaps());
    await(() -> meters.get("automat.engine.reconciliation").timer().count() >= 40);
    await(() -> meters.get("automat.engine.slots.busy").gauge().value() == 0);
  }

  /** Its calls do not return until the test lets them. */
  private static final class Hanging extends ScriptedType {
    final CountDownLatch called = new CountDownLatch(1);
    final CountDownLatch answer = new CountDownLatch(1);

    @Override
    public Observation observe(ResourceRef ref) {
      called.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("cut off", e);
      }
      return new Observation.Foreign("it answered");
    }
  }

  @Test
  void anAccountThatHangsDelaysNoOther() {
    start(16, hanging.plugin(), new HostilePlugin(cloud));
    for (int i = 0; i < 30; i++) {
      accept(Sample.resource().of(ScriptedType.TYPE).named("db" + i, uid(i)));
    }
    await(() -> meters.get("automat.engine.slots.busy").gauge().value() >= 10);
    accept(Sample.queue().named("mine", UID));
    awaitPhase(UID, Phase.Ready);
    assertEquals(Phase.Pending, store.byUid(uid(0)).orElseThrow().phase());
  }

  @Test
  void givesACallUnderWayTimeToEndWhenItIsClosed() throws InterruptedException {
    Engine started = start(1, hanging.plugin());
    accept(Sample.resource().of(ScriptedType.TYPE));
    hanging.called.await();

    CompletableFuture<Void> closed = CompletableFuture.runAsync(started::close);
    await(() -> !started.isRunning());
    assertFalse(closed.isDone());
    hanging.answer.countDown();
    closed.join();
    assertEquals(Phase.Failed, store.byUid(UID).orElseThrow().phase(), "what it found is stored");
  }

  /** Notes whether it was closed while a list was under way, for which the list waits a while. */
  private static final class SlowList extends ScriptedType {
    final CountDownLatch listing = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicBoolean closedMeanwhile = new AtomicBoolean();

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      listing.countDown();
      try {
        closedMeanwhile.set(closed.await(500, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException("cut off", e);
      }
      return super.list(scope, pageToken);
    }

    @Override
    void close() {
      closed.countDown();
    }
  }

  @Test
  void givesASweepUnderWayTimeToEndWhenItIsClosed() throws InterruptedException {
    SlowList slow = new SlowList();
    // Before the start: the sweep after the first one is far away.
    accept(Sample.resource().of(ScriptedType.TYPE));
    Engine started = start(1, slow.plugin());
    slow.listing.await();
    started.close();
    assertFalse(slow.closedMeanwhile.get());
  }

  @Test
  void doesNothingMoreOnceItIsClosed() {
    Engine started = start(4, new HostilePlugin(cloud));
    assertTrue(started.isRunning());
    started.close();
    assertFalse(started.isRunning());
    accept(Sample.queue());
    assertEquals(0, cloud.evidence().requests());
    assertEquals(Phase.Pending, store.byUid(UID).orElseThrow().phase());
  }

  @Test
  void doesNothingWhileItsClockIsWrongAndGoesOnWhenItIsRight() {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofMinutes(1));
    StoreClock wrong =
        new StoreClock(() -> clock.instant().plus(ahead.get()), () -> clock.instant());
    start(wrong, Workbench.SECRETS, 4, new HostilePlugin(cloud));
    assertFalse(wrong.isTrusted(), "it was compared before anything was claimed");
    accept(Sample.queue());
    // Twice the time in which an engine looks by itself.
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    await(() -> System.nanoTime() > end);
    assertEquals(0, cloud.evidence().requests());
    assertEquals(0, store.byUid(UID).orElseThrow().lease().epoch(), "it was not claimed");

    ahead.set(Duration.ofMillis(1500));
    awaitPhase(UID, Phase.Ready);
  }

  @Test
  void sharesTheRatesWithThoseWhoLive() {
    AccountGates first = new AccountGates(100);
    AccountGates second = new AccountGates(100);
    StoreClock right = new StoreClock(clock, store::databaseTime);
    SealingKeys keys = SealingKeys.open(Workbench.SECRETS, store.keys(), right, Heartbeat.SILENCE);
    Heartbeat one = new Heartbeat(store, right, first, keys, "one");
    Heartbeat two = new Heartbeat(store, right, second, keys, "two");
    TypeDescriptor type = Fixtures.type("test/thing", 40, 1000);
    one.beat();
    assertEquals(40, passing(first, "alone", type));
    two.beat();
    one.beat();
    assertEquals(20, passing(first, "both", type));
    assertEquals(20, passing(second, "both", type));
    two.close();
    one.beat();
    assertEquals(40, passing(first, "alone again", type));
    one.close();
  }

  /** How many calls of a fresh account pass at one instant. */
  private static int passing(AccountGates gates, String account, TypeDescriptor type) {
    int passing = 0;
    while (gates.admit(account, type, Fixtures.NOW) instanceof AccountGates.Admission.Permit) {
      passing++;
    }
    return passing;
  }

  @Test
  void keepsItsInstallationAcrossStarts() {
    start(1, new HostilePlugin(cloud)).close();
    String installation = store.setting("installation", "another");
    start(1, new HostilePlugin(cloud));
    accept(Sample.queue());
    awaitPhase(UID, Phase.Ready);
    assertEquals(installation, cloud.live(UID).getFirst().tags().get("automat-installation"));
  }

  @Test
  void refusesToStartOnAStoreThatAnotherKeyWasUsedWith(@TempDir Path directory) {
    SecretBox other = SecretBox.open(directory.resolve("keys.json"), true);
    start(1, new HostilePlugin(cloud)).close();
    KeyUnavailableException refused =
        assertThrows(
            KeyUnavailableException.class, () -> start(other, 1, new HostilePlugin(cloud)));
    assertTrue(refused.getMessage().contains("put back the keys"), refused.getMessage());
  }

  @Test
  void aPluginThatCanNotBeOpenedKeepsNoOtherFromWorking() {
    ProvisionerPlugin broken =
        unopened(
            "broken",
            () -> {
              throw new IllegalStateException("password=hunter2");
            });
    ProvisionerPlugin unlinked =
        unopened(
            "unlinked",
            () -> {
              throw new NoClassDefFoundError("com/example/Gone");
            });
    start(4, broken, unlinked, new HostilePlugin(cloud));
    accept(Sample.resource().of("broken/thing").named("lost", uid(1)));
    accept(Sample.resource().of("unlinked/thing").named("lost-too", uid(2)));
    accept(Sample.queue());
    awaitPhase(UID, Phase.Ready);
    awaitPhase(uid(1), Phase.Failed);
    awaitPhase(uid(2), Phase.Failed);
  }

  private static ProvisionerPlugin unopened(String name, Supplier<Provisioner> opening) {
    return new ProvisionerPlugin() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<TypeDescriptor> types() {
        return List.of(Fixtures.type(name + "/thing", 1, 1));
      }

      @Override
      public Provisioner open(PluginContext context) {
        return opening.get();
      }
    };
  }
}
