package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is ours is ours even with a tag missing; what is not is never touched. */
interface OwnershipChecks extends Checks {

  @EachType
  default void whatIsNotOursIsSeenAsForeign(Subject subject) {
    forEachForeigner(
        subject,
        desired ->
            assertInstanceOf(
                Observation.Foreign.class, subject.operations().observe(desired.ref())));
  }

  @EachType
  default void createRefusesWhatIsNotOurs(Subject subject) {
    forEachForeigner(
        subject, desired -> assertForeign(subject, () -> subject.operations().create(desired)));
  }

  @EachType
  default void updateRefusesWhatIsNotOurs(Subject subject) {
    forEachForeigner(
        subject,
        desired -> {
          Map<String, Object> settings = new HashMap<>(desired.settings());
          settings.putAll(bench().changedSettings(subject.toString()));
          Desired changed = Subject.withSettings(desired, settings);
          assertForeign(subject, () -> subject.operations().update(changed, asIfOurs(desired)));
        });
  }

  @EachType
  default void deleteRefusesWhatIsNotOurs(Subject subject) {
    forEachForeigner(
        subject,
        desired -> assertForeign(subject, () -> subject.operations().delete(desired.ref())));
  }

  @EachType
  default void anUpdateRepairsAMissingIdentityTag(Subject subject) {
    for (String key : List.of(OwnershipTags.UID, OwnershipTags.INSTALLATION)) {
      Desired desired = subject.fresh();
      Desired recorded = Subject.recorded(desired, subject.available(desired));
      bench().retag(recorded.ref(), without(recorded.tags(), key));
      subject.eventually(
          key + " is seen to be missing",
          () ->
              subject.operations().observe(recorded.ref()) instanceof Present present
                  && !present.tags().containsKey(key));
      subject.settle();
      Present repaired = subject.updated(recorded);
      assertEquals(recorded.tags().get(key), repaired.tags().get(key), key);
    }
  }

  @EachType
  default void whatLostItsTagsIsStillOursToDelete(Subject subject) {
    Desired desired = subject.fresh();
    ResourceRef recorded = Subject.recorded(desired.ref(), subject.available(desired));
    bench().retag(recorded, Map.of());
    subject.settle();
    subject.operations().delete(recorded);
    subject.awaitAbsent(recorded);
    assertEquals(List.of(), bench().leftovers(recorded.uid()));
  }

  private void forEachForeigner(Subject subject, Consumer<Desired> check) {
    for (Map<String, String> change :
        List.of(
            Map.of(OwnershipTags.UID, "zzzzzzzzzzzzzzzzzzzz"),
            Map.of(OwnershipTags.INSTALLATION, "another-installation"))) {
      Desired desired = subject.fresh();
      Map<String, String> tags = new HashMap<>(desired.tags());
      tags.putAll(change);
      ResourceRef planted = bench().plantForeign(desired, tags);
      Desired inItsWay =
          new Desired(
              planted,
              desired.settings(),
              desired.tags(),
              desired.credentials(),
              desired.idempotencyToken());
      String before = bench().fingerprint(planted);
      check.accept(inItsWay);
      subject.settle();
      assertEquals(before, bench().fingerprint(planted), () -> "untouched: " + change);
    }
  }

  private static void assertForeign(Subject subject, Runnable call) {
    ProvisionerException refusal =
        subject.refused(ErrorCode.FOREIGN.type(), "writing to what is not ours", call::run);
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    assertFalse(refusal.getMessage() == null, "says what was found");
  }

  private static Present asIfOurs(Desired desired) {
    return new Present(
        desired.ref().cloudId(),
        State.AVAILABLE,
        "",
        desired.settings(),
        desired.tags(),
        Map.of(),
        List.of());
  }

  private static Map<String, String> without(Map<String, String> tags, String key) {
    Map<String, String> fewer = new HashMap<>(tags);
    fewer.remove(key);
    return fewer;
  }
}
