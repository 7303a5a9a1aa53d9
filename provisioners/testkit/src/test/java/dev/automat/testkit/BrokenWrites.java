package dev.automat.testkit;

import static dev.automat.testkit.Breakage.ofOperations;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.ResourceRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Types that create, update or delete as they must not. */
final class BrokenWrites {

  private BrokenWrites() {}

  static List<Breakage> all() {
    return List.of(
        secondCreateFails(),
        repeatMakesAnother(),
        createChangesWhatExists(),
        createsRace(),
        deleteOfTheMissingFails(),
        deleteLeavesAChild(),
        overwritesForeign(),
        updatesForeign(),
        deletesForeign(),
        ignoresTags(),
        ignoresSettings(),
        resetsWhatWasNotAskedFor(),
        replacesInsteadOfChanging());
  }

  private static Breakage secondCreateFails() {
    return ofOperations(
            "a second create fails",
            (sound, cloud) ->
                new BrokenType(sound, cloud) {
                  @Override
                  public Outcome create(Desired desired) {
                    if (sound.observe(desired.ref()) instanceof Present) {
                      throw refusal(ErrorCode.INVALID_SETTINGS, "already exists");
                    }
                    return sound.create(desired);
                  }
                },
            "creatingTwiceMakesOne",
            "creatingAfterACrashFindsWhatTheFirstCreateMade",
            "creatingWhatExistsLeavesItAsItIs")
        .perhaps("twoCreatesAtOnceLeaveOne");
  }

  private static Breakage repeatMakesAnother() {
    return ofOperations(
            "a repeated create makes another",
            (sound, cloud) ->
                new BrokenType(sound, cloud) {
                  @Override
                  public Outcome create(Desired desired) {
                    if (sound.observe(desired.ref()) instanceof Present) {
                      makeAlso(desired.ref(), "another");
                    }
                    return sound.create(desired);
                  }
                },
            "creatingTwiceMakesOne",
            "creatingAfterACrashFindsWhatTheFirstCreateMade")
        .perhaps("twoCreatesAtOnceLeaveOne");
  }

  private static Breakage createChangesWhatExists() {
    return ofOperations(
        "create changes what exists",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                return sound.observe(desired.ref()) instanceof Present present
                    ? sound.update(desired, present)
                    : sound.create(desired);
              }
            },
        "creatingWhatExistsLeavesItAsItIs");
  }

  private static Breakage createsRace() {
    CyclicBarrier meeting = new CyclicBarrier(2);
    return ofOperations(
        "two creates at once look first and make then",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                boolean missing = sound.observe(desired.ref()) instanceof Absent;
                // Only the checks that call at the same time do so on virtual threads.
                if (Thread.currentThread().isVirtual() && meet() && missing) {
                  makeAlso(desired.ref(), "of " + UUID.randomUUID());
                }
                return sound.create(desired);
              }

              private boolean meet() {
                try {
                  meeting.await(60, TimeUnit.SECONDS);
                  return true;
                } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                  return false;
                }
              }
            },
        "twoCreatesAtOnceLeaveOne");
  }

  private static Breakage deleteOfTheMissingFails() {
    return ofOperations(
            "deleting what is gone fails",
            (sound, cloud) ->
                new BrokenType(sound, cloud) {
                  @Override
                  public void delete(ResourceRef ref) {
                    if (sound.observe(ref) instanceof Absent) {
                      throw refusal(ErrorCode.INVALID_SETTINGS, "not found");
                    }
                    sound.delete(ref);
                  }
                },
            "deletingWhatNeverWasIsSuccess",
            "deletingTwiceIsDeletingOnce")
        .perhaps("twoDeletesAtOnceLeaveNothing");
  }

  private static Breakage deleteLeavesAChild() {
    return ofOperations(
            "delete leaves a child behind",
            (sound, cloud) ->
                new BrokenType(sound, cloud) {
                  @Override
                  public Outcome create(Desired desired) {
                    Outcome outcome = sound.create(desired);
                    String role = "role-" + desired.ref().externalName();
                    if (cloud.standing(role).isEmpty()) {
                      makeAlso(desired.ref(), role);
                    }
                    return outcome;
                  }
                },
            "deletingTakesEverythingAlong",
            "deletingTwiceIsDeletingOnce",
            "whatArrivesAfterItsDeletionIsSeenAndDeletedAgain",
            "whatLostItsTagsIsStillOursToDelete",
            "twoDeletesAtOnceLeaveNothing")
        .perhaps("twoCreatesAtOnceLeaveOne");
  }

  private static Breakage overwritesForeign() {
    return ofOperations(
        "create takes over what is not ours",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome create(Desired desired) {
                if (sound.observe(desired.ref()) instanceof Foreign) {
                  String id = desired.ref().cloudId().orElseThrow();
                  cloud.tag(place(desired.ref()), id, desired.tags(), desired.ref().uid());
                }
                return sound.create(desired);
              }
            },
        "createRefusesWhatIsNotOurs");
  }

  private static Breakage updatesForeign() {
    return ofOperations(
        "update changes what is not ours",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome update(Desired desired, Present observed) {
                if (sound.observe(desired.ref()) instanceof Foreign) {
                  String id = desired.ref().cloudId().orElseThrow();
                  cloud.modify(place(desired.ref()), id, desired.settings(), "us");
                  return new Outcome.Working(Optional.empty(), "changing", Duration.ofSeconds(1));
                }
                return sound.update(desired, observed);
              }
            },
        "updateRefusesWhatIsNotOurs");
  }

  private static Breakage deletesForeign() {
    return ofOperations(
        "delete deletes what is not ours",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public void delete(ResourceRef ref) {
                Observation observed = sound.observe(ref);
                if (observed instanceof Foreign && ref.cloudId().isPresent()) {
                  cloud.delete(place(ref), ref.cloudId().get(), ref.uid());
                } else {
                  sound.delete(ref);
                }
              }
            },
        "deleteRefusesWhatIsNotOurs");
  }

  private static Breakage ignoresTags() {
    return ofOperations(
        "update forgets the tags",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome update(Desired desired, Present observed) {
                return sound.update(
                    new Desired(
                        desired.ref(),
                        desired.settings(),
                        Map.of(),
                        desired.credentials(),
                        desired.idempotencyToken()),
                    observed);
              }
            },
        "anUpdateRepairsAMissingIdentityTag",
        "tagsFollowWhatIsDesired");
  }

  private static Breakage ignoresSettings() {
    return ofOperations(
        "update forgets the settings",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome update(Desired desired, Present observed) {
                return sound.update(Subject.withSettings(desired, Map.of()), observed);
              }
            },
        "changesEachSettingThatCanChangeAndKeepsTheObject",
        "whatCanOnlyGrowNeverShrinks",
        "driftIsSeenAndPutRight");
  }

  private static Breakage resetsWhatWasNotAskedFor() {
    return ofOperations(
        "update resets what was not asked for",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome update(Desired desired, Present observed) {
                boolean database = desired.ref().type().endsWith("/database");
                Map<String, Object> settings =
                    new HashMap<>(
                        database
                            ? Map.<String, Object>of("backupDays", 0L)
                            : Map.<String, Object>of("retentionDays", 1L));
                settings.putAll(desired.settings());
                return sound.update(Subject.withSettings(desired, settings), observed);
              }
            },
        "settingsThatWereNotAskedForAreLeftAlone");
  }

  private static Breakage replacesInsteadOfChanging() {
    return ofOperations(
        "update deletes and makes anew",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Outcome update(Desired desired, Present observed) {
                if (!(sound.observe(desired.ref()) instanceof Present present)
                    || present.state() != State.AVAILABLE
                    || same(desired, present)) {
                  return sound.update(desired, observed);
                }
                sound.delete(desired.ref());
                return sound.create(desired);
              }

              private boolean same(Desired desired, Present present) {
                return desired.settings().entrySet().stream()
                    .allMatch(
                        want -> {
                          Object got = present.settings().get(want.getKey());
                          return got != null
                              && sound.equivalent(want.getKey(), want.getValue(), got);
                        });
              }
            },
        "changesEachSettingThatCanChangeAndKeepsTheObject",
        "settingsThatWereNotAskedForAreLeftAlone",
        "whatCanOnlyGrowNeverShrinks");
  }
}
