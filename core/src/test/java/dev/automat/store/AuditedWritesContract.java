package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditLog;
import dev.automat.audit.AuditVerification;
import dev.automat.audit.SealedLine;
import dev.automat.catalog.BundleReport;
import dev.automat.catalog.CatalogRecords;
import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.catalog.CatalogRecords.Pushed;
import dev.automat.resource.Json;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Step;
import dev.automat.team.Team;
import dev.automat.team.Transfer;
import dev.automat.team.TransferRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is accepted has a line in the audit log, and what is not accepted has none. */
interface AuditedWritesContract {

  Store store();

  private static Asked asked(String operation) {
    return new Asked(
        new AuditDraft(
            NOW,
            "people:alice",
            "people",
            "u-1",
            "r-" + operation,
            operation,
            "resource.write",
            Optional.of("payments"),
            "PUT /v1/teams/payments/databases/orders"));
  }

  private WriteOutcome only(Asked asked, Write write) {
    return asked.during(() -> store().write(List.of(write)).getFirst());
  }

  private Resource accepted(Asked asked, Write write) {
    Resource resource =
        assertInstanceOf(WriteOutcome.Accepted.class, only(asked, write)).resource();
    assertTrue(asked.isWrittenDown());
    return resource;
  }

  /** The oldest first. */
  private List<AuditEntry> lines() {
    return store().audit().page(Optional.empty(), Long.MAX_VALUE, 100).reversed().stream()
        .map(AuditLog.Appended::entry)
        .toList();
  }

  private static JsonNode change(AuditEntry line) {
    return line.change().orElseThrow().members();
  }

  @Test
  default void aMoveOfTheCatalogueIsWrittenDownWithItsDigestIfItWasMade() throws Exception {
    CatalogRecords catalogs = store().catalogs();
    long next = catalogs.revision() + 1;
    String digest = "sha256:audited-" + next;
    Pushed bundle = new Pushed(digest, 1, "alice", NOW, BundleReport.NONE);
    Activation move =
        new Activation(
            next, Optional.of(digest), Optional.empty(), "alice", NOW, BundleReport.NONE);
    assertTrue(asked("push").during(() -> catalogs.push(bundle, new byte[] {1})));
    assertFalse(asked("again").during(() -> catalogs.push(bundle, new byte[] {1})));
    Asked activate = asked("activate");
    assertTrue(activate.during(() -> catalogs.activate(move)));
    assertTrue(activate.isWrittenDown());
    Asked late = asked("late");
    assertFalse(late.during(() -> catalogs.activate(move)));
    assertFalse(late.isWrittenDown());

    assertEquals(List.of("push", "activate"), lines().stream().map(AuditEntry::operation).toList());
    assertEquals(digest, change(lines().getFirst()).path("bundle").asString());
    assertEquals(next, change(lines().getLast()).path("revision").asLong());
    assertEquals(digest, change(lines().getLast()).path("bundle").asString());
  }

  @Test
  default void aNewResourceIsWrittenDownWithAllThatWasAskedFor() {
    Resource made = accepted(asked("putResource"), creation("u1", "orders"));

    AuditEntry line = lines().getFirst();
    assertEquals(Outcome.DONE, line.outcome());
    assertEquals("people:alice", line.actor());
    assertEquals("r-putResource", line.requestId());
    assertEquals("because of the test", line.reason());
    JsonNode change = change(line);
    assertEquals("u1", change.path("uid").asString());
    assertFalse(change.has("before"));
    assertEquals(1, change.at("/after/generation").asInt());
    assertEquals(made.plan().digest(), change.at("/after/plan").asString());
    assertEquals(
        made.times().expires().orElseThrow().toString(), change.at("/after/expiresAt").asString());
    assertEquals("sha256:00", change.path("rules").asString());
    assertEquals("small", change.path("changed").path("/spec/size").path("after").asString());
    assertEquals(
        "shop", change.path("changed").path("/metadata/labels/app").path("after").asString());
    assertEquals(1, lines().size());
  }

  @Test
  default void aChangeIsWrittenDownWithBothValues() {
    Resource made = accepted(asked("one"), creation("u1", "orders"));
    Resource changed = accepted(asked("two"), Samples.change(made, "large"));

    JsonNode change = change(lines().getLast());
    assertEquals(1, change.at("/before/generation").asInt());
    assertEquals(made.plan().digest(), change.at("/before/plan").asString());
    assertEquals(2, change.at("/after/generation").asInt());
    assertEquals(changed.plan().digest(), change.at("/after/plan").asString());
    assertNotEquals(made.plan().digest(), changed.plan().digest());
    assertEquals(
        Json.read(
            """
            {"/spec/size": {"before": "small", "after": "large"},
             "/metadata/labels/tier": {"before": "backend"}}
            """,
            JsonNode.class),
        change.path("changed"));
  }

  @Test
  default void everyOtherWayToWriteIsWrittenDownToo() {
    Resource made = accepted(asked("create"), creation("u1", "orders"));
    var later = made.times().expires().orElseThrow().plusSeconds(60);
    accepted(
        asked("extend"),
        new Write.Extend(
            made.key(), "u1", made.times().expires().get(), later, NOW, event("Extended")));
    accepted(asked("reconcile"), new Write.Nudge(made.key(), "u1", false, NOW, event("Nudged")));
    accepted(asked("delete"), Samples.end(made));

    assertEquals(
        List.of("create", "extend", "reconcile", "delete"),
        lines().stream().map(AuditEntry::operation).toList());
    JsonNode extended = change(lines().get(1));
    assertEquals(
        made.times().expires().get().toString(), extended.at("/before/expiresAt").asString());
    assertEquals(later.toString(), extended.at("/after/expiresAt").asString());
    assertFalse(extended.has("changed"));
  }

  @Test
  default void whatLosesOrIsNotStoredHasNoLine() {
    Resource made = accepted(asked("one"), creation("u1", "orders"));
    accepted(asked("two"), Samples.change(made, "large"));
    Asked stale = asked("stale");
    assertInstanceOf(WriteOutcome.Lost.class, only(stale, Samples.change(made, "huge")));
    assertInstanceOf(WriteOutcome.Lost.class, only(stale, creation("u2", "orders")));
    assertInstanceOf(WriteOutcome.Failed.class, only(stale, creation("u3", "x".repeat(100))));

    assertFalse(stale.isWrittenDown());
    assertEquals(List.of("one", "two"), lines().stream().map(AuditEntry::operation).toList());
  }

  @Test
  default void eachOfABatchHasALineOfItsOwn() {
    Asked first = asked("first");
    Asked lost = asked("lost");
    accepted(asked("before"), creation("u0", "taken"));
    List<WriteOutcome> outcomes =
        store()
            .accept(
                List.of(
                    new Submission(creation("u1", "orders"), Optional.of(first), Optional.empty()),
                    new Submission(creation("u2", "taken"), Optional.of(lost), Optional.empty()),
                    new Submission(creation("u3", "others"), Optional.empty(), Optional.empty())));

    assertInstanceOf(WriteOutcome.Lost.class, outcomes.get(1));
    assertEquals(List.of("before", "first"), lines().stream().map(AuditEntry::operation).toList());
    assertTrue(first.isWrittenDown());
    assertFalse(lost.isWrittenDown());
  }

  @Test
  default void offersAndTheirAcceptanceAreWrittenDown() {
    Resource made = accepted(asked("create"), creation("u1", "orders"));
    Transfer offer = AuditedWrites.offer(made, "search");
    assertTrue(asked("offer").during(() -> store().transfers().offer(offer, event("Offered"))));
    assertFalse(asked("again").during(() -> store().transfers().offer(offer, event("Offered"))));
    TransferRecords.Acceptance acceptance = AuditedWrites.acceptance(offer, made);
    assertInstanceOf(
        TransferRecords.Outcome.Moved.class,
        asked("accept").during(() -> store().transfers().accept(acceptance)));
    assertInstanceOf(
        TransferRecords.Outcome.Lost.class,
        asked("twice").during(() -> store().transfers().accept(acceptance)));

    assertEquals(
        List.of("create", "offer", "accept"), lines().stream().map(AuditEntry::operation).toList());
    assertEquals(1, change(lines().getLast()).at("/before/generation").asInt());
    assertEquals(2, change(lines().getLast()).at("/after/generation").asInt());
  }

  @Test
  default void theEngineIsWrittenDownWhereItChangesACloudAndNotWhereItLooks() {
    store().write(List.of(creation("u1", "orders")));
    assertEquals(List.of(), lines(), "nobody asked");
    Resource claimed = claim();
    store().complete(List.of(Samples.rest(claimed, NOW)), NOW);
    claimed = claim();
    assertEquals(
        List.of(true), store().begin(List.of(AuditedWrites.beginning(claimed, Outcome.BEGUN))));
    store().begin(List.of(AuditedWrites.beginning(claimed))); // tried again
    Completion done = AuditedWrites.done(claimed);
    assertEquals(List.of(true), store().complete(List.of(done), NOW));
    assertEquals(List.of(false), store().complete(List.of(done), NOW));
    assertEquals(
        List.of(false), store().begin(List.of(AuditedWrites.beginning(claimed, Outcome.BEGUN))));

    assertEquals(
        List.of("engine.create begun", "engine.create done"),
        lines().stream().map(line -> line.operation() + " " + line.outcome().text()).toList());
    AuditEntry line = lines().getFirst();
    assertEquals("automat:engine", line.actor());
    assertEquals(Optional.of("payments"), line.team());
    assertEquals("Database payments/orders", line.target());
    assertEquals("u1", change(line).path("uid").asString());
    assertEquals(claimed.plan().digest(), change(line).at("/after/plan").asString());
  }

  @Test
  default void theEnginesOwnDecisionToEndOneIsWrittenDown() {
    store().write(List.of(creation("u1", "orders")));
    Resource made = store().byUid("u1").orElseThrow();
    store()
        .write(
            List.of(
                new Write.End(
                    made.key(),
                    "u1",
                    1,
                    Want.EXPIRED,
                    NOW,
                    made.times().expires(),
                    event("Expired"))));
    assertEquals(List.of("engine.expire"), lines().stream().map(AuditEntry::operation).toList());
  }

  @Test
  default void theEnginesOwnDecisionToCutAccessIsWrittenDown() {
    store().write(List.of(creation("u1", "orders")));
    Resource claimed = claim();
    Stay.Quarantine quarantine = new Stay.Quarantine(NOW, NOW.plus(Duration.ofDays(3)));
    Steering cut =
        new Steering.Quarantine(
            quarantine, claimed.times().expires().orElseThrow(), claimed.lease().epoch());
    Write steer = new Write.Steer(claimed.key(), "u1", cut, NOW, event("Expired"));
    store().write(List.of(steer));
    store().write(List.of(steer)); // Lost: it stands already.
    assertEquals(List.of("engine.expire"), lines().stream().map(AuditEntry::operation).toList());
    assertEquals("automat:engine", lines().getFirst().actor());
  }

  @Test
  default void linesOfBeforeAndOfNowAreOneChain() {
    AuditEntry old =
        new AuditEntry(
            NOW,
            "people:bob",
            "people",
            "u-2",
            "r-0",
            "getConnection",
            "connection.read",
            Optional.of("payments"),
            "GET /",
            Outcome.DONE,
            "");
    store().audit().append(old);
    Resource made = accepted(asked("one"), creation("u1", "orders"));
    accepted(asked("two"), Samples.change(made, "large"));
    store().auditChain().seal(100);

    AuditVerification verification = new AuditVerification(List.of(), Optional.empty());
    List<SealedLine> kept = store().auditChain().after(0, 100);
    kept.stream()
        .map(line -> SealedLine.parse(Json.write(line.members())))
        .forEach(verification::take);
    assertEquals(List.of(), verification.end());
    assertEquals(3, kept.size());
    assertFalse(kept.getFirst().members().containsKey("change"));
    assertTrue(kept.getLast().members().containsKey("change"));

    AuditVerification tampered = new AuditVerification(List.of(), Optional.empty());
    kept.stream()
        .map(line -> Json.write(line.members()).replace("\"large\"", "\"small\""))
        .map(SealedLine::parse)
        .forEach(tampered::take);
    assertEquals(1, tampered.end().size(), "what it was changed to is under the seal");
  }

  private Resource claim() {
    return store().claim(NOW.plus(Duration.ofDays(400)), LEASE, 1, Set.of()).getFirst();
  }

  /** What these tests are made of. */
  final class AuditedWrites {

    private AuditedWrites() {}

    static Transfer offer(Resource made, String to) {
      return new Transfer(
          "t-" + to,
          made.uid(),
          made.key(),
          to,
          Transfer.State.OFFERED,
          "people:alice",
          NOW,
          NOW.plus(Transfer.STANDS_FOR),
          Optional.empty());
    }

    static TransferRecords.Acceptance acceptance(Transfer offer, Resource made) {
      return new TransferRecords.Acceptance(
          new Transfer(
              offer.uid(),
              offer.resource(),
              offer.key(),
              offer.to(),
              Transfer.State.ACCEPTED,
              offer.offeredBy(),
              offer.offeredAt(),
              offer.expiresAt(),
              Optional.of(new Team.Made(NOW, "people:bob"))),
          made.generation(),
          made.plan(),
          made.origin(),
          event("Transferred"));
    }

    static Beginning beginning(Resource claimed, Outcome... acts) {
      return new Beginning(
          claimed.uid(),
          claimed.lease().epoch(),
          Phase.Provisioning,
          claimed.status(),
          claimed.work().withIntent(new Work.Intent(Step.CREATE, 1, NOW, "u1:create:1")),
          Optional.empty(),
          false,
          List.of(event("Creating")),
          Optional.of(Step.CREATE),
          Stream.of(acts).map(outcome -> new Acted(NOW, "create", outcome, "Making it")).toList());
    }

    static Completion done(Resource claimed) {
      return Samples.found(claimed, Phase.Ready, NOW, event("Available"))
          .acting(List.of(new Acted(NOW, "create", Outcome.DONE, "It is there")));
    }
  }
}
