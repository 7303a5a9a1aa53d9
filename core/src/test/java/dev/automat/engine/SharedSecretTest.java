package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.BindingSpec.Holder;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.BindingWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bindings of what has one secret, which the cloud made, and which somebody may change there. */
class SharedSecretTest {

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final String FIRST = "the-first";
  private static final String SECOND = "the-second";
  private static final GrantId CHECKOUT = new GrantId("aaaaaa", 1);
  private static final GrantId REPORTS = new GrantId("bbbbbb", 1);

  private final BoundCloud cloud =
      new BoundCloud(BindingOffer.shared(Grant.Access.READWRITE, "press the red button"));
  private final Workbench bench = new Workbench(cloud);
  private final Connections connections =
      new StoredConnections(
          bench.tools.plugins(), bench.tools.calls(), bench.store, Workbench.SECRETS);

  /** The end of the process, which no one in it survives to handle. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void ready() {
    bench.made(Sample.resource().of(BoundCloud.TYPE_NAME));
  }

  private void bind(GrantId id, String consumer) {
    Duration overlap = Duration.ofHours(1);
    ask(
        new Binding(
            UID,
            id.binding(),
            consumer,
            1,
            new BindingSpec(Access.READWRITE, Optional.empty(), overlap, Holder.SHARED),
            1,
            overlap,
            false,
            bench.clock.instant(),
            "dev@local",
            BindingStatus.initial(),
            Optional.empty()));
  }

  private void ask(Binding wanted) {
    Event.Draft event = Event.Draft.normal(bench.clock.instant(), "Asked", "");
    assertTrue(
        bench.store.bindings().write(new BindingWrite(wanted, event), bench.clock.instant()));
  }

  private void bothBound() {
    ready();
    bind(CHECKOUT, "checkout");
    bind(REPORTS, "reports");
    bench.settle(MOMENT);
  }

  private Binding stored(String consumer) {
    return bench.store.bindings().live(UID, consumer).orElseThrow();
  }

  private Optional<String> password(String consumer) {
    return Optional.ofNullable(
        connections.connect(bench.byUid(UID), stored(consumer)).get("password"));
  }

  private void change(String secret) {
    cloud.share(Optional.of(new Credentials("all", secret)));
  }

  private Event last(String reason) {
    return bench.store.events(UID, 0, 1000).stream()
        .filter(event -> event.reason().equals(reason))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private long count(String reason) {
    return bench.timeline(UID).stream().filter(reason::equals).count();
  }

  @Test
  void allAreGivenTheOneSecretWhichIsReadOnceInAPass() {
    bothBound();
    assertEquals(Optional.of(FIRST), password("checkout"));
    assertEquals(Optional.of(FIRST), password("reports"));
    assertEquals(Set.of(CHECKOUT, REPORTS), cloud.standing(UID).keySet());
    assertEquals(
        "reports has readwrite access, with the one secret that all who are bound have",
        last("Bound").message());
    cloud.calls.clear();
    bench.look(UID);
    assertEquals(List.of("grants", "read"), cloud.calls);
  }

  @Test
  void aChangedSecretIsInTheConnectionsAfterTheNextLookAndAnEventSaysSo() {
    bothBound();
    change(SECOND);
    bench.clock.advance(Duration.ofMinutes(1));
    Instant changed = bench.clock.instant();
    bench.look(UID);
    assertEquals(Optional.of(SECOND), password("checkout"));
    assertEquals(Optional.of(SECOND), password("reports"));
    assertEquals(2, count("SecretChanged"));
    assertEquals(
        "the secret that reports has was changed in the cloud; its connection has the new one from"
            + " now on",
        last("SecretChanged").message());
    assertEquals(Event.Level.Warning, last("SecretChanged").level());
    assertFalse(stored("checkout").status().current().orElseThrow().since().isBefore(changed));
    bench.look(UID);
    assertEquals(2, count("SecretChanged"), "once");
  }

  /** No list shows it, and nobody can sign in with the one before. */
  @Test
  void aChangedSecretIsFoundWithinAnInterval() {
    bothBound();
    change(SECOND);
    bench.settle(Workbench.INTERVAL.multipliedBy(6).dividedBy(5).plus(MOMENT));
    assertEquals(Optional.of(SECOND), password("checkout"));
    ask(stored("checkout").released());
    ask(stored("reports").released());
    bench.settle(BindingDecisions.LATE.plus(Duration.ofMinutes(20)));
    cloud.calls.clear();
    bench.settle(Workbench.INTERVAL.multipliedBy(3));
    assertEquals(List.of(), cloud.calls, "of what is bound no more nothing is asked");
  }

  @Test
  void unbindingSaysWhatGoesOnAndLeavesTheOthersAlone() {
    bothBound();
    ask(stored("checkout").released());
    bench.settle(MOMENT);
    assertEquals(Set.of(REPORTS), cloud.standing(UID).keySet());
    assertEquals(Optional.of(FIRST), password("reports"));
    Event told = last("BindingWithdrawn");
    assertEquals(Event.Level.Warning, told.level());
    assertEquals(
        "Version 1 of what checkout had is a secret that it goes on with, as whoever else has it,"
            + " until it is changed. To change it, press the red button",
        told.message());
    assertEquals(0, count("BindingRevoked"));
    assertEquals(
        "checkout is unbound; the secret that it had was not changed", last("Unbound").message());
  }

  @Test
  void whatHasNoSecretToGiveSaysSoAndIsBoundOnceItHasOne() {
    cloud.share(Optional.empty());
    ready();
    bind(CHECKOUT, "checkout");
    bench.settle(MOMENT);
    assertEquals(Set.of(), cloud.standing(UID).keySet());
    assertEquals(
        "nothing is asked for: switch it on",
        stored("checkout").status().trouble().orElseThrow().message());
    change(SECOND);
    bench.settle(Duration.ofMinutes(15));
    assertEquals(Optional.of(SECOND), password("checkout"));
    assertEquals(Optional.empty(), stored("checkout").status().trouble());
  }

  @Test
  void aSecretThatCanNotBeReadIsTroubleUntilItCan() {
    bothBound();
    cloud.around(
        () -> {
          if (cloud.calls.getLast().equals("read")) {
            throw new ProvisionerException(ErrorCode.DENIED, "may not", "grant it");
          }
        },
        () -> {});
    bench.look(UID);
    assertEquals("may not: grant it", stored("reports").status().trouble().orElseThrow().message());
    assertEquals(Optional.of(FIRST), password("reports"), "what was read goes on");
    cloud.around(() -> {}, () -> {});
    bench.settle(Duration.ofMinutes(15));
    assertEquals(Optional.empty(), stored("reports").status().trouble());
    assertEquals(0, count("SecretChanged"));
  }

  @Test
  void nobodyIsAskedForASecretThatNobodyWants() {
    ready();
    bind(CHECKOUT, "checkout");
    bench.settle(MOMENT);
    ask(stored("checkout").released());
    cloud.calls.clear();
    bench.settle(BindingDecisions.LATE.plus(Duration.ofMinutes(20)));
    assertFalse(cloud.calls.contains("read"), cloud.calls::toString);
  }

  private String sealed(String consumer) {
    return Workbench.SECRETS
        .unseal(bench.store.bindings().secret(stored(consumer), 1).orElseThrow())
        .password();
  }

  /** Law 2: dies around that call of the next look; the next claim on the resource goes on. */
  private void dieAround(String call, boolean early, String meanwhile) {
    Runnable die =
        () -> {
          if (cloud.calls.getLast().equals(call)) {
            throw new Death();
          }
        };
    cloud.around(early ? die : () -> {}, early ? () -> {} : die);
    bench.store.wake(List.of(UID), bench.clock.instant());
    assertThrows(Death.class, bench::turn);
    cloud.around(() -> {}, () -> {});
    change(meanwhile);
    bench.clock.advance(Fixtures.LEASE);
    bench.turn();
  }

  @ParameterizedTest
  @CsvSource({
    "grants,true",
    "grants,false",
    "read,true",
    "read,false",
    "bind 1,true",
    "bind 1,false"
  })
  void whereverTheProcessDiesInABindTheSecretOfThisMomentIsSealed(String call, boolean early) {
    ready();
    bind(CHECKOUT, "checkout");
    dieAround(call, early, SECOND);
    assertEquals(SECOND, sealed("checkout"), "before anybody looks again");
    assertEquals(Set.of(CHECKOUT), cloud.standing(UID).keySet());
    assertEquals(Optional.of(SECOND), password("checkout"));
    assertEquals(1, count("Bound"));
    assertEquals(0, count("SecretChanged"), "nobody had the one before");
  }

  @ParameterizedTest
  @CsvSource({"grants,true", "grants,false", "read,true", "read,false"})
  void whereverTheProcessDiesInALookTheSecretOfThisMomentIsSealed(String call, boolean early) {
    bothBound();
    change(SECOND);
    dieAround(call, early, "the-third");
    assertEquals("the-third", sealed("checkout"));
    assertEquals("the-third", sealed("reports"));
    assertEquals(2, count("SecretChanged"));
  }

  @ParameterizedTest
  @CsvSource({"grants,true", "grants,false", "unbind 1,true", "unbind 1,false"})
  void whereverTheProcessDiesInAnUnbindItIsDoneAndToldOnce(String call, boolean early) {
    bothBound();
    ask(stored("checkout").released());
    dieAround(call, early, SECOND);
    assertEquals(Set.of(REPORTS), cloud.standing(UID).keySet());
    assertEquals(Optional.empty(), bench.store.bindings().secret(gone(), 1));
    assertEquals(SECOND, sealed("reports"));
    assertEquals(1, count("BindingWithdrawn"));
    assertEquals(1, count("Unbound"));
  }

  /** Only its secret and its first moment are others. */
  @Test
  void whatIsFollowedKeepsItsEnd() {
    bothBound();
    ask(stored("checkout").rotated(Duration.ofHours(1)));
    bench.settle(MOMENT);
    Optional<Instant> end = stored("checkout").status().previous().getFirst().validUntil();
    assertTrue(end.isPresent());
    change(SECOND);
    bench.clock.advance(Duration.ofMinutes(1));
    bench.look(UID);
    assertEquals(end, stored("checkout").status().previous().getFirst().validUntil());
    assertEquals(SECOND, sealed("checkout"));
  }

  /** Whoever has just changed the secret, or has switched it on, waits for nothing. */
  @Test
  void aPersonWhoAsksForALookHasTheSecretAtOnceWhateverFailedBefore() {
    cloud.share(Optional.empty());
    ready();
    bind(CHECKOUT, "checkout");
    bench.settle(MOMENT);
    change(SECOND);
    bench.look(UID);
    assertEquals(Set.of(), cloud.standing(UID).keySet(), "it waits");
    bench.nudge(UID, false);
    bench.turn();
    assertEquals(SECOND, sealed("checkout"));
  }

  @Test
  void theSecretStandsInNoRowNoEventAndNoLineOfTheAuditLog() {
    bothBound();
    change(SECOND);
    bench.look(UID);
    ask(stored("checkout").released());
    bench.settle(MOMENT);
    StringBuilder seen = new StringBuilder();
    seen.append(bench.store.bindings().of(UID)).append(bench.store.events(UID, 0, 1000));
    bench.store.audit().page(Optional.empty(), Long.MAX_VALUE, 1000).forEach(seen::append);
    byte[] sealed = bench.store.bindings().secret(stored("reports"), 1).orElseThrow().envelope();
    seen.append(new String(sealed, StandardCharsets.ISO_8859_1));
    assertTrue(seen.length() > 1000, "something was looked at");
    assertFalse(seen.toString().contains(FIRST) || seen.toString().contains(SECOND));
    assertThrows(
        Connections.NotConnectableException.class,
        () -> connections.connect(bench.byUid(UID), gone()));
  }

  private Binding gone() {
    return bench.store.bindings().of(UID).stream()
        .filter(binding -> binding.consumer().equals("checkout"))
        .findFirst()
        .orElseThrow();
  }
}
