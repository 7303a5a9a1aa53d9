package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.intake.Answer.Accepted;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Possible;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.Answer.Refused;
import dev.automat.intake.Answer.Unchanged;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Completion;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** One answer to each request, over a real store and the golden paths. */
@Timeout(180)
class IntakeTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.local();
  private static final Catalog CATALOG = Catalog.load(Path.of("..", "modules"), PLUGINS);
  private static final Admission ADMISSION =
      new Admission(
          CATALOG,
          Teams.configured(
              Map.of(
                  "payments", TeamSpec.of(Optional.of("payments-team"), Optional.of("cc-1234")))),
          List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));
  private static final ResourceKey KEY = new ResourceKey("payments", "Database", "orders");
  private static final Origin ORIGIN = new Origin("ops@local", "test", Optional.empty());
  private static final DeleteRequest DELETE =
      new DeleteRequest(KEY, ORIGIN, Optional.empty(), false);
  private static final RecreateRequest RECREATE = new RecreateRequest(KEY, ORIGIN, true, false);
  private static final String MEDIUM = "{environment: dev, size: medium}";

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private final Incarnation incarnation = new Incarnation(PLUGINS, new SplittableRandom(1));
  private Instant now = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private final Intake intake = over(store);

  private Intake over(Store seen) {
    return new Intake(
        seen, writer, ADMISSION, new LiveChecks(CATALOG, PLUGINS), incarnation, () -> now);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private static Accepted accepted(Answer answer) {
    return assertInstanceOf(Accepted.class, answer);
  }

  private Resource put(Puts put) {
    return accepted(intake.put(put.build())).resource();
  }

  private static void assertClash(Reason reason, Answer answer) {
    assertEquals(reason, assertInstanceOf(Clash.class, answer).reason());
  }

  private List<String> timeline(Resource resource) {
    return store.events(resource.uid(), 0, 100).stream().map(Event::reason).toList();
  }

  private Resource claim() {
    return store.claim(now, Duration.ofMinutes(1), 10, Set.of()).getFirst();
  }

  /** The engine sees it gone. */
  private void bury() {
    Resource claimed = claim();
    Completion.Found gone =
        new Completion.Found(
            Phase.Deleted,
            claimed.status(),
            Work.none(),
            Optional.empty(),
            Optional.of(now),
            List.of());
    complete(claimed, Optional.of(gone));
  }

  private void complete(Resource claimed, Optional<Completion.Found> found) {
    store.complete(
        List.of(new Completion(claimed.uid(), claimed.lease().epoch(), Lease.NEVER, found)), now);
  }

  // PUT.

  @Test
  void acceptsAndStoresANewResourceThatIsDueNow() {
    Accepted answer = accepted(intake.put(Puts.put("{environment: dev, lifetime: 2d}").build()));
    assertTrue(answer.created());
    Resource made = answer.resource();
    assertEquals(1, made.generation());
    assertEquals(Phase.Pending, made.phase());
    assertEquals("orders-" + made.uid(), made.status().externalName());
    assertEquals("dev@local", made.createdBy());
    assertEquals(
        Optional.of(made.times().accepted().plus(Duration.ofDays(2))), made.times().expires());
    assertEquals(Optional.of(made), store.current(KEY), "the answer is what a GET shows");
    assertEquals(made.uid(), claim().uid());
    assertEquals(List.of("Accepted"), timeline(made));
  }

  @Test
  void echoesTheSpecAsItWasWritten() {
    String spec = "{environment: dev, inputs: {storageGiB: 25}}";
    Resource made = put(Puts.put(spec));
    assertEquals(Puts.put(spec).build().request().spec(), made.spec());
    assertEquals(25L, made.plan().inputs().get("storageGiB"));
  }

  @Test
  void theSameAgainIsUnchangedWhateverItWasWrittenIn() {
    Resource made = put(Puts.put("{environment: dev, inputs: {storageGiB: 25}}"));
    assertEquals(
        new Unchanged(made),
        intake.put(Puts.put("{inputs: {storageGiB: 25}, environment: dev}").build()));
    assertEquals(List.of("Accepted"), timeline(made));

    JsonNode json =
        Json.read("{\"environment\":\"dev\",\"inputs\":{\"storageGiB\":25}}", JsonNode.class);
    assertEquals(json, store.current(KEY).orElseThrow().spec(), "YAML and JSON give the same tree");
  }

  @Test
  void anotherSpecOrOtherLabelsAreAChange() {
    Resource made = put(Puts.put());
    Resource larger = put(Puts.put(MEDIUM));
    assertEquals(made.uid(), larger.uid());
    assertEquals(2, larger.generation());

    Puts labels = Puts.put(MEDIUM).labels(Map.of("tier", "gold"));
    Accepted labelled = accepted(intake.put(labels.build()));
    assertFalse(labelled.created());
    assertEquals(3, labelled.resource().generation());
    assertEquals(List.of("Accepted", "Changed", "Changed"), timeline(made));
  }

  @Test
  void adoptingItChangesWhoKeepsItAndNothingElse() {
    Resource made = put(Puts.put("{environment: dev, lifetime: 2d}"));
    Puts kept = Puts.put("{environment: dev, lifetime: 2d}").managedBy("terraform:x");
    Resource adopted = accepted(intake.put(kept.build())).resource();
    assertEquals(Optional.of("terraform:x"), adopted.origin().managedBy());
    assertEquals(made.times().expires(), adopted.times().expires());
    Event event = store.events(made.uid(), 1, 1).getFirst();
    assertEquals(
        "dev@local took it over; it is kept by terraform:x; generation 2", event.message());
  }

  @Test
  void adoptingItKeepsThePlanThatStands() {
    Resource made = put(Puts.put());
    Admission today =
        new Admission(
            CATALOG,
            Teams.configured(
                Map.of(
                    "payments", TeamSpec.of(Optional.of("another-team"), Optional.of("cc-5678")))),
            List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));
    Intake later =
        new Intake(store, writer, today, new LiveChecks(CATALOG, PLUGINS), incarnation, () -> now);
    Answer adopted = later.put(Puts.put().managedBy("terraform:x").build());
    assertEquals(made.plan(), accepted(adopted).resource().plan(), "nothing else was asked for");
    Answer labelled =
        later.put(Puts.put().managedBy("terraform:x").labels(Map.of("tier", "gold")).build());
    assertEquals("cc-5678", accepted(labelled).resource().plan().tags().get("cost-center"));
  }

  @Test
  void carriesOutThePlanThatWasReviewedAndNoOther() {
    String other = "sha256:" + "0".repeat(64);
    Answer.PlanMismatch nothing =
        assertInstanceOf(
            Answer.PlanMismatch.class, intake.put(Puts.put().ifPlanMatch(other).build()));
    assertEquals(Optional.empty(), store.current(KEY), "nothing was made");
    String today = nothing.today().digest();

    Resource made = put(Puts.put().ifPlanMatch(today));
    assertEquals(today, made.plan().digest());
    assertInstanceOf(
        Answer.Unchanged.class, intake.put(Puts.put().ifPlanMatch(today).build()), "a repeat");
    assertInstanceOf(Answer.PlanMismatch.class, intake.put(Puts.put().ifPlanMatch(other).build()));
    Answer changed =
        intake.put(Puts.put("{environment: dev, size: medium}").ifPlanMatch(today).build());
    assertEquals(Optional.of(made), assertInstanceOf(Answer.PlanMismatch.class, changed).current());
  }

  @Test
  void anUnchangedLifetimeNeverMovesTheEnd() {
    Resource made = put(Puts.put("{environment: dev, lifetime: 2d}"));
    now = now.plus(Duration.ofDays(1));
    Resource larger = put(Puts.put("{environment: dev, lifetime: 2d, size: medium}"));
    assertEquals(made.times().expires(), larger.times().expires());
    Resource longer = put(Puts.put("{environment: dev, lifetime: 3d, size: medium}"));
    assertEquals(
        Optional.of(made.times().accepted().plus(Duration.ofDays(3))),
        longer.times().expires(),
        "counted from the creation");
  }

  @Test
  void refusesWithEveryViolationAndStoresNothing() {
    Refused refused =
        assertInstanceOf(
            Refused.class,
            intake.put(Puts.put("{environment: dev, size: huge, lifetime: x}").build()));
    assertTrue(refused.violations().size() > 1, refused::toString);
    assertEquals(Optional.empty(), store.current(KEY));
  }

  @Test
  void refusesWhatTheLiveChecksRefuse() {
    Resource made = put(Puts.put());
    Refused refused =
        assertInstanceOf(Refused.class, intake.put(Puts.put("{environment: staging}").build()));
    assertEquals("/spec/environment", refused.violations().getFirst().pointer());
    assertEquals(Optional.of(made), store.current(KEY));
  }

  @Test
  void validatesWithoutStoring() {
    Possible possible = assertInstanceOf(Possible.class, intake.validate(Puts.put().build()));
    assertEquals(Optional.empty(), possible.current());
    assertEquals(Optional.empty(), store.current(KEY));

    Resource made = put(Puts.put());
    assertEquals(made.plan().digest(), possible.plan().digest(), "what was shown is what was done");
    assertEquals(new Unchanged(made), intake.validate(Puts.put().build()));
    assertInstanceOf(Possible.class, intake.validate(Puts.put(MEDIUM).build()));
    assertEquals(1, store.current(KEY).orElseThrow().generation());
    assertClash(Reason.EXISTS, intake.validate(Puts.put().ifNoneMatch().build()));
  }

  // Ends and new beginnings.

  @Test
  void deletesOnceAndSaysSoAgain() {
    Resource made = put(Puts.put());
    Resource ending = accepted(intake.delete(DELETE)).resource();
    assertEquals(Want.DELETED, ending.want());
    assertEquals(Phase.Deleting, ending.phase());
    assertEquals(made.generation(), ending.generation());
    assertInstanceOf(Unchanged.class, intake.delete(DELETE));
    assertEquals(List.of("Accepted", "DeleteRequested"), timeline(made));
    assertClash(Reason.DELETING, intake.put(Puts.put().build()));
  }

  @Test
  void aNewIncarnationOverATombstoneInheritsNothing() {
    Resource first = put(Puts.put(MEDIUM));
    intake.delete(DELETE);
    bury();
    assertClash(Reason.GONE, intake.delete(DELETE));

    Accepted second = accepted(intake.put(Puts.put("{environment: staging}").build()));
    assertTrue(second.created());
    assertNotEquals(first.uid(), second.resource().uid());
    assertEquals(1, second.resource().generation());
    assertEquals(Work.none(), second.resource().work());
    assertEquals(List.of("Accepted"), timeline(second.resource()));
    assertTrue(store.byUid(first.uid()).orElseThrow().isTombstone(), "its history stays");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertClash(Reason.NOT_FOUND, intake.delete(DELETE));
    assertClash(Reason.NOT_FOUND, intake.reconcile(KEY, ORIGIN));
    assertClash(Reason.NOT_FOUND, intake.recreate(RECREATE));
  }

  @Test
  void aReconcileMakesItDueNow() {
    Resource made = put(Puts.put());
    complete(claim(), Optional.empty());
    Resource nudged = accepted(intake.reconcile(KEY, ORIGIN)).resource();
    assertFalse(nudged.lease().dueAt().isAfter(now));
    assertTrue(nudged.nudgedAt().isPresent());
    assertFalse(nudged.recreate());
    assertEquals(List.of("Accepted", "ReconcileRequested"), timeline(made));
  }

  @Test
  void recreatesOnlyWhatIsMissing() {
    put(Puts.put());
    assertClash(Reason.NOT_RECREATABLE, intake.recreate(RECREATE));
    assertFalse(store.current(KEY).orElseThrow().recreate());
  }

  // Many at once.

  @Test
  void oneOfManyAtOnceMakesItAndTheOthersFindItSo() throws Exception {
    List<Answer> answers = atOnce(24, _ -> Puts.put());
    assertEquals(
        1, answers.stream().filter(a -> a instanceof Accepted made && made.created()).count());
    assertEquals(23, answers.stream().filter(Unchanged.class::isInstance).count());
    assertEquals(1, store.current(KEY).orElseThrow().generation());
  }

  @Test
  void everyAcceptedOneOfManyAtOnceIsAGeneration() throws Exception {
    put(Puts.put());
    List<Answer> answers = atOnce(24, i -> Puts.put().labels(Map.of("n", "n" + i)));
    long accepted = answers.stream().filter(Accepted.class::isInstance).count();
    assertTrue(accepted > 0);
    assertEquals(1 + accepted, store.current(KEY).orElseThrow().generation());
    answers.stream()
        .filter(answer -> !(answer instanceof Accepted))
        .forEach(answer -> assertClash(Reason.CONTENDED, answer));
  }

  private List<Answer> atOnce(int number, IntFunction<Puts> asked) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> futures = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        PutRequest request = asked.apply(i).build();
        futures.add(threads.submit(() -> intake.put(request)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  @Test
  void plansAgainWhereSomebodyWasFaster() {
    put(Puts.put());
    Answer answer = over(meddled(2)).put(Puts.put(MEDIUM).build());
    assertEquals(4, accepted(answer).resource().generation());
  }

  @Test
  void givesUpWhereSomebodyIsAlwaysFaster() {
    put(Puts.put());
    Clash clash = assertInstanceOf(Clash.class, over(meddled(99)).put(Puts.put(MEDIUM).build()));
    assertEquals(Reason.CONTENDED, clash.reason());
    assertTrue(clash.retryAfter().isPresent());
  }

  @Test
  void doesNotPlanAgainForACallerWhoNamedAVersion() {
    Resource made = put(Puts.put());
    Puts based = Puts.put(MEDIUM).ifMatch(made.uid() + "-1");
    assertClash(Reason.STALE, over(meddled(1)).put(based.build()));
  }

  /** The store, but somebody changes the resource right after each of the first looks at it. */
  private Store meddled(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(store, arguments);
                if (method.getName().equals("current") && left.getAndDecrement() > 0) {
                  put(Puts.put().labels(Map.of("meddled", "m" + left)));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
