package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Admission;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.catalog.GoldenCopy;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.config.ConfiguredPlaces;
import dev.automat.intake.Answer.Accepted;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Possible;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.Answer.Refused;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.Act;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverSpec;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Violation;
import dev.automat.resource.Work.Finale;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Completion;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted comes back, over a real store and a catalogue that goes on. */
@Timeout(180)
class UndeletionTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.withAccounts();
  private static final ResourceKey KEY = new ResourceKey("payments", "Database", "orders");
  private static final Origin ANN = new Origin("corp:ann", "test", Optional.empty());
  private static final String FIRST = "database/postgres/1.0.0.yaml";

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private final Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
  private final SplittableRandom random = new SplittableRandom(1);
  @TempDir Path directory;
  private GoldenCopy copy;
  private boolean revoked;
  private String account = "default";
  private Map<String, Map<String, Object>> sections = Map.of("local", accounts("default", "other"));

  private static Map<String, Object> accounts(String... names) {
    Map<String, Object> regions = Map.of("regions", Map.of("local", Map.of()));
    return Map.of(
        "accounts", Arrays.stream(names).collect(Collectors.toMap(name -> name, _ -> regions)));
  }

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    copy = GoldenCopy.in(directory);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private record House(Intake intake, Undeletion undeletion, Transfers transfers) {}

  private House house() {
    Catalog catalog = Catalog.load(directory, PLUGINS);
    assertEquals(List.of(), catalog.rejected());
    Admission admission =
        new Admission(
            catalog,
            Teams.configured(
                Map.of(
                    "payments", TeamSpec.of(Optional.of("ann"), Optional.of("cc-1")),
                    "search", TeamSpec.of(Optional.of("ben"), Optional.of("cc-2")))),
            List.of(new PlacementRule("default", Map.of(), "local", account, "local")));
    WaivedAdmission waived = new WaivedAdmission(admission, store.waivers(), () -> now);
    LiveChecks checks = new LiveChecks(catalog, PLUGINS);
    Incarnation incarnation = new Incarnation(PLUGINS, random);
    return new House(
        new Intake(store, writer, waived, checks, incarnation, () -> now),
        new Undeletion(
            store,
            writer,
            revoked ? new Lenient(waived) : waived,
            checks,
            incarnation,
            PLUGINS,
            new ConfiguredPlaces(sections, PLUGINS),
            () -> now,
            Optional.empty()),
        new Transfers(
            store, new Replanning(admission, checks, () -> now), PLUGINS, () -> now, random));
  }

  private static Accepted accepted(Answer answer) {
    return assertInstanceOf(Accepted.class, answer, answer.toString());
  }

  private Resource made(Puts put) {
    return accepted(house().intake().put(put.build())).resource();
  }

  /** As the engine leaves it. */
  private Resource buried(Resource resource, Optional<String> snapshot) {
    accepted(
        house()
            .intake()
            .delete(
                new DeleteRequest(
                    resource.key(), resource.origin(), Optional.empty(), false, false)));
    Resource claimed =
        store.claim(now, Duration.ofMinutes(1), 10, Set.of()).stream()
            .filter(each -> each.uid().equals(resource.uid()))
            .findFirst()
            .orElseThrow();
    store.complete(
        List.of(
            new Completion(
                claimed.uid(),
                claimed.lease().epoch(),
                now.plus(Duration.ofDays(1)),
                Optional.of(
                    new Completion.Found(
                        Phase.Deleted,
                        claimed.status(),
                        snapshot
                            .map(id -> claimed.work().withFinale(Finale.kept(id)))
                            .orElse(claimed.work())
                            .withPurgeAt(snapshot.map(_ -> now.plus(Duration.ofDays(7)))),
                        Optional.empty(),
                        Optional.of(now),
                        List.of())))),
        now);
    return store.byUid(resource.uid()).orElseThrow();
  }

  private Answer undelete(Optional<String> uid) {
    return house().undeletion().undelete(KEY, uid, ANN);
  }

  @Test
  void whatTheCatalogueHasNoMoreComesBackWithThePlanOfThen() throws IOException {
    Resource gone = buried(made(Puts.put().managedBy("git:shop")), Optional.of("snap-1"));
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.remove(FIRST);

    Resource back = accepted(undelete(Optional.empty())).resource();
    assertEquals(gone.plan(), back.plan());
    assertEquals(gone.spec(), back.spec());
    assertEquals(Optional.of("git:shop"), back.origin().managedBy());
    assertEquals(Optional.of(new Source(gone.uid(), "snap-1")), back.stay().restoredFrom());
  }

  @Test
  void itComesBackWhereItsCopyIsWhateverThePlacementRulesSayToday() throws IOException {
    Resource gone = buried(made(Puts.put()), Optional.of("snap-1"));
    account = "other";
    // So that it is planned anew, and not given the plan of then as it was.
    copy.edit(FIRST, "description: ", "description: Today, ");

    Possible anew = assertInstanceOf(Possible.class, house().intake().validate(Puts.put().build()));
    assertEquals("other", anew.plan().placement().account());
    Resource back = accepted(undelete(Optional.empty())).resource();
    assertNotEquals(gone.plan(), back.plan());
    assertEquals(gone.plan().placement(), back.plan().placement());
  }

  @Test
  void aPlaceThatIsNotConfiguredAnyMoreIsNamed() {
    Resource gone = buried(made(Puts.put()), Optional.of("snap-1"));
    account = "other";
    sections = Map.of("local", accounts("other"));

    Refused refused = assertInstanceOf(Refused.class, undelete(Optional.empty()));
    Violation violation = refused.violations().getFirst();
    assertEquals("place-not-configured", violation.rule());
    assertTrue(
        violation.message().contains("local, account default, region local"), violation.message());
    assertTrue(
        violation.fix().contains("provisioners.local.accounts.default.regions.local"),
        violation.fix());
    sections = Map.of("local", accounts("other", "default"));
    assertEquals(gone.plan(), accepted(undelete(Optional.empty())).resource().plan());
  }

  @Test
  void thePlanOfThenIsHeldAgainstTheRulesOfToday() throws IOException {
    made(Puts.put());
    Resource gone = buried(store.current(KEY).orElseThrow(), Optional.of("snap-1"));
    copy.version("database/postgres", "1.0.0", "1.1.0");
    copy.remove(FIRST);
    Files.writeString(
        directory.resolve("policies/protection.yaml"),
        """
        policies:
          - {rule: protected, check: "!plan.stateful || plan.deletionProtection", match: {kinds: [Database]}, at: /spec/deletionProtection, message: not protected, fix: protect it, severity: deny, waivable: true}
        """);

    Refused refused = assertInstanceOf(Refused.class, undelete(Optional.empty()));
    assertEquals(List.of("protected"), refused.violations().stream().map(Violation::rule).toList());
    grant();
    assertEquals(gone.plan(), accepted(undelete(Optional.empty())).resource().plan());
  }

  private void grant() {
    WaiverSpec spec =
        new WaiverSpec(
            List.of("protected"),
            Optional.empty(),
            Optional.of("orders"),
            Optional.empty(),
            "a test",
            now.plus(Duration.ofDays(1)));
    Optional<Act> act = Optional.of(new Act(now, "corp:root", ""));
    Waiver asked = waiver(spec, State.ASKED, Optional.empty());
    store.waivers().ask(asked, Optional.empty());
    store.waivers().decide(waiver(spec, State.GRANTED, act), State.ASKED);
  }

  private Waiver waiver(WaiverSpec spec, State state, Optional<Act> decided) {
    return new Waiver(
        "w1", "payments", "small", spec, state, "ann", "ann", now, decided, Optional.empty());
  }

  @Test
  void anotherOverItSaysThatItsDataCanStillBeHad() {
    Resource gone = buried(made(Puts.put()), Optional.of("snap-1"));

    Possible possible =
        assertInstanceOf(Possible.class, house().intake().validate(Puts.put().build()));
    Accepted over = accepted(house().intake().put(Puts.put().build()));
    assertEquals(possible.aside(), over.aside());
    Violation warning = over.aside().warnings().getFirst();
    assertEquals("copy-left", warning.rule());
    assertTrue(
        warning.message().contains(gone.uid() + ", can be had until 2026-01-08"),
        warning.message());
    assertTrue(warning.fix().contains("{\"uid\": \"" + gone.uid() + "\"}"), warning.fix());
  }

  @Test
  void anEarlierOneComesBackByItsUidOnceTheNameIsFree() {
    Resource first = buried(made(Puts.put()), Optional.of("snap-1"));
    Resource second = made(Puts.put("{environment: dev, size: medium}"));
    Optional<String> uid = Optional.of(first.uid());

    Clash held = assertInstanceOf(Clash.class, undelete(uid));
    assertEquals(Reason.NOT_UNDELETABLE, held.reason());
    assertTrue(held.message().contains(second.uid()), held.message());
    assertTrue(held.fix().contains("DELETE that one first"), held.fix());

    buried(second, Optional.of("snap-2"));
    Resource back = accepted(undelete(uid)).resource();
    assertEquals(first.spec(), back.spec());
    assertEquals(Optional.of(new Source(first.uid(), "snap-1")), back.stay().restoredFrom());
    assertEquals(
        Optional.of(back.uid()),
        store.byUid(first.uid()).orElseThrow().stay().undeletedAs(),
        "its copy is not deleted before it was read");
    assertEquals(
        Optional.empty(),
        store.byUid(second.uid()).orElseThrow().stay().undeletedAs(),
        "which has only given up the name");
    assertEquals(Optional.of(back.uid()), store.current(KEY).map(Resource::uid));

    buried(back, Optional.empty());
    assertEquals(
        Optional.of(new Source(second.uid(), "snap-2")),
        accepted(undelete(Optional.of(second.uid()))).resource().stay().restoredFrom());
  }

  @Test
  void anEarlierOneWhoseCopyIsBeingDeletedStaysGone() {
    Resource first = buried(made(Puts.put()), Optional.of("snap-1"));
    Resource second = buried(made(Puts.put()), Optional.of("snap-2"));
    store.claim(now.plus(Duration.ofDays(2)), Duration.ofMinutes(1), 10, Set.of());

    Clash lost = assertInstanceOf(Clash.class, undelete(Optional.of(first.uid())));
    assertEquals(Reason.CONTENDED, lost.reason());
    assertEquals(Optional.of(second.uid()), store.current(KEY).map(Resource::uid), "not renamed");
  }

  @Test
  void whatWasUndeletedAlreadyIsNamedToItsOwnTeamOnly() {
    Resource gone = buried(made(Puts.put()), Optional.of("snap-1"));
    Resource back = accepted(undelete(Optional.empty())).resource();
    assertInstanceOf(TransferAnswer.Moved.class, house().transfers().give(KEY, "search", ANN));

    Clash clash = assertInstanceOf(Clash.class, undelete(Optional.of(gone.uid())));
    assertTrue(clash.message().contains(back.uid()), clash.message());
    assertEquals(
        "another team has it and its data now; PUT to this address makes a new, empty one",
        clash.fix());
  }

  @Test
  void aWaiverThatIsRevokedMeanwhileLetsNothingThrough() {
    buried(made(Puts.put()), Optional.of("snap-1"));
    revoked = true;

    Refused refused = assertInstanceOf(Refused.class, undelete(Optional.empty()));
    assertEquals(List.of(Lenient.DENIED), refused.violations());
  }

  @Test
  void anotherOnesUidIsNotFound() {
    buried(made(Puts.put()), Optional.of("snap-1"));

    Clash clash = assertInstanceOf(Clash.class, undelete(Optional.of("nobody")));
    assertEquals(Reason.NOT_FOUND, clash.reason());
  }
}
