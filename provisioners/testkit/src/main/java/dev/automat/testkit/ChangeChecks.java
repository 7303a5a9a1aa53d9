package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.TypeDescriptor.Change;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Changing settings and tags, and putting right what others changed. */
interface ChangeChecks extends Checks {

  @EachType
  default void changesEachSettingThatCanChangeAndKeepsTheObject(Subject subject) {
    Desired desired = subject.fresh();
    Present before = subject.available(desired);
    Desired current = Subject.recorded(desired, before);
    for (var change : changeable(subject, Change.IN_PLACE, Change.GROW_ONLY).entrySet()) {
      current = Subject.withSetting(current, change.getKey(), change.getValue());
      Present after = subject.updated(current);
      assertEquals(before.cloudId(), after.cloudId(), "the same object");
      assertShown(subject, after, change.getKey(), change.getValue());
    }
  }

  @EachType
  default void updatingTwiceIsUpdatingOnce(Subject subject) {
    Desired desired = subject.fresh();
    Desired changed = Subject.recorded(desired, subject.available(desired));
    for (var change : changeable(subject, Change.IN_PLACE).entrySet()) {
      changed = Subject.withSetting(changed, change.getKey(), change.getValue());
    }
    Present once = subject.updated(changed);
    Present twice = subject.updated(changed);
    assertEquals(once, twice);
  }

  @EachType
  default void whatCanOnlyGrowNeverShrinks(Subject subject) {
    Map<String, Object> changes = changeable(subject, Change.GROW_ONLY);
    for (var change : changes.entrySet()) {
      Desired small = subject.fresh();
      Desired recorded = Subject.recorded(small, subject.available(small));
      Desired large = Subject.withSetting(recorded, change.getKey(), change.getValue());
      Present grown = subject.updated(large);
      try {
        subject.operations().update(recorded, grown);
      } catch (ProvisionerException refusal) {
        assertEquals(ErrorType.USER, refusal.code().type(), "a refusal names the request");
      }
      Present after = subject.awaitAvailable(recorded.ref());
      assertShown(subject, after, change.getKey(), change.getValue());
    }
  }

  @EachType
  default void driftIsSeenAndPutRight(Subject subject) {
    Desired desired = subject.fresh();
    Desired recorded = Subject.recorded(desired, subject.available(desired));
    for (var change : changeable(subject, Change.IN_PLACE).entrySet()) {
      drift(subject, recorded, change.getKey(), change.getValue());
      Present corrected = subject.updated(recorded);
      Object want = bench().sampleSettings(subject.toString()).get(change.getKey());
      assertTrue(
          want != null && subject.shows(corrected, change.getKey(), want),
          () -> change.getKey() + " is " + want + " again, not " + corrected.settings());
    }
  }

  /**
   * Each alone: all others are asked for meanwhile, and none of them may draw it along, not even
   * the one before, which is put right.
   */
  @EachType
  default void settingsThatWereNotAskedForAreLeftAlone(Subject subject) {
    SchemaCheck schema = new SchemaCheck(subject.descriptor().settingsSchema());
    Desired desired = subject.fresh();
    Desired recorded = Subject.recorded(desired, subject.available(desired));
    LocalDate end = LocalDate.of(2027, 1, 1);
    for (var change : changeable(subject, Change.IN_PLACE).entrySet()) {
      if (schema.requires(change.getKey())) {
        continue;
      }
      drift(subject, recorded, change.getKey(), change.getValue());
      Map<String, Object> fewer = new HashMap<>(recorded.settings());
      fewer.remove(change.getKey());
      end = end.plusDays(1); // So that there is always something to do.
      Desired silent =
          Subject.withTag(
              Subject.withSettings(recorded, fewer), OwnershipTags.EXPIRES_ON, end.toString());
      assertShown(subject, subject.updated(silent), change.getKey(), change.getValue());
    }
  }

  @EachType
  default void tagsFollowWhatIsDesired(Subject subject) {
    Desired desired = Subject.withTag(subject.fresh(), OwnershipTags.EXPIRES_ON, "2027-01-01");
    Desired recorded = Subject.recorded(desired, subject.available(desired));
    Desired later = Subject.withTag(recorded, OwnershipTags.EXPIRES_ON, "2027-02-03");
    assertEquals("2027-02-03", subject.updated(later).tags().get(OwnershipTags.EXPIRES_ON));
  }

  private void drift(Subject subject, Desired recorded, String key, Object value) {
    bench().drift(recorded.ref(), key, value);
    subject.eventually(
        "the drift of " + key + " to " + value + " is seen",
        () -> subject.shows(recorded.ref(), key, value));
    subject.settle();
    assertShown(subject, subject.present(recorded.ref()), key, value);
  }

  private static void assertShown(Subject subject, Present shown, String key, Object want) {
    assertTrue(
        subject.shows(shown, key, want),
        () -> key + " is " + want + ", shown is " + shown.settings().get(key));
  }

  /** The harness's changes of those kinds, in the order of their names. */
  private Map<String, Object> changeable(Subject subject, Change... kinds) {
    Map<String, Object> changes = new TreeMap<>(bench().changedSettings(subject.toString()));
    changes
        .keySet()
        .removeIf(
            key -> {
              for (Change kind : kinds) {
                if (subject.descriptor().changeOf(key) == kind) {
                  return false;
                }
              }
              return true;
            });
    return changes;
  }
}
