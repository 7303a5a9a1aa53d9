package dev.automat.testkit;

import static dev.automat.testkit.Breakage.ofOperations;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Types that say what is not so. */
final class BrokenReads {

  private BrokenReads() {}

  static List<Breakage> all() {
    return List.of(
        unreachableIsAbsent(),
        unreachableListIsEmpty(),
        throttlingIsExternal(),
        otherExceptions(),
        foreignIsPresent(),
        lateArrivalsAreNotSeen(),
        listLeavesOutTags(),
        listEndsAfterOnePage(),
        listRepeats(),
        listShowsOthers(),
        equivalenceIsTooNarrow());
  }

  private static Breakage unreachableIsAbsent() {
    return ofOperations(
        "an unreachable cloud is an absence",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Observation observe(ResourceRef ref) {
                try {
                  return sound.observe(ref);
                } catch (ProvisionerException failure) {
                  if (failure.code().type() == ErrorType.EXTERNAL) {
                    return new Absent();
                  }
                  throw failure;
                }
              }
            },
        "anUnreachableCloudIsAFailureAndNeverAnAbsence",
        "anInterruptEndsACall");
  }

  private static Breakage unreachableListIsEmpty() {
    return ofOperations(
        "an unreachable cloud lists nothing",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                try {
                  return sound.list(scope, pageToken);
                } catch (ProvisionerException failure) {
                  if (failure.code().type() == ErrorType.EXTERNAL) {
                    return new ListPage(List.of(), Optional.empty());
                  }
                  throw failure;
                }
              }
            },
        "anUnreachableCloudIsAFailureAndNeverAnAbsence",
        "anInterruptEndsACall");
  }

  private static Breakage throttlingIsExternal() {
    return ofOperations(
        "throttling of a list is said to be an outage",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                try {
                  return sound.list(scope, pageToken);
                } catch (ProvisionerException failure) {
                  throw refusal(ErrorCode.UNREACHABLE, "something went wrong");
                }
              }
            },
        "beingAskedToSlowDownIsSaidAsSuch");
  }

  private static Breakage otherExceptions() {
    return ofOperations(
        "a delete throws what its library throws",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public void delete(ResourceRef ref) {
                try {
                  sound.delete(ref);
                } catch (ProvisionerException failure) {
                  if (failure.code().equals(ErrorCode.UNREACHABLE)) {
                    throw new IllegalStateException("connection refused");
                  }
                  throw failure;
                }
              }
            },
        "writesToAnUnreachableCloudFailAsExternal",
        "anInterruptEndsACall");
  }

  private static Breakage foreignIsPresent() {
    return ofOperations(
        "what is not ours is shown as ours",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public Observation observe(ResourceRef ref) {
                Observation observed = sound.observe(ref);
                return observed instanceof Foreign
                    ? new Present(
                        ref.cloudId(), State.AVAILABLE, "", Map.of(), Map.of(), Map.of(), List.of())
                    : observed;
              }
            },
        "whatIsNotOursIsSeenAsForeign");
  }

  private static Breakage lateArrivalsAreNotSeen() {
    Set<String> deleted = ConcurrentHashMap.newKeySet();
    return ofOperations(
        "what was deleted once is absent for ever",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public void delete(ResourceRef ref) {
                sound.delete(ref);
                deleted.add(ref.uid());
              }

              @Override
              public Observation observe(ResourceRef ref) {
                return deleted.contains(ref.uid()) ? new Absent() : sound.observe(ref);
              }
            },
        "whatArrivesAfterItsDeletionIsSeenAndDeletedAgain");
  }

  private static Breakage listLeavesOutTags() {
    return ofOperations(
        "a list shows less than was declared",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                ListPage page = sound.list(scope, pageToken);
                return new ListPage(
                    page.items().stream().map(BrokenReads::withoutTags).toList(), page.next());
              }
            },
        "listsWhatObservingShowsAtTheDeclaredDepth");
  }

  private static ListPage.Listed withoutTags(ListPage.Listed listed) {
    Present shown = listed.observed();
    return new ListPage.Listed(
        listed.externalName(),
        listed.uid(),
        new Present(
            shown.cloudId(),
            shown.state(),
            shown.message(),
            shown.settings(),
            Map.of(),
            shown.outputs(),
            shown.parts()));
  }

  private static Breakage listEndsAfterOnePage() {
    return ofOperations(
        "a list ends after one page",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                return new ListPage(sound.list(scope, pageToken).items(), Optional.empty());
              }
            },
        "pagesAreCompleteAndRepeatNothing");
  }

  private static Breakage listRepeats() {
    return ofOperations(
        "a page repeats its items",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                ListPage page = sound.list(scope, pageToken);
                List<ListPage.Listed> twice = new ArrayList<>(page.items());
                twice.addAll(page.items());
                return new ListPage(twice, page.next());
              }
            },
        "pagesAreCompleteAndRepeatNothing",
        "listsWhatObservingShowsAtTheDeclaredDepth",
        "creatingTwiceMakesOne",
        "creatingAfterACrashFindsWhatTheFirstCreateMade");
  }

  private static Breakage listShowsOthers() {
    return ofOperations(
        "a list shows what belongs to another installation",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public ListPage list(Scope scope, Optional<String> pageToken) {
                Scope other = new Scope(scope.account(), scope.region(), "another-installation");
                List<ListPage.Listed> all =
                    new ArrayList<>(sound.list(other, Optional.empty()).items());
                ListPage page = sound.list(scope, pageToken);
                all.addAll(page.items());
                return new ListPage(all, page.next());
              }
            },
        "leavesOutWhatIsNotOursAndWhatIsGone");
  }

  private static Breakage equivalenceIsTooNarrow() {
    return ofOperations(
        "normalised settings are taken for different ones",
        (sound, cloud) ->
            new BrokenType(sound, cloud) {
              @Override
              public boolean equivalent(String key, Object want, Object got) {
                return want.equals(got);
              }
            },
        "createsWhatWasAskedForAndShowsIt",
        "creatingWhatExistsLeavesItAsItIs",
        "changesEachSettingThatCanChangeAndKeepsTheObject",
        "driftIsSeenAndPutRight");
  }
}
