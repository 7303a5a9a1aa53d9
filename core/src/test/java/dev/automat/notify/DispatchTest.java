package dev.automat.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.notify.NoticeReport.State;
import dev.automat.notify.NoticeReport.ToSink;
import dev.automat.notify.NotifySettings.Egress;
import dev.automat.notify.Outbox.Routing;
import dev.automat.notify.Outbox.Target;
import dev.automat.notify.SinkSettings.Match;
import dev.automat.resource.ResourceKey;
import dev.automat.store.InMemoryStore;
import dev.automat.store.SampleWrites;
import dev.automat.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Turn by turn, on a clock of its own, with sinks that answer as they are told. */
class DispatchTest {

  private static final Match ALL = new Match(Set.of(), Set.of(), Set.of());

  /** Of what is in the store: its end is 14 days later. */
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  private final Store store = InMemoryStore.empty();
  private final List<SinkSettings> settings = new ArrayList<>();
  private final Map<String, Sink> sinks = new HashMap<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private String platform = NotifySettings.LOG;

  private void sink(String name, Match match) {
    sink(name, match, false);
  }

  private void sink(String name, Match match, boolean archive) {
    settings.add(new SinkSettings.Slack(name, match, archive, Path.of("unused")));
    answers.put(name, new Answer.Accepted());
    Function<Notice, Answer> says =
        notice -> {
          sent.add(name + ":" + notice.name() + ":" + notice.reason());
          return answers.getOrDefault(name, new Answer.Accepted());
        };
    sinks.put(name, (notice, _) -> says.apply(notice));
  }

  private Dispatch dispatch() {
    NotifySettings these =
        new NotifySettings(
            List.copyOf(settings),
            platform,
            Duration.ofHours(24),
            Duration.ofDays(90),
            new Egress(List.of(), Set.of(443), false, Optional.empty()));
    return new Dispatch(
        Optional.of(these), sinks, store.outbox(), () -> now, new SplittableRandom(7), meters);
  }

  private void tell(String team, String name, String... reasons) {
    SampleWrites.tell(store, new ResourceKey(team, "Database", name), now, reasons);
  }

  private NoticeReport report(String name) {
    return store.outbox().page(Optional.empty(), false, Long.MAX_VALUE, 100).stream()
        .filter(each -> each.notice().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ToSink of(String name, String sink) {
    return report(name).deliveries().stream()
        .filter(each -> each.sink().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Instant> accepted(String name) {
    Notice notice = report(name).notice();
    return store.outbox().accepted(notice.uid(), notice.at());
  }

  @Test
  void eachSinkGetsWhatItMatchesAndThePlatformTheRest() {
    sink("payments", new Match(Set.of("payments"), Set.of(), Set.of()));
    sink("losses", new Match(Set.of(), Set.of("dev"), Set.of("MissingExternally")));
    sink("prod", new Match(Set.of(), Set.of("prod"), Set.of()));
    tell("payments", "both", "MissingExternally");
    tell("search", "one", "MissingExternally");
    tell("search", "none", "Degraded");
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      assertEquals(
          Set.of(
              "payments:both:MissingExternally",
              "losses:both:MissingExternally",
              "losses:one:MissingExternally"),
          Set.copyOf(sent));
      assertEquals("delivered", of("none", NotifySettings.LOG).state());
      assertEquals(State.DELIVERED, report("both").state());
      assertEquals(Optional.of(now), accepted("none"));
    }
  }

  @Test
  void whatOnlyAnArchiveHasNobodyHasAccepted() {
    sink("archive", ALL, true);
    sink("payments", new Match(Set.of("payments"), Set.of(), Set.of()));
    sink("ops", new Match(Set.of("nobody"), Set.of(), Set.of()));
    platform = "ops";
    answers.put("payments", Answer.Failed.now("it answered 500"));
    answers.put("ops", Answer.Failed.now("it answered 500"));
    tell("payments", "orders", "ExpiryAnnounced");
    tell("search", "index", "ExpiryAnnounced");
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      for (String name : List.of("orders", "index")) {
        assertEquals("delivered", of(name, "archive").state());
        assertTrue(of(name, "archive").archive());
        assertEquals(Optional.empty(), accepted(name), "an archive reads nothing");
      }
      assertEquals("pending", of("index", "ops").state(), "whom only an archive matches");

      answers.clear();
      now = now.plusSeconds(30);
      dispatch.settle();
      assertEquals(Optional.of(now), accepted("orders"));
      assertEquals(Optional.of(now), accepted("index"));
      assertEquals(State.DELIVERED, report("orders").state());
    }
  }

  @Test
  void whatIsOldIsForgottenUnlessAnEndLeansOnIt() {
    sink("hook", ALL);
    tell("payments", "orders", "ExpiryAnnounced");
    tell("payments", "carts", "MissingExternally");
    Instant written = now;
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      now = written.plus(Duration.ofDays(90));
      dispatch.turn();
      assertEquals(2, settled().size(), "kept for as long as it was said");
      now = now.plus(Duration.ofHours(1));
      dispatch.turn();
      assertEquals("orders", report("orders").notice().name());
      assertEquals(1, settled().size(), "the end of what lives leans on the other one");
      assertEquals(Optional.of(written), accepted("orders"));
    }
  }

  @Test
  void aTurnEndsBeforeItsLeaseHoweverManyReceiversAreSlow() {
    CountDownLatch asked = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      tell("payments", "db" + i, "MissingExternally");
    }
    routeToSlow();
    try (Courier courier =
        courier(silent(asked), () -> now, asked, Executors.newCachedThreadPool())) {
      long begun = System.nanoTime();
      assertEquals(8, courier.turn());
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      // One after the other they would take twice as long as the lease.
      assertTrue(took.compareTo(Courier.LEASE) < 0, took::toString);
    }
    assertEquals(1, of("db0", "slow").attempts());
  }

  @Test
  void whatATurnHadNoTimeForIsLeftForTheNext() {
    CountDownLatch asked = new CountDownLatch(1);
    tell("payments", "first", "MissingExternally");
    tell("payments", "second", "MissingExternally");
    routeToSlow();
    // As if the machine had no room for a second one, until the end of the first makes room for it.
    ThreadPoolExecutor room = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
    InstantSource clock =
        () -> {
          while (!sent.isEmpty() && room.getCompletedTaskCount() < 2 && sent.size() < 2) {
            Thread.onSpinWait();
          }
          return now;
        };
    try (Courier courier = courier(silent(asked), clock, asked, room)) {
      courier.turn();
      assertEquals(1, sent.size(), sent::toString);
      String left = sent.contains("first") ? "second" : "first";
      assertEquals(0, of(left, "slow").attempts());
      assertEquals(Optional.of(now), of(left, "slow").next(), "it is due as it was");
    }
  }

  private void routeToSlow() {
    store.outbox().route(10, now, _ -> new Routing(List.of(new Target("slow", Optional.empty()))));
  }

  /** Is asked, and never answers. */
  private Sink silent(CountDownLatch asked) {
    CountDownLatch never = new CountDownLatch(1);
    return (notice, _) -> {
      sent.add(notice.name());
      asked.countDown();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Answer.Failed.now("interrupted");
    };
  }

  /**
   * One whose turn is made by this thread. Its time stands until all are asked, and is over then.
   */
  private Courier courier(
      Sink sink, InstantSource clock, CountDownLatch asked, ExecutorService attempts) {
    Thread turn = Thread.currentThread();
    AtomicBoolean begun = new AtomicBoolean();
    LongSupplier time =
        () -> {
          if (Thread.currentThread() == turn && begun.getAndSet(true)) {
            awaitAll(asked);
          }
          return asked.getCount() == 0 ? Courier.DEADLINE.toNanos() : 0;
        };
    return new Courier(
        "slow",
        sink,
        store.outbox(),
        NotifySettings.LOG,
        clock,
        new SplittableRandom(7),
        meters,
        Courier.DEADLINE,
        time,
        attempts);
  }

  private static void awaitAll(CountDownLatch asked) {
    try {
      assertTrue(asked.await(60, TimeUnit.SECONDS), "all are asked");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutSettingsTheTimelineIsAcceptedAtOnce() {
    tell("payments", "orders", "MissingExternally");
    try (Dispatch dispatch =
        new Dispatch(
            Optional.empty(),
            Map.of(),
            store.outbox(),
            () -> now,
            new SplittableRandom(7),
            meters)) {
      dispatch.settle();
      assertEquals(Optional.of(now), accepted("orders"));
      assertEquals(List.of(), report("orders").deliveries());
    }
  }

  @Test
  void aSinkThatIsDownIsSparedAndDelaysNobodyElse() {
    sink("dead", ALL);
    sink("live", ALL);
    answers.put("dead", Answer.Failed.down("it can not be reached"));
    for (int i = 0; i < 20; i++) {
      tell("payments", "db" + i, "MissingExternally");
    }
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      assertEquals(20, sent.stream().filter(each -> each.startsWith("live:")).count());
      long tried = sent.stream().filter(each -> each.startsWith("dead:")).count();
      assertTrue(tried <= 16, "tried " + tried);
      // While it does not answer, one at a time shows whether it does again.
      sent.clear();
      now = now.plusSeconds(17);
      dispatch.settle();
      assertEquals(1, sent.size(), sent::toString);
      answers.put("dead", new Answer.Accepted());
      for (int i = 0; i < 40; i++) {
        now = now.plusSeconds(30);
        dispatch.settle();
      }
      assertTrue(settled().stream().allMatch(State.DELIVERED::equals), () -> settled().toString());
    }
  }

  private List<State> settled() {
    return store.outbox().page(Optional.empty(), false, Long.MAX_VALUE, 100).stream()
        .map(NoticeReport::state)
        .toList();
  }

  @Test
  void whatCanNotBeDeliveredInTimeGoesToThePlatform() {
    sink("dead", ALL);
    sink("ops", new Match(Set.of("nobody"), Set.of(), Set.of()));
    platform = "ops";
    answers.put("dead", Answer.Failed.down("it can not be reached"));
    answers.put("ops", Answer.Failed.now("it answered 500"));
    tell("payments", "orders", "MissingExternally");
    Instant written = now;
    try (Dispatch dispatch = dispatch()) {
      while (now.isBefore(written.plus(Duration.ofHours(24)))) {
        dispatch.settle();
        assertEquals(State.PENDING, report("orders").state());
        now = now.plus(Duration.ofMinutes(20));
      }
      dispatch.settle();
      assertEquals(State.DEAD, report("orders").state());
      assertEquals("it can not be reached", of("orders", "dead").lastError());
      assertEquals("it answered 500", of("orders", "ops").lastError());
      assertEquals(Optional.empty(), accepted("orders"));

      // The platform's own channel is tried for as long as it takes.
      now = now.plus(Duration.ofDays(3));
      dispatch.settle();
      answers.put("ops", new Answer.Accepted());
      now = now.plus(Duration.ofMinutes(6));
      dispatch.settle();
      assertEquals(State.ESCALATED, report("orders").state());
      assertEquals(Optional.of(now), accepted("orders"));
      assertEquals(
          1.0, meters.counter("automat.notices", "sink", "dead", "outcome", "dead").count());

      answers.put("dead", new Answer.Accepted());
      assertEquals(1, dispatch.redeliver(report("orders").notice().id()));
      now = now.plus(Duration.ofMinutes(6));
      dispatch.settle();
      assertEquals(State.DELIVERED, report("orders").state());
    }
  }

  @Test
  void whatIsRefusedForGoodIsEscalatedAtOnceAndRetryAfterIsHonoured() {
    sink("gone", new Match(Set.of("payments"), Set.of(), Set.of()));
    sink("busy", new Match(Set.of("search"), Set.of(), Set.of()));
    answers.put("gone", Answer.Failed.forGood("it answered 410: it wants no more"));
    answers.put(
        "busy",
        new Answer.Failed("it answered 429", false, true, Optional.of(Duration.ofMinutes(30))));
    tell("payments", "orders", "MissingExternally");
    tell("search", "index", "MissingExternally");
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      assertEquals(State.ESCALATED, report("orders").state());
      assertEquals(Optional.of(now.plus(Duration.ofMinutes(30))), of("index", "busy").next());
    }
  }

  @Test
  void keepsTheOrderOfAResource() {
    sink("hook", ALL);
    answers.put("hook", Answer.Failed.now("it answered 400"));
    tell("payments", "orders", "First", "Second", "Third");
    try (Dispatch dispatch = dispatch()) {
      dispatch.settle();
      assertEquals(List.of("hook:orders:First"), sent);
      answers.put("hook", new Answer.Accepted());
      now = now.plusSeconds(5);
      dispatch.settle();
      assertEquals(
          List.of(
              "hook:orders:First", "hook:orders:First", "hook:orders:Second", "hook:orders:Third"),
          sent);
    }
  }

  @Test
  void aReplicaThatDiesLosesItsLeaseAndNotItsNotice() {
    sink("hook", ALL);
    tell("payments", "orders", "MissingExternally");
    Sink dies =
        (_, _) -> {
          throw new IllegalStateException("killed");
        };
    Sink answering = sinks.put("hook", dies);
    try (Dispatch first = dispatch()) {
      first.turn();
      // It claims, and is gone before it could write anything down.
      assertEquals(1, store.outbox().claim("hook", now, Courier.LEASE, 10, true).size());
    }
    sinks.put("hook", answering);
    try (Dispatch second = dispatch()) {
      second.settle();
      assertEquals(List.of(), sent);
      now = now.plus(Courier.LEASE);
      second.settle();
      assertEquals(List.of("hook:orders:MissingExternally"), sent);
      assertEquals(State.DELIVERED, report("orders").state());
    }
  }

  @Test
  void whatWasMeantForASinkThatIsGoneIsEscalatedInTheEnd() {
    sink("old", ALL);
    tell("payments", "orders", "MissingExternally");
    try (Dispatch first = dispatch()) {
      first.turn();
    }
    settings.clear();
    sinks.clear();
    try (Dispatch second = dispatch()) {
      second.settle();
      // Another replica may have a newer configuration, and the sink.
      assertEquals(State.PENDING, report("orders").state());
      now = now.plus(Duration.ofHours(24));
      second.settle();
      assertEquals(State.ESCALATED, report("orders").state());
    }
  }

  @Test
  void aTestGoesToTheSinkAloneAndIsKeptNowhere() {
    sink("hook", ALL);
    try (Dispatch dispatch = dispatch()) {
      assertEquals(Set.of("hook", NotifySettings.LOG), dispatch.sinks());
      assertEquals(
          Optional.of(new Answer.Accepted()), dispatch.test("hook", "payments", "corp:ann"));
      assertEquals(Optional.empty(), dispatch.test("none", "payments", "corp:ann"));
      assertEquals(List.of("hook:hook:Test"), sent);
      assertEquals(List.of(), settled());
    }
  }
}
