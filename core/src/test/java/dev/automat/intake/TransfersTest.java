package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.cost.Limits;
import dev.automat.document.Documents;
import dev.automat.intake.Answer.Reason;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import dev.automat.team.Transfer;
import dev.automat.team.Transfer.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A resource goes from team to team with the word of both, over a real store. */
class TransfersTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.local();
  private static final Catalog CATALOG = Catalog.load(Path.of("..", "modules"), PLUGINS);
  private static final ResourceKey KEY = new ResourceKey("shop", "Database", "orders");
  private static final Origin ANN = new Origin("corp:ann", "test", Optional.empty());
  private static final Origin BEN = new Origin("corp:ben", "test", Optional.empty());
  private static final Map<String, TeamSpec> TEAMS =
      Map.of(
          "shop", TeamSpec.of(Optional.of("shop-owner"), Optional.of("cc-shop")),
          "search", TeamSpec.of(Optional.of("search-owner"), Optional.of("cc-search")),
          "nobody", TeamSpec.of(Optional.empty(), Optional.empty()),
          "away", TeamSpec.of(Optional.of("away-owner"), Optional.of("cc-away")),
          "barred",
              new TeamSpec(
                  Optional.empty(),
                  Optional.of("barred-owner"),
                  Optional.empty(),
                  List.of(),
                  List.of(),
                  Optional.of(List.of("elsewhere"))));
  private static final Admission ADMISSION =
      new Admission(
          CATALOG,
          Teams.configured(TEAMS),
          List.of(
              new PlacementRule("elsewhere", Map.of("team", "away"), "local", "default", "moon"),
              new PlacementRule("default", Map.of(), "local", "default", "local")));

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  private final LiveChecks liveChecks = new LiveChecks(CATALOG, PLUGINS);
  private final Intake intake =
      new Intake(
          store,
          writer,
          ADMISSION,
          liveChecks,
          new Incarnation(PLUGINS, new SplittableRandom(1)),
          () -> now);
  private final Transfers transfers =
      new Transfers(
          store,
          new Replanning(ADMISSION, liveChecks, () -> now),
          PLUGINS,
          () -> now,
          new SplittableRandom(2));

  @AfterEach
  void close() {
    writer.close();
  }

  private Resource made(String team, String spec) {
    PutRequest put =
        new PutRequest(
            new AdmissionRequest(
                team,
                "Database",
                "orders",
                Map.of("tier", "gold"),
                Documents.parse("spec", spec).root()),
            new Origin("corp:ann", "test", Optional.of("terraform:shop")),
            now,
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            false,
            Optional.empty());
    return assertInstanceOf(Answer.Accepted.class, intake.put(put)).resource();
  }

  private Transfer offer(String to) {
    return standing(transfers.offer(KEY, to, ANN));
  }

  private static Transfer standing(TransferAnswer answer) {
    return assertInstanceOf(TransferAnswer.Standing.class, answer).transfer();
  }

  private static Reason clash(TransferAnswer answer) {
    Answer not = assertInstanceOf(TransferAnswer.Not.class, answer).answer();
    return assertInstanceOf(Answer.Clash.class, not).reason();
  }

  private static List<String> violations(TransferAnswer answer) {
    Answer not = assertInstanceOf(TransferAnswer.Not.class, answer).answer();
    return assertInstanceOf(Answer.Refused.class, not).violations().stream()
        .map(Violation::rule)
        .toList();
  }

  @Test
  void aWaiverThatIsRevokedMeanwhileLetsNothingThrough() {
    Resource made = made("shop", "{environment: dev}");
    Transfers lenient =
        new Transfers(
            store,
            new Replanning(new Lenient(ADMISSION), liveChecks, () -> now),
            PLUGINS,
            () -> now,
            new SplittableRandom(3));
    assertEquals(
        List.of("no-small"), violations(lenient.accept(offer("search").uid(), "search", BEN)));
    assertEquals(Optional.of(made.generation()), store.current(KEY).map(Resource::generation));
  }

  @Test
  void whatIsAcceptedIsRetaggedAndOtherwiseAsItWas() {
    Resource before = made("shop", "{environment: dev, lifetime: 2d}");
    TransferAnswer answer = transfers.accept(offer("search").uid(), "search", BEN);
    Resource after = assertInstanceOf(TransferAnswer.Moved.class, answer).resource();

    assertEquals("search", after.plan().tags().get("team"));
    assertEquals("search-owner", after.plan().tags().get("owner"));
    assertEquals("cc-search", after.plan().tags().get("cost-center"));
    assertEquals("gold", after.plan().tags().get("tier"));
    assertEquals(before.plan().settings(), after.plan().settings());
    assertEquals(before.plan().module(), after.plan().module());
    assertEquals(before.plan().placement(), after.plan().placement());
    assertNotEquals(before.plan().digest(), after.plan().digest());
    assertEquals(before.spec(), after.spec(), "as the person wrote it");
    assertEquals(before.uid(), after.uid());
    assertEquals(before.status().externalName(), after.status().externalName());
    assertEquals(before.times(), after.times());
    assertEquals(2, after.generation());
    assertEquals(Optional.empty(), after.origin().managedBy());
    assertEquals(Optional.empty(), store.current(KEY));
  }

  @Test
  void aTeamWithoutRoomTakesNothing() {
    made("shop", "{environment: dev}");
    Transfer offer = offer("search");
    TeamSpec full =
        new TeamSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            new Limits(Map.of(), Map.of("databases", 0)));
    Transfers narrow =
        new Transfers(
            store,
            new Replanning(
                ADMISSION,
                liveChecks,
                () -> now,
                Optional.of(new Allowances(Teams.configured(Map.of("search", full)), CATALOG))),
            PLUGINS,
            () -> now,
            new SplittableRandom(3));

    assertEquals(
        List.of("quota"),
        narrow.warnings(KEY, "search").stream().map(Violation::rule).toList(),
        "told with the offer, which stands all the same");
    assertEquals(List.of(), transfers.warnings(KEY, "search"));
    assertEquals(List.of("quota"), violations(narrow.accept(offer.uid(), "search", BEN)));
    assertTrue(store.current(KEY).isPresent());
  }

  @Test
  void theTimelineNamesThoseOfBothTeams() {
    Resource resource = made("shop", "{environment: dev}");
    transfers.accept(offer("search").uid(), "search", BEN);
    List<Event> timeline = store.events(resource.uid(), 0, 10);
    assertEquals(
        List.of("Accepted", "TransferOffered", "Transferred"),
        timeline.stream().map(Event::reason).toList());
    assertTrue(timeline.get(1).message().contains("corp:ann"), timeline::toString);
    assertTrue(timeline.get(2).message().contains("corp:ben"), timeline::toString);
    assertTrue(timeline.get(2).message().contains("corp:ann"), timeline::toString);
  }

  @Test
  void offeringAgainIsOfferingOnceAndToAnotherTeamOnlyAfterAWithdrawal() {
    made("shop", "{environment: dev}");
    Transfer first = offer("search");
    assertEquals(first, offer("search"));
    assertEquals(Reason.ALREADY_OFFERED, clash(transfers.offer(KEY, "away", ANN)));
    assertEquals(State.WITHDRAWN, standing(transfers.withdraw(first.uid(), "shop", ANN)).state());
    assertEquals("away", offer("away").to());
  }

  @Test
  void onlyTheTeamThatItIsOfferedToAcceptsOrDeclines() {
    made("shop", "{environment: dev}");
    String uid = offer("search").uid();
    assertEquals(Reason.NOT_FOUND, clash(transfers.accept(uid, "shop", ANN)));
    assertEquals(Reason.NOT_FOUND, clash(transfers.accept(uid, "away", BEN)));
    assertEquals(Reason.NOT_FOUND, clash(transfers.decline(uid, "shop", ANN)));
    assertEquals(Reason.NOT_FOUND, clash(transfers.withdraw(uid, "search", BEN)));
    assertEquals(State.DECLINED, standing(transfers.decline(uid, "search", BEN)).state());
    assertEquals(Reason.NOT_FOUND, clash(transfers.accept(uid, "search", BEN)), "it has ended");
  }

  @Test
  void anOfferStandsForSevenDays() {
    made("shop", "{environment: dev, lifetime: 14d}");
    String uid = offer("search").uid();
    now = now.plus(Duration.ofDays(7));
    assertEquals(Reason.NOT_FOUND, clash(transfers.accept(uid, "search", BEN)));
    assertNotEquals(uid, offer("search").uid(), "a new one can be made");
  }

  @Test
  void whatTheTeamMayNotHaveIsRefusedWithTheReasonAndCanBeAcceptedLater() {
    made("shop", "{environment: dev}");
    String uid = offer("barred").uid();
    assertEquals(
        List.of("placement-not-allowed"), violations(transfers.accept(uid, "barred", BEN)));
    assertEquals(State.OFFERED, store.transfers().byUid(uid).orElseThrow().state());
  }

  @Test
  void whatWouldHaveToMoveIsRefused() {
    made("shop", "{environment: dev}");
    assertEquals(
        List.of("placement-moved"), violations(transfers.accept(offer("away").uid(), "away", BEN)));
  }

  @Test
  void aTeamThatDoesNotExistCanNotAccept() {
    made("shop", "{environment: dev}");
    assertEquals(
        List.of("unknown-team"), violations(transfers.accept(offer("ghost").uid(), "ghost", BEN)));
  }

  @Test
  void whatNeedsAnOwnerIsNotGivenToATeamWithoutOne() {
    made("shop", "{environment: prod, deletionProtection: false}");
    assertEquals(
        List.of("owner-required"),
        violations(transfers.accept(offer("nobody").uid(), "nobody", BEN)));
  }

  @Test
  void aNameThatIsTakenIsSaid() {
    made("search", "{environment: dev}");
    made("shop", "{environment: dev}");
    String uid = offer("search").uid();
    assertEquals(Reason.NAME_TAKEN, clash(transfers.accept(uid, "search", BEN)));
  }

  @Test
  void whatIsBeingDeletedIsNeitherOfferedNorAccepted() {
    made("shop", "{environment: dev}");
    String uid = offer("search").uid();
    intake.delete(new DeleteRequest(KEY, ANN, Optional.empty(), true));
    assertEquals(Reason.DELETING, clash(transfers.accept(uid, "search", BEN)));
    assertEquals(Reason.DELETING, clash(transfers.offer(KEY, "away", ANN)));
  }

  @Test
  void nothingIsOfferedToOneselfOrToWhatCanBeNoTeam() {
    made("shop", "{environment: dev}");
    assertEquals(List.of("same-team"), violations(transfers.offer(KEY, "shop", ANN)));
    assertEquals(List.of("name-form"), violations(transfers.offer(KEY, "No Team", ANN)));
  }
}
