package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Users and grants of applications. A type without them is held to that: it has no such operations
 * and says so, and Automat refuses a binding of it.
 */
interface BindingChecks extends Checks {

  @EachType
  default void isBindableExactlyIfItsDescriptorSaysSo(Subject subject) {
    assertEquals(
        subject.descriptor().bindings().isPresent(), subject.operations().bindable().isPresent());
    subject
        .descriptor()
        .bindings()
        .ifPresent(offer -> assertFalse(offer.access().isEmpty(), "some level of access"));
  }

  @EachType
  default void bindingTwiceMakesOneAndItWorks(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    bound.bind(grant);
    bound.bind(grant);
    bound.awaitGrants(Set.of(grant.id()));
    try (Application application = bound.signIn(grant)) {
      assertTrue(application.makes("kit_one"), "what may write, makes something");
      assertTrue(application.reads("kit_one"), "and reads it");
    }
  }

  /** The cloud has it, the record does not know: the same again, with the same secret. */
  @EachType
  default void bindingAfterACrashKeepsTheSecret(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    bound.bind(grant);
    try (Application before = bound.signIn(grant)) {
      bound.bind(grant);
      assertTrue(before.works(), "a repeat ends no session");
      bound.signIn(grant).close();
    }
  }

  @EachType
  default void oldAndNewAreValidSideBySideUntilTheOldIsRevoked(Subject subject) {
    if (lacksBindings(subject) || hasOneSecret(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant old = bound.grant(1, Access.READWRITE);
    Grant next = bound.next(old);
    bound.bind(old);
    bound.bind(next);
    bound.awaitGrants(Set.of(old.id(), next.id()));
    bound.signIn(old).close();
    bound.signIn(next).close();
    bound.unbind(old.id());
    bound.awaitGrants(Set.of(next.id()));
    bound.signIn(next).close();
    bound.awaitRefused(old);
  }

  @EachType
  default void unbindingEndsWhatIsOpenAndTwiceIsOnce(Subject subject) {
    if (lacksBindings(subject) || hasOneSecret(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    Grant other = bound.next(grant);
    bound.bind(grant);
    bound.bind(other);
    try (Application ended = bound.signIn(grant);
        Application stays = bound.signIn(other)) {
      assertTrue(ended.works(), "it works until then");
      bound.unbind(grant.id());
      bound.unbind(grant.id());
      subject.eventually("the open session is ended", () -> !ended.works());
      assertTrue(stays.works(), "the other one's session stays");
    }
    bound.awaitRefused(grant);
    bound.unbind(new GrantId("zzzzzz", 7));
    bound.awaitGrants(Set.of(other.id()));
  }

  @EachType
  default void whatOneMadeTheOthersChangeAfterItIsGone(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant old = bound.grant(1, Access.READWRITE);
    Grant next = bound.next(old);
    bound.bind(old);
    try (Application maker = bound.signIn(old)) {
      assertTrue(maker.makes("kit_old"));
    }
    bound.bind(next);
    bound.unbind(old.id());
    try (Application heir = bound.signIn(next)) {
      assertTrue(heir.reads("kit_old"), "reads it");
      assertTrue(heir.changes("kit_old"), "changes it");
    }
  }

  /** Also what is made after it was bound. */
  @EachType
  default void whoMayOnlyReadReadsAllAndChangesNothing(Subject subject) {
    if (lacksBindings(subject) || hasOneSecret(subject)) {
      return;
    }
    Bound bound = bound(subject);
    assumeTrue(bound.offers(Access.READ), "the type can not hold anybody to reading");
    Grant writer = bound.grant(1, Access.READWRITE);
    Grant reader = bound.other("bbbbbb", Access.READ);
    bound.bind(writer);
    try (Application writing = bound.signIn(writer)) {
      assertTrue(writing.makes("kit_early"));
      bound.bind(reader);
      assertTrue(writing.makes("kit_late"));
      try (Application reading = bound.signIn(reader)) {
        assertTrue(reading.reads("kit_early"), "what was there");
        assertTrue(reading.reads("kit_late"), "what came later");
        assertFalse(reading.changes("kit_early"), "changes nothing");
        assertFalse(reading.makes("kit_own"), "makes nothing");
      }
    }
  }

  @EachType
  default void anotherAccessIsExactlyThat(Subject subject) {
    if (lacksBindings(subject) || hasOneSecret(subject)) {
      return;
    }
    Bound bound = bound(subject);
    assumeTrue(bound.offers(Access.READ), "the type can not hold anybody to reading");
    Grant writes = bound.grant(1, Access.READWRITE);
    Grant reads = new Grant(writes.id(), writes.consumer(), Access.READ, writes.holder());
    bound.bind(writes);
    try (Application application = bound.signIn(writes)) {
      assertTrue(application.makes("kit_made"));
    }
    bound.bind(reads);
    try (Application application = bound.signIn(reads)) {
      assertTrue(application.reads("kit_made"));
      assertFalse(application.changes("kit_made"), "no more");
    }
    bound.bind(writes);
    try (Application application = bound.signIn(writes)) {
      assertTrue(application.changes("kit_made"), "and again");
    }
  }

  @EachType
  default void whatIsNotOursIsNeitherTakenNorTakenAway(Subject subject) {
    if (lacksBindings(subject) || hasOneSecret(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(bound.target().ref()));
    tags.put(OwnershipTags.INSTALLATION, "another-installation");
    assumeTrue(
        bench().plantForeignGrant(bound.target().ref(), grant, tags),
        "in this cloud a grant can not be another's");
    List<String> before = bench().leftovers(bound.target().ref().uid());
    for (Runnable call :
        List.<Runnable>of(() -> bound.bind(grant), () -> bound.unbind(grant.id()))) {
      ProvisionerException refusal =
          subject.refused(ErrorCode.FOREIGN.type(), "touching what is not ours", call::run);
      assertEquals(ErrorCode.FOREIGN, refusal.code());
    }
    assertEquals(Set.of(), bound.bindable().grants(bound.target()), "it is none of ours");
    assertEquals(before, bench().leftovers(bound.target().ref().uid()), "untouched");
  }

  @EachType
  default void aListShowsTheResourceAndNoneOfItsGrants(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Set<String> before = names(subject);
    bound.bind(bound.grant(1, Access.READWRITE));
    subject.settle();
    assertEquals(before, names(subject));
  }

  private static Set<String> names(Subject subject) {
    Set<String> names = new TreeSet<>();
    subject.listAll().forEach(listed -> names.add(listed.externalName()));
    return names;
  }

  @EachType
  default void bindingIsNoDriftAndDeletingTakesGrantsAlong(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Present before = subject.present(bound.target().ref());
    bound.bind(bound.grant(1, Access.READWRITE));
    subject.settle();
    Present after = subject.present(bound.target().ref());
    assertEquals(before.settings(), after.settings());
    assertEquals(before.tags(), after.tags());
    assertEquals(before.outputs(), after.outputs());
    subject.operations().delete(bound.target().ref());
    subject.awaitAbsent(bound.target().ref());
    assertEquals(List.of(), bench().leftovers(bound.target().ref().uid()));
  }

  @EachType
  default void theConnectionIsTheGrantsAndSaysFromWhere(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    Map<String, String> connection = bound.connection(grant);
    assertFalse(connection.getOrDefault(Bindable.TYPE, "").isBlank(), "a type");
    assertFalse(connection.getOrDefault(Bindable.REACHABLE_FROM, "").isBlank(), "from where");
    assertEquals(
        connection.containsKey(Bindable.SECRET_STORE),
        connection.containsKey(Bindable.SECRET_STORE_KEY),
        "a store of secrets, and what it is found by there");
    Bound.secret(grant)
        .ifPresent(secret -> assertEquals(secret.password(), connection.get("password")));
    bound
        .target()
        .credentials()
        .ifPresent(
            own ->
                assertFalse(
                    connection.values().stream().anyMatch(v -> v.contains(own.password())),
                    "nothing of the resource's own secret"));
  }

  @EachType
  default void whatCanNotBeReachedIsNoAbsenceOfGrants(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    bound.bind(bound.grant(1, Access.READWRITE));
    assumeTrue(
        bench().unable(Disruption.UNREACHABLE).isEmpty(),
        () -> bench().unable(Disruption.UNREACHABLE).orElse(""));
    bench().disrupt(Disruption.UNREACHABLE);
    subject.refused(
        ErrorType.EXTERNAL, "looking at grants", () -> bound.bindable().grants(bound.target()));
    bench().restore();
  }

  @EachType
  default void noSecretOfAGrantStandsInLogsOrFailures(Subject subject) {
    if (lacksBindings(subject)) {
      return;
    }
    Bound bound = bound(subject);
    Grant grant = bound.grant(1, Access.READWRITE);
    List<String> seen = new ArrayList<>();
    try (OutputCapture output = new OutputCapture()) {
      bound.bind(grant);
      seen.add(bound.bindable().grants(bound.target()).toString());
      seen.add(grant.toString());
      seen.add(bound.target().toString());
      seen.add(subject.listAll().toString());
      if (bench().unable(Disruption.UNREACHABLE).isEmpty()) {
        bench().disrupt(Disruption.UNREACHABLE);
        SecrecyChecks.attempt(seen, () -> bound.bindable().bind(bound.target(), grant));
        bench().restore();
        OutageChecks.reached(subject, bound.target().ref());
      }
      bound.unbind(grant.id());
      seen.addAll(output.lines());
    }
    seen.addAll(bench().logged());
    Bound.secret(grant).ifPresent(secret -> SecrecyChecks.assertHidden(secret.password(), seen));
  }

  /** Nothing is skipped for a type without the capability: it must be without it altogether. */
  private static boolean lacksBindings(Subject subject) {
    boolean lacks = subject.descriptor().bindings().isEmpty();
    assertEquals(lacks, subject.operations().bindable().isEmpty(), "it is what it says");
    return lacks;
  }

  /** {@link SharedSecretChecks} say what holds instead. */
  private static boolean hasOneSecret(Subject subject) {
    return subject.descriptor().bindings().orElseThrow().holder() == HolderKind.SHARED;
  }

  private Bound bound(Subject subject) {
    return Bound.of(subject, bench());
  }
}
