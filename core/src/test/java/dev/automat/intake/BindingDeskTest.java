package dev.automat.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.document.Documents;
import dev.automat.intake.Answer.Reason;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Binding;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.InMemoryStore;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests for bindings over a real store, without an engine that carries them out. */
class BindingDeskTest {

  private static final InstalledPlugins PLUGINS = FakePlugins.bindable();
  private static final Catalog CATALOG = Catalog.load(Path.of("..", "modules"), PLUGINS);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Admission ADMISSION =
      new Admission(
          CATALOG,
          Teams.configured(
              Map.of("shop", TeamSpec.of(Optional.of("shop-owner"), Optional.of("cc-shop")))),
          List.of(new PlacementRule("default", Map.of(), "local", "default", "local")));

  private final Store store = InMemoryStore.empty();
  private final CoalescingWriter writer = new CoalescingWriter(store, 100);
  private final BindingDesk desk =
      new BindingDesk(store, PLUGINS, new SplittableRandom(3), () -> NOW);

  @AfterEach
  void close() {
    writer.close();
  }

  private Resource made(String kind) {
    Intake intake =
        new Intake(
            store,
            writer,
            ADMISSION,
            new LiveChecks(CATALOG, PLUGINS),
            new Incarnation(PLUGINS, new SplittableRandom(1)),
            () -> NOW);
    PutRequest put =
        new PutRequest(
            new AdmissionRequest(
                "shop",
                kind,
                "orders",
                Map.of(),
                Documents.parse("spec", "{environment: dev, lifetime: 2d}").root()),
            new Origin("corp:ann", "test", Optional.empty()),
            NOW,
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            false,
            Optional.empty());
    return assertInstanceOf(Answer.Accepted.class, intake.put(put)).resource();
  }

  private Binding bound(Resource resource, Optional<String> principal) {
    BindingRequest request =
        new BindingRequest(
            "checkout", "corp:ann", Optional.of("readwrite"), principal, Optional.empty());
    return assertInstanceOf(BindingAnswer.Accepted.class, desk.put(resource, request)).binding();
  }

  private Answer.Clash refused(Resource resource) {
    BindingAnswer answer = desk.rotate(resource, "checkout", "corp:ann", Optional.empty());
    return assertInstanceOf(BindingAnswer.Clash.class, answer).clash();
  }

  @Test
  void aGrantToAPrincipalHasNoSecretToRotate() {
    Resource queue = made("Queue");
    Binding binding = bound(queue, Optional.of("arn:aws:iam::123456789012:role/checkout"));

    Answer.Clash refusal = refused(queue);

    assertEquals(Reason.NOT_ROTATABLE, refusal.reason());
    assertEquals(
        "a binding of local/sqs-queue has no secret: it is a grant to a principal",
        refusal.message());
    assertEquals(Optional.of(binding), store.bindings().live(queue.uid(), "checkout"));
    assertEquals(Optional.empty(), binding.renewed(), "nor has a transfer anything to renew");
  }

  private final BindingDesk sharing =
      new BindingDesk(store, FakePlugins.sharing(), new SplittableRandom(3), () -> NOW);

  private BindingAnswer share(Resource resource, String access, Optional<String> principal) {
    return sharing.put(
        resource,
        new BindingRequest(
            "checkout", "corp:ann", Optional.of(access), principal, Optional.empty()));
  }

  @Test
  void theOneSecretOfAllIsNotRotatedAndItsNoticeSaysWhatUnbindingDoesNot() {
    Resource database = made("Database");
    Binding binding =
        assertInstanceOf(
                BindingAnswer.Accepted.class, share(database, "readwrite", Optional.empty()))
            .binding();

    Answer.Clash refusal =
        assertInstanceOf(
                BindingAnswer.Clash.class,
                sharing.rotate(database, "checkout", "corp:ann", Optional.empty()))
            .clash();

    assertEquals(Reason.NOT_ROTATABLE, refusal.reason());
    assertEquals(
        "a binding of local/postgres has no secret of its own: all have the one that the cloud"
            + " made",
        refusal.message());
    assertEquals(
        "to change that one, press the red button. Whoever is bound finds the new one in its"
            + " connection at the next look, which comes about every engine.interval, and at once"
            + " with :reconcile",
        refusal.fix());
    assertEquals(
        Optional.of(
            "all who are bound have one secret, which the cloud made. Unbinding takes it from"
                + " nobody: whoever has it goes on with it until it is changed. To change it, press"
                + " the red button"),
        sharing.notice(database, binding));
    assertEquals(Optional.empty(), binding.renewed(), "nor can a transfer renew it");
  }

  @Test
  void theOneSecretOfAllHoldsNobodyToReadingAndKnowsNoPrincipals() {
    Resource database = made("Database");
    assertEquals(List.of("access-not-offered"), rules(share(database, "read", Optional.empty())));
    assertEquals(
        List.of("principal-not-used"),
        rules(share(database, "readwrite", Optional.of("arn:aws:iam::1:role/x"))));
    assertEquals(List.of(), store.bindings().of(database.uid()));
  }

  private static List<String> rules(BindingAnswer answer) {
    return assertInstanceOf(BindingAnswer.Refused.class, answer).violations().stream()
        .map(Violation::rule)
        .toList();
  }

  @Test
  void aUserOfItsOwnHasNoNotice() {
    Resource database = made("Database");
    assertEquals(Optional.empty(), desk.notice(database, bound(database, Optional.empty())));
  }

  @Test
  void whatIsNotBoundIsNotRotated() {
    assertEquals(Reason.NOT_FOUND, refused(made("Database")).reason());
  }

  /** Nobody can have read it yet. */
  @Test
  void aSecretThatIsNotMadeYetIsNotRotated() {
    Resource database = made("Database");
    Binding binding = bound(database, Optional.empty());

    BindingAnswer answer = desk.rotate(database, "checkout", "corp:ann", Optional.empty());

    assertEquals(binding, assertInstanceOf(BindingAnswer.Unchanged.class, answer).binding());
    assertEquals(Optional.empty(), binding.renewed());
  }
}
