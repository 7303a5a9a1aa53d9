package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Role;
import dev.automat.identity.TokenRecord;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Holder;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.team.Member;
import dev.automat.team.Possession;
import dev.automat.team.Team;
import dev.automat.team.TeamSpec;
import dev.automat.team.Transfer;
import dev.automat.team.Transfer.State;
import dev.automat.team.TransferRecords.Acceptance;
import dev.automat.team.TransferRecords.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is kept of teams and of what they give to each other, on every database. */
interface TeamContract {

  Store store();

  Store replica();

  private static Team team(String id) {
    TeamSpec spec =
        new TeamSpec(
            Optional.of("The team " + id),
            Optional.of("owner"),
            Optional.of("cc-1"),
            List.of("chat"),
            List.of(Member.group("corp:staff", Role.VIEWER)),
            Optional.of(List.of("default")));
    return new Team(
        id,
        spec,
        1,
        Team.API,
        Optional.of(new Team.Made(NOW, "dev@local")),
        Optional.empty(),
        Optional.empty());
  }

  private static TeamSpec paidBy(String code) {
    return TeamSpec.of(Optional.empty(), Optional.of(code));
  }

  @Test
  default void keepsATeamAsItWasMade() {
    assertTrue(store().teams().create(team("shop")));
    assertEquals(List.of(team("shop")), replica().teams().all());
  }

  @Test
  default void anIdIsGivenOnceAndNeverAgain() {
    assertTrue(store().teams().create(team("shop")));
    assertFalse(store().teams().create(team("shop")));
    assertTrue(store().teams().end("shop", 1, NOW));
    assertFalse(store().teams().create(team("shop")));
    assertEquals(Optional.of(NOW), store().teams().all().getFirst().deletedAt());
    assertFalse(store().teams().change("shop", 1, paidBy("cc-2")), "a tombstone stays as it is");
    assertFalse(store().teams().end("shop", 1, NOW));
  }

  @Test
  default void aChangeIsMadeOnTheGenerationThatItSaw() {
    store().teams().create(team("shop"));
    assertTrue(store().teams().change("shop", 1, paidBy("cc-2")));
    assertFalse(store().teams().change("shop", 1, paidBy("cc-3")));
    Team now = store().teams().all().getFirst();
    assertEquals(2, now.generation());
    assertEquals(paidBy("cc-2"), now.spec());
  }

  @Test
  default void everyWriteOfATeamRaisesTheRevision() {
    List<Long> revisions = new ArrayList<>();
    revisions.add(replica().teams().revision());
    store().teams().create(team("shop"));
    revisions.add(replica().teams().revision());
    store().teams().orphan("shop", 1, Optional.of(NOW));
    revisions.add(replica().teams().revision());
    store().teams().orphan("shop", 1, Optional.empty());
    revisions.add(replica().teams().revision());
    store().teams().change("shop", 1, paidBy("cc-2"));
    revisions.add(replica().teams().revision());
    store().teams().end("shop", 2, NOW);
    revisions.add(replica().teams().revision());
    assertEquals(revisions.stream().distinct().sorted().toList(), revisions);
  }

  @Test
  default void anOrphanIsMarkedAndUnmarkedWithoutANewGeneration() {
    store().teams().create(team("shop"));
    assertTrue(store().teams().orphan("shop", 1, Optional.of(NOW)));
    Team orphan = store().teams().all().getFirst();
    assertEquals(Optional.of(NOW), orphan.orphanedSince());
    assertEquals(1, orphan.generation());
    assertTrue(store().teams().orphan("shop", 1, Optional.empty()));
    assertEquals(Optional.empty(), store().teams().all().getFirst().orphanedSince());
  }

  @Test
  default void aTeamEndsOnlyWhenItOwnsNothing() {
    store().teams().create(team("shop"));
    Resource made = make("u1", "orders");
    assertFalse(store().teams().end("shop", 1, NOW));
    assertEquals(
        List.of(new Possession.Owned(made.key())), store().teams().possessions("shop", NOW, 10));
    bury(made);
    assertEquals(List.of(), store().teams().possessions("shop", NOW, 10));
    assertTrue(store().teams().end("shop", 1, NOW));
  }

  @Test
  default void itsTokensEndWithATeam() {
    store().teams().create(team("shop"));
    for (String owner : List.of("shop", "search")) {
      store()
          .tokens()
          .add(
              new TokenRecord(
                  owner,
                  "digest-" + owner,
                  "ci",
                  Optional.of(owner),
                  Role.MEMBER,
                  "dev@local",
                  NOW,
                  NOW.plusSeconds(60),
                  Optional.empty(),
                  Optional.empty()));
    }
    assertTrue(store().teams().end("shop", 1, NOW.plusSeconds(1)));
    assertTrue(store().tokens().byDigest("digest-shop").orElseThrow().revoked().isPresent());
    assertTrue(store().tokens().byDigest("digest-search").orElseThrow().revoked().isEmpty());
  }

  @Test
  default void whatIsOfferedToATeamKeepsItAsLongAsTheOfferStands() {
    store().teams().create(team("search"));
    Transfer offer = offer(make("u1", "orders"), "search");
    assertFalse(store().teams().end("search", 1, NOW));
    assertEquals(
        List.of(new Possession.Offered(offer.uid(), offer.key())),
        store().teams().possessions("search", NOW, 10));
    assertTrue(store().teams().end("search", 1, offer.expiresAt()));
  }

  @Test
  default void anOfferIsSeenByBothTeamsAndStandsOnTheTimeline() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    assertEquals(List.of(offer), replica().transfers().of("shop", 10));
    assertEquals(List.of(offer), replica().transfers().of("search", 10));
    assertEquals(List.of(), replica().transfers().of("other", 10));
    assertEquals(Optional.of(offer), replica().transfers().byUid(offer.uid()));
    assertEquals(List.of("Created", "Noted"), timeline(made));
  }

  @Test
  default void oneOfferOfAResourceStandsAtATime() {
    Resource made = make("u1", "orders");
    Transfer first = offer(made, "search");
    Transfer second = transfer("t2", made, "ads", NOW.plusSeconds(1));
    assertFalse(store().transfers().offer(second, note(second.offeredAt())));
    assertEquals(List.of("Created", "Noted"), timeline(made), "nothing was written");
    Transfer later = transfer("t3", made, "ads", first.expiresAt());
    assertTrue(store().transfers().offer(later, note(later.offeredAt())), "nobody answered");
    assertEquals(State.EXPIRED, store().transfers().byUid(first.uid()).orElseThrow().state());
    assertEquals(Optional.of(later), store().transfers().openFor("u1"));
  }

  @Test
  default void whatIsBeingDeletedCanNotBeOffered() {
    Resource made = make("u1", "orders");
    store().write(List.of(Samples.end(made)));
    Transfer offer = transfer("t1", made, "search", NOW);
    assertFalse(store().transfers().offer(offer, note(NOW)));
    assertEquals(Optional.empty(), store().transfers().byUid("t1"));
  }

  @Test
  default void anOfferEndsOnce() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    Transfer declined = ended(offer, State.DECLINED);
    assertTrue(store().transfers().end(declined, note(NOW)));
    assertFalse(store().transfers().end(ended(offer, State.WITHDRAWN), note(NOW)));
    assertEquals(Optional.of(declined), store().transfers().byUid(offer.uid()));
    assertEquals(List.of("Created", "Noted", "Noted"), timeline(made));
  }

  @Test
  default void anAcceptedResourceMovesWithItsUidNameAndTimeline() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    Resource moved = moved(accept(offer, made));

    assertEquals(Optional.empty(), store().current(made.key()));
    assertEquals(Optional.of(moved), store().current(key("search", "orders")));
    assertEquals("u1", moved.uid());
    assertEquals(2, moved.generation());
    assertEquals(made.status(), moved.status());
    assertEquals(made.times(), moved.times());
    assertEquals(Optional.empty(), moved.origin().managedBy());
    assertEquals(List.of("Created", "Noted", "Noted"), timeline(made));
    assertEquals(State.ACCEPTED, store().transfers().byUid(offer.uid()).orElseThrow().state());
    assertEquals(List.of(), store().teams().possessions("shop", NOW, 10));
    assertTrue(store().nextDue(Set.of()).orElseThrow().compareTo(NOW.plusSeconds(1)) <= 0);
  }

  /** Nobody here can change it. */
  @Test
  default void aSecretOfAllStaysWithATransferAndTheTimelineSaysSo() {
    Resource made = make("u1", "orders");
    bind("u1", "aaaaaa", "checkout", Holder.SHARED);
    bind("u1", "bbbbbb", "reports", Holder.USER);
    Outcome.Moved moved =
        assertInstanceOf(Outcome.Moved.class, accept(offer(made, "search"), made));
    assertEquals(List.of("reports"), moved.secrets().rotating());
    assertEquals(List.of("checkout"), moved.secrets().unchanged());
    assertEquals(1, store().bindings().live("u1", "checkout").orElseThrow().wantedVersion());
    assertEquals(2, store().bindings().live("u1", "reports").orElseThrow().wantedVersion());
    assertEquals(
        "the secret that the cloud made for all (checkout) stays as it is, though the team shop may"
            + " have read it: change it",
        toldOfWhatStays().message());
  }

  /** Whoever was bound once may have read it. */
  @Test
  default void aTransferTellsHowASecretOfAllIsChangedAlsoWhereNobodyIsBound() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    Outcome.Moved moved =
        assertInstanceOf(
            Outcome.Moved.class,
            store()
                .transfers()
                .accept(
                    new Acceptance(
                        ended(offer, State.ACCEPTED),
                        made.generation(),
                        Samples.plan("small", "local"),
                        new Origin("ben", "test", Optional.empty()),
                        note(NOW),
                        Optional.empty(),
                        Optional.of("press the red button"))));
    assertEquals(List.of(), moved.secrets().unchanged());
    assertEquals(
        "the secret that the cloud made for all stays as it is, though the team shop may have read"
            + " it. To change it, press the red button",
        toldOfWhatStays().message());
    assertFalse(store().byUid("u1").orElseThrow().bound());
  }

  private Event toldOfWhatStays() {
    Event told =
        store().events("u1", 0, 100).stream()
            .filter(event -> event.reason().equals("SharedSecretStays"))
            .findFirst()
            .orElseThrow();
    assertEquals(Event.Level.Warning, told.level());
    return told;
  }

  private void bind(String uid, String id, String consumer, Holder holder) {
    Duration overlap = Duration.ofHours(1);
    Binding binding =
        new Binding(
            uid,
            id,
            consumer,
            1,
            new BindingSpec(BindingSpec.Access.READWRITE, Optional.empty(), overlap, holder),
            1,
            overlap,
            false,
            NOW,
            "dev@local",
            new BindingStatus(
                1,
                List.of(
                    new Version(
                        1,
                        NOW,
                        true,
                        BindingSpec.Access.READWRITE,
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty()),
            Optional.empty());
    assertTrue(store().bindings().write(new BindingWrite(binding, note(NOW)), NOW));
  }

  @Test
  default void aNameThatIsTakenLeavesEverythingAsItWas() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    store().write(List.of(creation("u2", key("search", "orders"))));
    assertInstanceOf(Outcome.NameTaken.class, accept(offer, made));
    assertEquals("u1", store().current(made.key()).orElseThrow().uid());
    assertEquals(Optional.of(offer), store().transfers().byUid(offer.uid()));
  }

  @Test
  default void aTombstoneGivesItsNameToWhatComes() {
    store().write(List.of(creation("u2", key("search", "orders"))));
    bury(store().byUid("u2").orElseThrow());
    Resource made = make("u1", "orders");
    moved(accept(offer(made, "search"), made));
    assertEquals("u1", store().current(key("search", "orders")).orElseThrow().uid());
  }

  @Test
  default void aChangeInBetweenLosesTheAcceptance() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    store().write(List.of(Samples.change(made, "large")));
    assertInstanceOf(Outcome.Lost.class, accept(offer, made));
    assertEquals(Optional.of(offer), store().transfers().byUid(offer.uid()));
    Resource now = store().byUid("u1").orElseThrow();
    moved(accept(offer, now));
    assertInstanceOf(Outcome.Lost.class, accept(offer, now), "an offer is accepted once");
  }

  /** The generation is the same, so that it alone does not show it. */
  @Test
  default void whatWasPutOutOfReachOrIsToGoMeanwhileIsNotMoved() {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    Resource claimed = store().claim(NOW, Samples.LEASE, 1, Set.of()).getFirst();
    Steering cut =
        new Steering.Quarantine(
            new Stay.Quarantine(NOW, NOW.plus(Duration.ofDays(3))),
            claimed.times().expires().orElseThrow(),
            claimed.lease().epoch());
    store().write(List.of(new Write.Steer(made.key(), "u1", cut, NOW, note(NOW))));
    Resource cutOff = store().byUid("u1").orElseThrow();
    assertEquals(made.generation(), cutOff.generation());
    assertInstanceOf(Outcome.Lost.class, accept(offer, cutOff));

    Resource other = make("u2", "carts");
    Transfer ofOther = transfer("t2", other, "search", NOW);
    assertTrue(store().transfers().offer(ofOther, note(NOW)));
    store().write(List.of(Samples.end(other)));
    Resource ending = store().byUid("u2").orElseThrow();
    assertInstanceOf(Outcome.Lost.class, accept(ofOther, ending));
    for (Resource stays : List.of(cutOff, ending)) {
      assertEquals("shop", store().byUid(stays.uid()).orElseThrow().key().team());
    }
  }

  @Test
  default void ofTwoThatAcceptOneMovesIt() throws Exception {
    Resource made = make("u1", "orders");
    Transfer offer = offer(made, "search");
    List<Callable<Outcome>> both =
        List.of(
            () -> store().transfers().accept(acceptance(offer, made)),
            () -> replica().transfers().accept(acceptance(offer, made)));
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Outcome> outcome : threads.invokeAll(both)) {
        outcomes.add(outcome.get());
      }
    }
    assertEquals(1, outcomes.stream().filter(Outcome.Moved.class::isInstance).count());
    assertEquals(2, store().byUid("u1").orElseThrow().generation());
  }

  @Test
  default void whoListensHearsOfAnOfferAndAMove() {
    Resource made = make("u1", "orders");
    List<String> heard = new ArrayList<>();
    Runnable end = store().changes().subscribe(heard::addAll);
    Transfer offer = offer(made, "search");
    accept(offer, made);
    end.run();
    assertEquals(List.of("u1", "u1"), heard);
    assertNotEquals(made.key(), store().byUid("u1").orElseThrow().key());
  }

  private static ResourceKey key(String team, String name) {
    return new ResourceKey(team, "Database", name);
  }

  private static Write.Create creation(String uid, ResourceKey key) {
    return new Write.Create(
        Samples.resource(uid, key, "local", NOW), Optional.empty(), Samples.event("Created"));
  }

  private Resource make(String uid, String name) {
    store().write(List.of(creation(uid, key("shop", name))));
    return store().byUid(uid).orElseThrow();
  }

  private void bury(Resource resource) {
    Resource claimed =
        store().claim(NOW, Samples.LEASE, 10, Set.of()).stream()
            .filter(each -> each.uid().equals(resource.uid()))
            .findFirst()
            .orElseThrow();
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    store().complete(List.of(Samples.found(claimed, Phase.Deleted, tomorrow)), NOW);
  }

  private static Transfer transfer(String uid, Resource resource, String to, Instant at) {
    return new Transfer(
        uid,
        resource.uid(),
        resource.key(),
        to,
        State.OFFERED,
        "ann",
        at,
        at.plus(Transfer.STANDS_FOR),
        Optional.empty());
  }

  private Transfer offer(Resource resource, String to) {
    Transfer offer = transfer("t1", resource, to, NOW);
    assertTrue(store().transfers().offer(offer, note(NOW)));
    return offer;
  }

  private static Transfer ended(Transfer offer, State state) {
    return new Transfer(
        offer.uid(),
        offer.resource(),
        offer.key(),
        offer.to(),
        state,
        offer.offeredBy(),
        offer.offeredAt(),
        offer.expiresAt(),
        Optional.of(new Team.Made(NOW, "ben")));
  }

  private static Event.Draft note(Instant at) {
    return Event.Draft.normal(at, "Noted", "a line");
  }

  private static Acceptance acceptance(Transfer offer, Resource resource) {
    return new Acceptance(
        ended(offer, State.ACCEPTED),
        resource.generation(),
        Samples.plan("small", "local"),
        new Origin("ben", "test", Optional.empty()),
        note(NOW));
  }

  private Outcome accept(Transfer offer, Resource resource) {
    return store().transfers().accept(acceptance(offer, resource));
  }

  private static Resource moved(Outcome outcome) {
    return assertInstanceOf(Outcome.Moved.class, outcome).resource();
  }

  private List<String> timeline(Resource resource) {
    return store().events(resource.uid(), 0, 10).stream().map(Event::reason).toList();
  }
}
