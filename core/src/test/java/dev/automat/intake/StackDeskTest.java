package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.GoldenCopy;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.ConfiguredPlaces;
import dev.automat.cost.Limits;
import dev.automat.document.Documents;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.StackAnswer.Accepted;
import dev.automat.intake.StackAnswer.Clash;
import dev.automat.intake.StackAnswer.Effect;
import dev.automat.intake.StackAnswer.Possible;
import dev.automat.intake.StackAnswer.Refused;
import dev.automat.intake.StackAnswer.Unchanged;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay.Pause;
import dev.automat.resource.Stay.Quarantine;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.resource.Work.Finale;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Completion;
import dev.automat.store.InMemoryStore;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Write;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several resources with one name and one lifetime, over a real store and the golden paths. */
@Timeout(180)
class StackDeskTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.local();
  private static final Catalog CATALOG = Catalog.load(Path.of("..", "modules"), PLUGINS);
  private static final StackKey PR = new StackKey("payments", "pr-42");
  private static final ResourceKey ORDERS = new ResourceKey("payments", "Database", "pr-42-orders");
  private static final Origin ANN = new Origin("corp:ann", "test", Optional.empty());
  private static final String BOTH =
      "{environment: preview, lifetime: 3d, resources: {orders: {kind: Database, module: postgres,"
          + " size: small}, jobs: {kind: Queue}}}";

  private static final Map<String, Map<String, Object>> SECTIONS =
      Map.of(
          "local",
          Map.of("accounts", Map.of("default", Map.of("regions", Map.of("local", Map.of())))));

  private Catalog catalog = CATALOG;
  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  private final SplittableRandom random = new SplittableRandom(1);

  @AfterEach
  void close() {
    writer.close();
  }

  private record House(
      StackDesk desk,
      StackStays stays,
      StackUndeletion undeletion,
      Undeletion alone,
      Intake intake,
      Upgrades upgrades,
      Transfers transfers) {}

  private House house() {
    return house(Limits.NONE);
  }

  private House house(Limits limits) {
    TeamSpec payments =
        new TeamSpec(
            Optional.empty(),
            Optional.of("ann"),
            Optional.of("cc-1"),
            List.of(),
            List.of(),
            Optional.empty(),
            limits);
    Teams teams = Teams.configured(Map.of("payments", payments, "search", payments));
    Admission admission =
        new Admission(
            catalog,
            teams,
            List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));
    LiveChecks checks = new LiveChecks(catalog, PLUGINS);
    Incarnation incarnation = new Incarnation(PLUGINS, random);
    Optional<Allowances> allowances = Optional.of(new Allowances(teams, catalog));
    Undeletion undeletion =
        new Undeletion(
            store,
            writer,
            admission,
            checks,
            incarnation,
            PLUGINS,
            new ConfiguredPlaces(SECTIONS, PLUGINS),
            () -> now,
            allowances);
    return new House(
        new StackDesk(
            store, catalog, admission, checks, incarnation, random, () -> now, allowances),
        new StackStays(store, () -> now),
        new StackUndeletion(store, catalog, undeletion, random, () -> now),
        undeletion,
        new Intake(store, writer, admission, checks, incarnation, () -> now, allowances),
        new Upgrades(
            store,
            writer,
            new Replanning(admission, checks, () -> now),
            catalog,
            PLUGINS,
            () -> now),
        new Transfers(
            store, new Replanning(admission, checks, () -> now), PLUGINS, () -> now, random));
  }

  private StackPut put(String spec) {
    return put(spec, ANN, false, false);
  }

  private StackPut put(String spec, Origin origin, boolean allowDataLoss, boolean recreate) {
    return new StackPut(
        PR,
        Map.of(),
        Documents.parse("spec", spec).root(),
        origin,
        now,
        Optional.empty(),
        false,
        Optional.empty(),
        recreate,
        false,
        allowDataLoss,
        Optional.empty());
  }

  private static StackState accepted(StackAnswer answer) {
    return assertInstanceOf(Accepted.class, answer, answer.toString()).state();
  }

  private static List<Violation> refused(StackAnswer answer) {
    return assertInstanceOf(Refused.class, answer, answer.toString()).violations();
  }

  private static void assertClash(Reason reason, StackAnswer answer) {
    assertEquals(reason, assertInstanceOf(Clash.class, answer, answer.toString()).reason());
  }

  private StackState made() {
    return accepted(house().desk().put(put(BOTH)));
  }

  private static Resource member(StackState state, String member) {
    return state.members().stream()
        .filter(each -> StackState.memberOf(each).equals(member))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void makesAllMembersWithOneEnd() {
    StackState made = made();

    assertEquals(
        List.of("jobs", "orders"), made.members().stream().map(StackState::memberOf).toList());
    Optional<Instant> end = Optional.of(now.plus(Duration.ofDays(3)));
    assertEquals(end, made.stack().expires());
    for (Resource each : made.members()) {
      assertEquals(end, each.times().expires());
      assertEquals("preview", each.spec().path("environment").asString());
    }
    assertEquals(
        new ResourceKey("payments", "Database", "pr-42-orders"), member(made, "orders").key());
    assertInstanceOf(Unchanged.class, house().desk().put(put(BOTH)));
    assertEquals(Optional.of(made), store.stacks().current(PR));
  }

  @Test
  void saysAllThatIsWrongWithAnyMemberAndWritesNothing() {
    List<Violation> violations =
        refused(
            house()
                .desk()
                .put(
                    put(
                        "{environment: preview, lifetime: 900d, resources: {orders: {kind:"
                            + " Database, module: postgres, size: huge}, jobs: {kind: Queu},"
                            + " a-name-that-is-far-too-long-for-the-rest: {kind: Queue}}}")));

    List<String> places = violations.stream().map(Violation::pointer).toList();
    assertTrue(places.contains("/spec/resources/orders/size"), places.toString());
    assertTrue(places.contains("/spec/resources/jobs/kind"), places.toString());
    assertTrue(
        places.contains("/spec/resources/a-name-that-is-far-too-long-for-the-rest"),
        places.toString());
    assertTrue(places.contains("/spec/lifetime"), places.toString());
    assertEquals(
        1, places.stream().filter("/spec/lifetime"::equals).count(), violations.toString());
    assertEquals(
        Optional.of("Queue"),
        violations.stream()
            .filter(each -> each.rule().equals("unknown-kind"))
            .findFirst()
            .flatMap(Violation::nearest));
    assertEquals(Optional.empty(), store.stacks().current(PR));
    assertEquals(List.of(), store.list(ResourceFilter.all(), Optional.empty(), 10));
  }

  @Test
  void whatTheStackSaysHoldsForAllThatDoNotSayOtherwise() {
    StackState made =
        accepted(
            house()
                .desk()
                .put(
                    put(
                        "{environment: preview, purpose: review, owner: ann, resources: {a: {kind:"
                            + " Queue}, b: {kind: Queue, owner: ben}}}")));

    assertEquals("ann", member(made, "a").spec().path("owner").asString());
    assertEquals("ben", member(made, "b").spec().path("owner").asString());
    assertEquals("review", member(made, "b").spec().path("purpose").asString());
    assertTrue(made.stack().expires().isPresent(), "the shortest of the members");
  }

  @Test
  void changesAddsAndRemovesMembersAtOnce() {
    StackState before = made();
    String changed =
        "{environment: preview, lifetime: 3d, resources: {orders: {kind: Database, module:"
            + " postgres, size: small, purpose: load}, mail: {kind: Queue}}}";

    Possible possible = assertInstanceOf(Possible.class, house().desk().validate(put(changed)));
    assertEquals(Effect.CHANGE, possible.members().get("orders").effect());
    assertEquals(Effect.CREATE, possible.members().get("mail").effect());
    assertEquals(List.of("jobs"), possible.removed());
    StackState after = accepted(house().desk().put(put(changed)));

    assertEquals(2, after.stack().generation());
    assertEquals(before.stack().uid(), after.stack().uid());
    assertEquals(2, member(after, "orders").generation());
    assertEquals(before.stack().expires(), member(after, "mail").times().expires());
    assertEquals(Want.DELETED, member(after, "jobs").want());
    assertEquals(
        List.of("mail", "orders"), after.wanted().stream().map(StackState::memberOf).toList());
    assertEquals(Want.PRESENT, after.stack().want());
  }

  @Test
  void aMemberThatHoldsDataIsRemovedOnlyWithAWord() {
    made();
    String without = "{environment: preview, lifetime: 3d, resources: {jobs: {kind: Queue}}}";

    Violation violation = refused(house().desk().put(put(without))).getFirst();
    assertEquals("would-delete", violation.rule());
    assertEquals("/spec/resources/orders", violation.pointer());
    assertTrue(violation.fix().contains("allowDataLoss=true"), violation.fix());

    StackState after = accepted(house().desk().put(put(without, ANN, true, false)));
    assertEquals(Want.DELETED, member(after, "orders").want());
    assertEquals(Phase.Pending, after.phase());
  }

  @Test
  void aNameThatAnotherHasIsRefusedAtItsMember() {
    house()
        .intake()
        .put(
            new PutRequest(
                new AdmissionRequest(
                    "payments",
                    "Queue",
                    "pr-42-jobs",
                    Map.of(),
                    Documents.parse("spec", "{environment: dev}").root()),
                ANN,
                now,
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty()));

    Violation violation = refused(house().desk().put(put(BOTH))).getFirst();
    assertEquals("name-taken", violation.rule());
    assertEquals("/spec/resources/jobs", violation.pointer());
    assertEquals(1, store.list(ResourceFilter.all(), Optional.empty(), 10).size());
  }

  @Test
  void aQuotaForOneOfTwoRefusesBothAlsoWhenOnlyAsked() {
    House house = house(new Limits(Map.of(), Map.of("queues", 1)));
    String two =
        "{environment: preview, lifetime: 3d, resources: {a: {kind: Queue}, b: {kind: Queue}}}";

    assertEquals("quota", refused(house.desk().validate(put(two))).getFirst().rule());
    assertEquals("quota", refused(house.desk().put(put(two))).getFirst().rule());
    assertEquals(List.of(), store.list(ResourceFilter.all(), Optional.empty(), 10));
    assertEquals(Optional.empty(), store.stacks().current(PR));
  }

  @Test
  void ofManyThatAskForTheSameOneMakesIt() throws Exception {
    House house = house();
    List<CompletableFuture<StackAnswer>> racing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      racing.add(CompletableFuture.supplyAsync(() -> house.desk().put(put(BOTH))));
    }
    int created = 0;
    for (CompletableFuture<StackAnswer> each : racing) {
      StackAnswer answer = each.get();
      created += answer instanceof Accepted ? 1 : 0;
      assertTrue(answer instanceof Accepted || answer instanceof Unchanged, answer.toString());
    }

    assertEquals(1, created);
    assertEquals(2, store.list(ResourceFilter.all(), Optional.empty(), 10).size());
  }

  @Test
  void whatWouldPartAMemberFromItsStackIsRefused() {
    Resource orders = member(made(), "orders");
    House house = house();
    ResourceKey key = orders.key();
    Instant later = now.plus(Duration.ofDays(9));

    assertMember(
        house.intake().delete(new DeleteRequest(key, ANN, Optional.empty(), true)), "stacks/pr-42");
    assertMember(
        new Extensions(store, () -> now)
            .extend(new ExtendRequest(key, ANN, later, "because", true)),
        "stacks/pr-42");
    Stays stays = new Stays(store, () -> now);
    assertMember(stays.pause(key, ANN, later, "because"), "stacks/pr-42");
    assertMember(stays.resume(key, ANN), "stacks/pr-42");
    assertMember(stays.release(key, ANN, "because"), "stacks/pr-42");
    assertMember(house.intake().put(changed(orders, "{environment: preview}")), "stacks/pr-42");
    assertInstanceOf(
        Answer.Unchanged.class, house.intake().put(changed(orders, Json.write(orders.spec()))));
    assertInstanceOf(Answer.Accepted.class, house.intake().reconcile(key, ANN));
    assertEquals(orders.generation(), store.current(key).orElseThrow().generation());
  }

  private PutRequest changed(Resource resource, String spec) {
    return new PutRequest(
        new AdmissionRequest(
            resource.key().team(),
            resource.key().kind(),
            resource.key().name(),
            resource.labels(),
            Json.read(Json.write(Documents.parse("spec", spec).root()), JsonNode.class)),
        ANN,
        now,
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        true,
        Optional.empty());
  }

  private static void assertMember(Answer answer, String place) {
    Answer.Clash clash = assertInstanceOf(Answer.Clash.class, answer, answer.toString());
    assertEquals(Reason.MEMBER_OF_STACK, clash.reason());
    assertTrue(clash.fix().contains(place), clash.fix());
  }

  @Test
  void isExtendedPausedAndResumedAsOne() {
    made();
    House house = house();
    Instant later = now.plus(Duration.ofDays(5));

    StackState extended = accepted(house.stays().extend(PR, ANN, later, "a review", false));
    assertEquals(Optional.of(later), extended.stack().expires());
    for (Resource each : extended.members()) {
      assertEquals(Optional.of(later), each.times().expires());
    }
    assertInstanceOf(Unchanged.class, house.stays().extend(PR, ANN, later, "a review", false));
    assertEquals(
        "not-later",
        refused(house.stays().extend(PR, ANN, now.plus(Duration.ofDays(1)), "no", false))
            .getFirst()
            .rule());
    assertEquals(
        "max-lifetime",
        refused(house.stays().extend(PR, ANN, now.plus(Duration.ofDays(900)), "no", false))
            .getFirst()
            .rule());
    assertInstanceOf(Unchanged.class, house.desk().put(put(BOTH)));

    Instant until = now.plus(Duration.ofDays(1));
    StackState paused = accepted(house.stays().pause(PR, ANN, until, "a look"));
    for (Resource each : paused.members()) {
      assertEquals(until, each.stay().pausedAt(now).orElseThrow().until());
    }
    assertClash(
        Reason.PAUSED,
        house.desk().delete(new StackDelete(PR, ANN, Optional.empty(), false, false)));
    StackState resumed = accepted(house.stays().resume(PR, ANN));
    assertEquals(Optional.empty(), resumed.pausedAt(now));
    assertInstanceOf(Unchanged.class, house.stays().resume(PR, ANN));
    assertClash(Reason.NOT_QUARANTINED, house.stays().release(PR, ANN, "a look"));
  }

  @Test
  void isDeletedAsOneAndComesBackWithItsData() {
    made();
    House house = house();
    StackDelete deletion = new StackDelete(PR, ANN, Optional.empty(), false, false);
    assertClash(Reason.NOT_UNDELETABLE, house.undeletion().undelete(PR, Optional.empty(), ANN));

    StackState going = accepted(house.desk().delete(deletion));
    assertTrue(going.members().stream().allMatch(each -> each.want() == Want.DELETED));
    assertInstanceOf(Unchanged.class, house.desk().delete(deletion));
    assertClash(Reason.DELETING, house.desk().put(put(BOTH)));
    bury();
    assertClash(Reason.GONE, house.desk().delete(deletion));

    String lost = member(going, "orders").uid();
    StackState back = accepted(house.undeletion().undelete(PR, Optional.empty(), ANN));
    assertEquals(Optional.of(going.stack().uid()), back.stack().restoredFrom());
    assertEquals(
        Optional.of(new Source(lost, "snap-1")), member(back, "orders").stay().restoredFrom());
    assertEquals(Optional.empty(), member(back, "jobs").stay().restoredFrom());
    assertEquals(Optional.of(now.plus(Duration.ofDays(3))), back.stack().expires());
    assertInstanceOf(Unchanged.class, house.desk().put(put(BOTH)));
  }

  @Test
  void overWhatTheUserDeletedAnotherOneIsMade() {
    String first = made().stack().uid();
    House house = house();
    accepted(house.desk().delete(new StackDelete(PR, ANN, Optional.empty(), false, false)));
    bury();

    Accepted again = assertInstanceOf(Accepted.class, house.desk().put(put(BOTH)));
    assertTrue(again.created());
    assertTrue(!again.state().stack().uid().equals(first));
    assertEquals(
        List.of("/spec/resources/orders"),
        again.aside().warnings().stream().map(Violation::pointer).toList());
  }

  @Test
  void anEarlierOneComesBackByItsUidOnceTheNameIsFree() {
    StackState first = made();
    House house = house();
    Optional<String> uid = Optional.of(first.stack().uid());
    buryAll(house);
    StackState second = accepted(house.desk().put(put(BOTH.replace("3d", "2d"))));
    assertClash(Reason.NOT_UNDELETABLE, house.undeletion().undelete(PR, uid, ANN));
    buryAll(house);
    assertClash(Reason.NOT_FOUND, house.undeletion().undelete(PR, Optional.of("nobody"), ANN));
    assertClash(
        Reason.NOT_FOUND,
        house.undeletion().undelete(PR, Optional.of(member(first, "orders").uid()), ANN));

    StackState back = accepted(house.undeletion().undelete(PR, uid, ANN));
    assertEquals(uid, back.stack().restoredFrom());
    assertEquals(first.stack().spec(), back.stack().spec());
    assertEquals(
        Optional.of(new Source(member(first, "orders").uid(), "snap-1")),
        member(back, "orders").stay().restoredFrom());
    assertEquals(Optional.of(back), store.stacks().current(PR));

    buryAll(house);
    assertEquals(
        Optional.of(second.stack().uid()),
        accepted(house.undeletion().undelete(PR, Optional.of(second.stack().uid()), ANN))
            .stack()
            .restoredFrom());
  }

  @Test
  void aMemberThatAnotherTeamHasNowIsNotNamed() {
    StackState first = made();
    House house = house();
    Optional<String> orders = Optional.of(member(first, "orders").uid());
    buryAll(house);
    assertInstanceOf(Answer.Accepted.class, house.alone().undelete(ORDERS, orders, ANN));
    assertInstanceOf(TransferAnswer.Moved.class, house.transfers().give(ORDERS, "search", ANN));
    accepted(house.desk().put(put(BOTH)));
    buryAll(house);

    Clash clash =
        assertInstanceOf(
            Clash.class, house.undeletion().undelete(PR, Optional.of(first.stack().uid()), ANN));
    assertEquals(
        "another team has it and its data now; PUT to this address makes a new, empty one",
        clash.fix());
  }

  @Test
  void theDataOfAnEarlierMemberAreHadAsTheWarningSays() {
    StackState first = made();
    House house = house();
    String uid = member(first, "orders").uid();
    buryAll(house);

    Violation warning =
        assertInstanceOf(Accepted.class, house.desk().put(put(BOTH))).aside().warnings().getFirst();
    assertEquals("copy-left", warning.rule());
    assertTrue(
        warning
            .fix()
            .contains(
                "DELETE the stack pr-42, and once it is gone POST …:undelete of Database"
                    + " pr-42-orders with {\"uid\": \""
                    + uid),
        warning.fix());
    assertTrue(warning.fix().contains(first.stack().uid()), warning.fix());
    Answer.Clash held =
        assertInstanceOf(Answer.Clash.class, house.alone().undelete(ORDERS, Optional.of(uid), ANN));
    assertEquals(Reason.NOT_UNDELETABLE, held.reason());
    assertTrue(held.fix().startsWith("DELETE the stack pr-42, which"), held.fix());

    buryAll(house);
    Resource back =
        assertInstanceOf(
                Answer.Accepted.class, house.alone().undelete(ORDERS, Optional.of(uid), ANN))
            .resource();
    assertEquals(Optional.of(new Source(uid, "snap-1")), back.stay().restoredFrom());
    assertEquals(Optional.empty(), back.stay().member());
  }

  private void buryAll(House house) {
    accepted(house.desk().delete(new StackDelete(PR, ANN, Optional.empty(), false, false)));
    bury();
  }

  /** As the engine leaves those that are to go: of the database a copy was kept. */
  private void bury() {
    List<Completion> seen = new ArrayList<>();
    for (Resource claimed : claimed()) {
      if (!claimed.want().absent()) {
        continue;
      }
      boolean kept = claimed.plan().stateful();
      seen.add(
          new Completion(
              claimed.uid(),
              claimed.lease().epoch(),
              now.plus(Duration.ofDays(1)),
              Optional.of(
                  new Completion.Found(
                      Phase.Deleted,
                      claimed.status(),
                      (kept ? claimed.work().withFinale(Finale.kept("snap-1")) : claimed.work())
                          .withPurgeAt(Optional.of(now.plus(Duration.ofDays(7)))),
                      Optional.empty(),
                      Optional.of(now),
                      List.of()))));
    }
    store.complete(seen, now);
  }

  private List<Resource> claimed() {
    now = now.plus(Duration.ofMinutes(2));
    return store.claim(now, Duration.ofMinutes(1), 10, Set.of());
  }

  private void expire() {
    List<Write> ends = new ArrayList<>();
    for (Resource member : store.stacks().current(PR).orElseThrow().alive()) {
      ends.add(
          new Write.End(
              member.key(),
              member.uid(),
              member.generation(),
              Want.EXPIRED,
              now,
              Optional.empty(),
              Event.Draft.normal(now, "Expired", "its time is up")));
    }
    store.write(ends);
    bury();
  }

  private void quarantine(String... members) {
    for (Resource each : claimed()) {
      if (List.of(members).contains(StackState.memberOf(each))) {
        Steering cut =
            new Steering.Quarantine(
                new Quarantine(now, now.plus(Duration.ofDays(3))),
                each.times().expires().orElseThrow(),
                each.lease().epoch());
        store.write(
            List.of(
                new Write.Steer(
                    each.key(),
                    each.uid(),
                    cut,
                    now,
                    Event.Draft.normal(now, "Quarantined", "cut"))));
      }
    }
  }

  private static String with(String last, String resources) {
    return "{environment: preview, " + last + " resources: {" + resources + "}}";
  }

  @Test
  void whatIsAddedToAPausedStackWaitsForItsEndToo() {
    made();
    House house = house();
    Instant until = now.plus(Duration.ofDays(1));
    Optional<Pause> pause = accepted(house.stays().pause(PR, ANN, until, "a look")).pausedAt(now);

    StackState after =
        accepted(
            house.desk().put(put(BOTH.replace("jobs: {kind", "mail: {kind: Queue}, jobs: {kind"))));

    assertTrue(pause.isPresent());
    assertEquals(pause, member(after, "mail").stay().pausedAt(now));
    StackState resumed = accepted(house.stays().resume(PR, ANN));
    assertEquals(Optional.empty(), member(resumed, "mail").stay().pause());
  }

  @Test
  void aMemberThatIsUpgradedStillEndsWithItsStack(@TempDir Path directory) throws IOException {
    StackState made = accepted(house().desk().put(put(with("", "orders: {kind: Database}"))));
    GoldenCopy copy = GoldenCopy.in(directory);
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.edit("database/postgres/1.1.0.yaml", "default: 3d, max: 14d", "default: 5d, max: 14d");
    catalog = Catalog.load(directory, PLUGINS);
    assertEquals(List.of(), catalog.rejected());

    Resource upgraded =
        assertInstanceOf(
                Answer.Accepted.class,
                house()
                    .upgrades()
                    .carryOut(
                        new UpgradeRequest(
                            member(made, "orders").key(),
                            ANN,
                            new UpgradeRequest.Target.Next(),
                            Optional.empty(),
                            false,
                            Optional.empty()))
                    .answer())
            .resource();

    assertEquals("5d", upgraded.plan().lifetime());
    assertEquals(made.stack().expires(), upgraded.times().expires());
  }

  @Test
  void whatHadANamedEndComesBackThoughThatHasPassed() {
    String named = "expiresAt: \"2026-01-03T00:00:00Z\",";
    accepted(house().desk().put(put(with(named, "orders: {kind: Database}, jobs: {kind: Queue}"))));
    now = now.plus(Duration.ofDays(3));
    expire();

    StackState back = accepted(house().undeletion().undelete(PR, Optional.empty(), ANN));

    assertTrue(back.stack().expires().filter(now::isBefore).isPresent(), back.toString());
    for (Resource each : back.members()) {
      assertEquals(back.stack().expires(), each.times().expires());
    }
    assertTrue(member(back, "orders").stay().restoredFrom().isPresent());
    assertEquals(Optional.empty(), member(back, "jobs").stay().restoredFrom());
  }

  @Test
  void aLifetimeThatIsOnlyWrittenDownLeavesAnExtension() {
    accepted(house().desk().put(put(with("", "orders: {kind: Database}, jobs: {kind: Queue}"))));
    Instant later = now.plus(Duration.ofDays(9));
    accepted(house().stays().extend(PR, ANN, later, "a review", false));
    now = now.plus(Duration.ofDays(4));

    StackState after =
        accepted(
            house()
                .desk()
                .put(put(with("lifetime: 3d,", "orders: {kind: Database}, jobs: {kind: Queue}"))));

    assertEquals(Optional.of(later), after.stack().expires());
    for (Resource each : after.members()) {
      assertEquals(Optional.of(later), each.times().expires());
    }
  }

  @Test
  void whatMustEndIsNoMemberOfWhatNeverDoes(@TempDir Path directory) throws IOException {
    GoldenCopy copy = GoldenCopy.in(directory);
    copy.edit(
        "queue/fifo/1.0.0.yaml",
        "prod:    {lifetime: {default: none, max: none}",
        "prod:    {lifetime: {default: 30d, max: 90d}");
    catalog = Catalog.load(directory, PLUGINS);
    String prod = "{environment: prod, resources: {jobs: {kind: Queue}%s}}";
    StackState endless = accepted(house().desk().put(put(prod.formatted(""))));
    assertEquals(Optional.empty(), endless.stack().expires());

    Violation violation =
        refused(house().desk().put(put(prod.formatted(", mail: {kind: Queue, module: fifo}"))))
            .getFirst();

    assertEquals("max-lifetime", violation.rule());
    assertEquals("/spec/resources/mail", violation.pointer());
    assertTrue(violation.message().contains("never ends"), violation.message());
  }

  @Test
  void aReleaseOpensThoseThatHadNone() {
    made();
    House house = house();
    quarantine("jobs");
    accepted(house.stays().release(PR, ANN, "a look"));
    quarantine("orders");

    StackState released = accepted(house.stays().release(PR, ANN, "another"));

    assertEquals("a look", member(released, "jobs").stay().release().orElseThrow().reason());
    assertEquals("another", member(released, "orders").stay().release().orElseThrow().reason());
    assertClash(Reason.RELEASED_BEFORE, house.stays().release(PR, ANN, "a third"));
  }

  @Test
  void whatHadTheNameOfAMemberBeforeIsNoPartOfTheWhole() {
    House house = house();
    accepted(house.desk().put(put(with("", "orders: {kind: Database}"))));
    now = now.plusSeconds(1);
    accepted(house.desk().put(put(with("", "orders: {kind: queues}"), ANN, true, false)));
    bury();
    accepted(house.desk().delete(new StackDelete(PR, ANN, Optional.empty(), false, false)));
    bury();

    StackState gone = store.stacks().current(PR).orElseThrow();
    assertTrue(gone.isTombstone());
    assertEquals(2, gone.members().size());
    assertEquals(List.of("Queue"), gone.wanted().stream().map(each -> each.key().kind()).toList());
    assertClash(Reason.NOT_UNDELETABLE, house.undeletion().undelete(PR, Optional.empty(), ANN));
  }

  @Test
  void anotherManagerIsAskedToTakeItOver() {
    Origin git = new Origin("corp:ann", "test", Optional.of("git:shop"));
    accepted(house().desk().put(put(BOTH, git, false, false)));

    assertClash(
        Reason.MANAGED_ELSEWHERE,
        house().desk().put(put(BOTH.replace("3d", "2d"), ANN, false, false)));
    assertClash(
        Reason.MANAGED_ELSEWHERE,
        house().desk().delete(new StackDelete(PR, ANN, Optional.empty(), false, false)));
  }

  @Test
  void aShorterLifetimeThatIsOverAlreadyIsRefused() {
    made();
    now = now.plus(Duration.ofDays(2));

    List<Violation> violations = refused(house().desk().put(put(BOTH.replace("3d", "1d"))));
    assertTrue(
        violations.stream().allMatch(each -> each.rule().equals("expires-in-the-past")),
        violations.toString());
    assertTrue(
        violations.stream().allMatch(each -> each.pointer().equals("/spec/lifetime")),
        violations.toString());
  }
}
