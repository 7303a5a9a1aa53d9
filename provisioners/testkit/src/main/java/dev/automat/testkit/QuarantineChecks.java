package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.TypeDescriptor.Ability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Out of reach and back. A type that can not do it is held to that: it has no such operations and
 * says so.
 */
interface QuarantineChecks extends Checks {

  @EachType
  default void canQuarantineExactlyIfItsDescriptorSaysSo(Subject subject) {
    assertEquals(
        subject.descriptor().can(Ability.QUARANTINE),
        subject.operations().quarantinable().isPresent());
  }

  @EachType
  default void inQuarantineNobodyGetsInAndWhatIsOpenEnds(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    Tenancy tenancy = Tenancy.of(subject, bench()).inhabited();
    Runnable open = tenancy.sessionsThatMustEnd();
    tenancy.quarantine();
    open.run();
    tenancy.awaitShut();
    tenancy.quarantine();
    tenancy.awaitShut();
  }

  @EachType
  default void whatWasOpenedSinceIsCutByARepeat(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    Tenancy tenancy = Tenancy.of(subject, bench()).inhabited();
    tenancy.quarantine();
    assumeTrue(bench().reopen(tenancy.ref()), "in this cloud a quarantine is not lifted by halves");
    Runnable open = tenancy.sessionsThatMustEnd();
    tenancy.quarantine();
    open.run();
    tenancy.awaitShut();
  }

  @EachType
  default void aQuarantineIsNoDriftOutlastsAnUpdateAndIsNoBarToDeletion(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    Tenancy tenancy = Tenancy.of(subject, bench());
    tenancy.quarantine();
    subject.settle();
    assertNoDrift(tenancy.shown(), subject.present(tenancy.ref()));
    assertTrue(
        subject.listAll().stream()
            .anyMatch(listed -> listed.externalName().equals(tenancy.ref().externalName())),
        "a list still shows it");
    Desired changed = changed(subject, tenancy.desired());
    subject.updated(changed);
    bench()
        .changedSettings(subject.toString())
        .forEach((key, want) -> assertTrue(subject.shows(tenancy.ref(), key, want), key));
    tenancy.awaitShut();
    tenancy.delete();
    assertEquals(List.of(), bench().leftovers(tenancy.ref().uid()));
  }

  @EachType
  default void releasedItIsAsItWas(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    Tenancy tenancy = Tenancy.of(subject, bench()).furnished();
    String untouched = bench().fingerprint(tenancy.ref());
    String before = bench().likeness(tenancy.ref());
    tenancy.release();
    assertEquals(untouched, bench().fingerprint(tenancy.ref()), "it was in no quarantine");
    tenancy.quarantine();
    tenancy.release();
    tenancy.release();
    subject.settle();
    assertEquals(before, bench().likeness(tenancy.ref()), "as it was");
    assertNoDrift(tenancy.shown(), subject.present(tenancy.ref()));
    tenancy.assertFurnished();
  }

  @EachType
  default void grantsAreSeenAndTakenAwayInQuarantine(Subject subject) {
    if (lacksQuarantine(subject) || subject.descriptor().bindings().isEmpty()) {
      return;
    }
    assumeTrue(bench().unableToSignIn().isEmpty(), () -> bench().unableToSignIn().orElse(""));
    Tenancy tenancy = Tenancy.of(subject, bench());
    Bound bound =
        new Bound(
            subject, bench(), subject.operations().bindable().orElseThrow(), tenancy.target());
    Grant stays = bound.grant(1, Access.READWRITE);
    Grant goes = bound.next(stays);
    Grant reads = bound.other("bbbbbb", bound.offers(Access.READ) ? Access.READ : Access.READWRITE);
    List.of(stays, goes, reads).forEach(bound::bind);
    tenancy.quarantine();
    bound.awaitGrants(Set.of(stays.id(), goes.id(), reads.id()));
    bound.unbind(goes.id());
    bound.unbind(reads.id());
    bound.awaitGrants(Set.of(stays.id()));
    bound.awaitRefused(stays);
    tenancy.release();
    bound.signIn(stays).close();
    bound.awaitRefused(goes);
    bound.awaitRefused(reads);
  }

  @EachType
  default void whatIsNotOursIsNeitherQuarantinedNorReleased(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    Quarantinable quarantinable = subject.operations().quarantinable().orElseThrow();
    Desired desired = subject.fresh();
    Map<String, String> tags = new HashMap<>(desired.tags());
    tags.put(OwnershipTags.INSTALLATION, "another-installation");
    ResourceRef planted = bench().plantForeign(desired, tags);
    String before = bench().fingerprint(planted);
    BindingTarget target = new BindingTarget(planted, Map.of(), desired.credentials());
    for (Runnable call :
        List.<Runnable>of(
            () -> quarantinable.quarantine(target), () -> quarantinable.release(target))) {
      ProvisionerException refusal =
          subject.refused(ErrorCode.FOREIGN.type(), "touching what is not ours", call::run);
      assertEquals(ErrorCode.FOREIGN, refusal.code());
    }
    subject.settle();
    assertEquals(before, bench().fingerprint(planted), "untouched");
  }

  @EachType
  default void whatCanNotBeReachedIsInNoQuarantine(Subject subject) {
    if (lacksQuarantine(subject)) {
      return;
    }
    assumeTrue(
        bench().unable(Disruption.UNREACHABLE).isEmpty(),
        () -> bench().unable(Disruption.UNREACHABLE).orElse(""));
    Quarantinable quarantinable = subject.operations().quarantinable().orElseThrow();
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    BindingTarget target =
        new BindingTarget(
            Subject.recorded(desired.ref(), shown), shown.outputs(), desired.credentials());
    bench().disrupt(Disruption.UNREACHABLE);
    subject.refused(ErrorType.EXTERNAL, "a quarantine", () -> quarantinable.quarantine(target));
    subject.refused(ErrorType.EXTERNAL, "a release", () -> quarantinable.release(target));
    bench().restore();
  }

  private static void assertNoDrift(Present before, Present now) {
    assertEquals(State.AVAILABLE, now.state());
    assertEquals(before.settings(), now.settings());
    assertEquals(before.tags(), now.tags());
    assertEquals(before.outputs(), now.outputs());
  }

  private Desired changed(Subject subject, Desired desired) {
    Map<String, Object> settings = new HashMap<>(desired.settings());
    settings.putAll(bench().changedSettings(subject.toString()));
    return Subject.withTag(Subject.withSettings(desired, settings), "kit-note", "changed");
  }

  /** Nothing is skipped for a type without the capability: it must be without it altogether. */
  private static boolean lacksQuarantine(Subject subject) {
    boolean lacks = !subject.descriptor().can(Ability.QUARANTINE);
    assertEquals(lacks, subject.operations().quarantinable().isEmpty(), "it is what it says");
    return lacks;
  }
}
