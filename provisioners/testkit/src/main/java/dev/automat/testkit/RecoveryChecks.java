package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.Recoverable.Copy;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of what goes, and another made of it. A type that can not do it is held to that: it has no
 * such operations and says so.
 */
interface RecoveryChecks extends Checks {

  @EachType
  default void canRecoverExactlyIfItsDescriptorSaysSo(Subject subject) {
    assertEquals(
        subject.descriptor().can(Ability.RECOVERY), subject.operations().recoverable().isPresent());
  }

  /** Whoever is told whether a copy will be kept is told what that setting says. */
  @EachType
  default void whatSaysWhetherACopyIsKeptIsABooleanSetting(Subject subject) {
    subject
        .descriptor()
        .copySetting()
        .ifPresent(
            setting -> {
              assertTrue(subject.descriptor().can(Ability.RECOVERY), "it keeps copies");
              assertEquals(
                  "boolean",
                  JsonMapper.shared()
                      .readTree(subject.descriptor().settingsSchema())
                      .at("/properties/" + setting + "/type")
                      .asString(""),
                  setting);
            });
  }

  /** Also if the process that asked first died before it wrote the answer down. */
  @EachType
  default void aSnapshotTakenTwiceIsOneAndOutlivesTheResource(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    Desired desired = subject.fresh();
    ResourceRef ref = Subject.recorded(desired.ref(), subject.available(desired));
    Set<String> listed = names(subject);
    String id = take(subject, ref);
    assertEquals(id, take(subject, ref), "the same again");
    assertEquals(1, bench().snapshots(ref.uid()).size(), "one");
    assertTrue(recoverable.snapshotExists(scope(subject), id), "it is there");
    assertEquals(listed, names(subject), "a list shows no snapshot");
    subject.operations().delete(ref);
    subject.awaitAbsent(ref);
    assertEquals(List.of(), bench().leftovers(ref.uid()));
    assertEquals(1, bench().snapshots(ref.uid()).size(), "it outlives the deletion, and is one");
    assertEquals(id, take(subject, ref), "and is found again");
    listed.remove(ref.externalName());
    assertEquals(listed, names(subject), "a list shows no snapshot");
    recoverable.discard(scope(subject), id);
    subject.eventually("it is gone", () -> bench().snapshots(ref.uid()).isEmpty());
    recoverable.discard(scope(subject), id);
    assertFalse(recoverable.snapshotExists(scope(subject), id), "it is there no more");
  }

  @EachType
  default void whatWasCopiedIsGivenToAnother(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    Tenancy lost = Tenancy.of(subject, bench()).furnished();
    if (subject.descriptor().can(Ability.QUARANTINE)) {
      lost.quarantine();
    }
    String id = take(subject, lost.ref());
    lost.delete();
    Desired heir = withChanges(subject, subject.fresh("heir"));
    Present shown = restored(subject, heir, id);
    // Before anything asks for its grants: whoever waits for a binding waits too long.
    assertOldCredentialsAreOfNoUse(subject, lost, heir, shown);
    heir.tags().forEach((key, value) -> assertEquals(value, shown.tags().get(key), key));
    heir.settings()
        .forEach(
            (key, want) ->
                assertTrue(
                    subject.shows(shown, key, want) || !shown.settings().containsKey(key), key));
    ResourceRef ref = Subject.recorded(heir.ref(), shown);
    BindingTarget target = new BindingTarget(ref, shown.outputs(), heir.credentials());
    if (bench().unableToSignIn().isEmpty()) {
      subject
          .operations()
          .bindable()
          .ifPresent(users -> assertEquals(Set.of(), users.grants(target), "no grant of before"));
    }
    Tenancy found = Tenancy.over(subject, bench(), heir, shown);
    found.assertFurnished();
    found.ways().forEach(way -> assertMayChange(way));
    assertOldCredentialsAreOfNoUse(subject, lost, heir, shown);
    found.delete();
    assertEquals(List.of(), bench().leftovers(heir.ref().uid()));
    assertEquals(1, bench().snapshots(lost.ref().uid()).size(), "the snapshot stays");
  }

  /** Also where a deletion makes one by itself. */
  @EachType
  default void whatIsLetGoWithoutACopyLeavesNone(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    Desired desired = subject.fresh();
    ResourceRef ref = Subject.recorded(desired.ref(), subject.available(desired));
    recoverable.leaveNothing(ref);
    recoverable.leaveNothing(ref);
    subject.operations().delete(ref);
    subject.awaitAbsent(ref);
    recoverable.leaveNothing(ref);
    assertEquals(List.of(), bench().snapshots(ref.uid()), "no copy");
    assertEquals(List.of(), bench().leftovers(ref.uid()));
  }

  @EachType
  default void whatIsGoneIsNeitherCopiedNorRestoredAndDiscardedIsFine(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    Desired never = subject.fresh();
    String name = name(never.ref());
    assertInstanceOf(Copy.Nothing.class, recoverable.snapshot(never.ref(), name));
    assertFalse(recoverable.snapshotExists(scope(subject), name), "nothing was copied");
    ProvisionerException refusal =
        subject.refused(
            ErrorCode.SNAPSHOT_GONE.type(),
            "restoring of what is gone",
            () -> recoverable.restore(never, name));
    assertEquals(ErrorCode.SNAPSHOT_GONE, refusal.code());
    subject.settle();
    assertEquals(List.of(), bench().leftovers(never.ref().uid()), "nothing was made");
    recoverable.discard(scope(subject), name);
  }

  @EachType
  default void whatIsNotOursIsNeitherCopiedNorRestoredNorDiscarded(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    Desired inItsWay = subject.fresh();
    Map<String, String> tags = new HashMap<>(inItsWay.tags());
    tags.put(OwnershipTags.INSTALLATION, "another-installation");
    ResourceRef planted = bench().plantForeign(inItsWay, tags);
    assertForeign(subject, () -> recoverable.snapshot(planted, name(planted)));
    assertEquals(List.of(), bench().snapshots(planted.uid()), "nothing was copied");

    Desired own = subject.fresh();
    ResourceRef ref = Subject.recorded(own.ref(), subject.available(own));
    Map<String, String> others = new HashMap<>(tags);
    others.put(OwnershipTags.UID, "zzzzzzzzzzzzzzzzzzzz");
    String id = bench().plantForeignSnapshot(ref, name(ref), others).orElse("");
    assumeTrue(!id.isEmpty(), "in this cloud a snapshot can not be another's");
    List<String> before = bench().snapshots("zzzzzzzzzzzzzzzzzzzz");
    assertFalse(recoverable.snapshotExists(scope(subject), id), "it is none of ours");
    assertForeign(subject, () -> recoverable.snapshot(ref, name(ref)));
    assertForeign(subject, () -> recoverable.restore(subject.fresh(), id));
    assertForeign(subject, () -> recoverable.discard(scope(subject), id));
    assertEquals(before, bench().snapshots("zzzzzzzzzzzzzzzzzzzz"), "untouched");
  }

  @EachType
  default void whatCanNotBeReachedIsNoMissingSnapshot(Subject subject) {
    if (lacksRecovery(subject)) {
      return;
    }
    assumeTrue(
        bench().unable(Disruption.UNREACHABLE).isEmpty(),
        () -> bench().unable(Disruption.UNREACHABLE).orElse(""));
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    Desired desired = subject.fresh();
    String name = name(desired.ref());
    bench().disrupt(Disruption.UNREACHABLE);
    for (Runnable call :
        List.<Runnable>of(
            () -> recoverable.snapshotExists(scope(subject), name),
            () -> recoverable.snapshot(desired.ref(), name),
            () -> recoverable.restore(desired, name))) {
      subject.refused(ErrorType.EXTERNAL, "what does not get there", call::run);
    }
    bench().restore();
  }

  private Scope scope(Subject subject) {
    return bench().scope(subject.toString());
  }

  private static String name(ResourceRef ref) {
    return ref.externalName() + "-final";
  }

  private static Set<String> names(Subject subject) {
    Set<String> names = new TreeSet<>();
    subject.listAll().stream().map(Listed::externalName).forEach(names::add);
    return names;
  }

  private String take(Subject subject, ResourceRef ref) {
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    List<String> taken = new ArrayList<>();
    subject.eventually(
        "the snapshot is taken",
        () -> {
          switch (recoverable.snapshot(ref, name(ref))) {
            case Copy.Taken(String id) -> taken.add(id);
            case Copy.Working working -> assertPoll(working.pollAfter());
            case Copy.Nothing nothing -> fail("nothing to copy: " + nothing.why());
          }
          return !taken.isEmpty();
        });
    subject.took(taken.getFirst());
    return taken.getFirst();
  }

  /** Asks until it is finished, and once more. */
  private Present restored(Subject subject, Desired heir, String id) {
    Recoverable recoverable = subject.operations().recoverable().orElseThrow();
    subject.eventually(
        "it is restored",
        () ->
            switch (recoverable.restore(heir, id)) {
              case Outcome.Finished _ -> true;
              case Outcome.Working working -> assertPoll(working.pollAfter());
            });
    Present shown = subject.awaitAvailable(heir.ref());
    assertInstanceOf(Outcome.Finished.class, recoverable.restore(heir, id), "a repeat");
    assertEquals(shown, subject.present(heir.ref()), "a repeat changes nothing");
    return shown;
  }

  private static boolean assertPoll(Duration pollAfter) {
    assertTrue(pollAfter.compareTo(Duration.ofSeconds(1)) >= 0, "asks in a second at the earliest");
    return false;
  }

  private static void assertMayChange(Tenancy.Way way) {
    try (Application application = way.in()) {
      assertTrue(application.changes(Tenancy.KEPT + 0), way.who() + " may change what there was");
    }
  }

  private void assertOldCredentialsAreOfNoUse(
      Subject subject, Tenancy lost, Desired heir, Present shown) {
    if (bench().opensSessions(subject.toString()) && lost.desired().credentials().isPresent()) {
      Map<String, String> old =
          subject.operations().connection(shown.outputs(), lost.desired().credentials());
      assertTrue(bench().session(heir.ref(), old).isEmpty(), "the old credentials are of no use");
    }
  }

  /** Other settings than the copy was made with: a restore brings those that are desired. */
  private Desired withChanges(Subject subject, Desired desired) {
    Map<String, Object> settings = new HashMap<>(desired.settings());
    settings.putAll(bench().changedSettings(subject.toString()));
    return Subject.withSettings(desired, settings);
  }

  private static void assertForeign(Subject subject, Runnable call) {
    ProvisionerException refusal =
        subject.refused(ErrorCode.FOREIGN.type(), "touching what is not ours", call::run);
    assertEquals(ErrorCode.FOREIGN, refusal.code());
  }

  /** Nothing is skipped for a type without the capability: it must be without it altogether. */
  private static boolean lacksRecovery(Subject subject) {
    boolean lacks = !subject.descriptor().can(Ability.RECOVERY);
    assertEquals(lacks, subject.operations().recoverable().isEmpty(), "it is what it says");
    return lacks;
  }
}
