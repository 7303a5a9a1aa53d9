package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Desired;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bulk list agrees with single observes, is complete, and shows nothing of others. */
interface ListChecks extends Checks {

  @EachType
  default void listsWhatObservingShowsAtTheDeclaredDepth(Subject subject) {
    Desired desired = subject.fresh();
    Present shown = subject.available(desired);
    Listed listed = onlyListed(subject, desired.ref());
    assertEquals(shown.cloudId(), listed.observed().cloudId(), "cloud id");
    switch (subject.descriptor().listDepth()) {
      case IDENTITY -> {}
      case TAGS -> {
        assertEquals(Optional.of(desired.ref().uid()), listed.uid());
        assertEquals(shown.tags(), listed.observed().tags());
      }
      case FULL -> {
        assertEquals(Optional.of(desired.ref().uid()), listed.uid());
        assertEquals(shown, listed.observed());
      }
    }
  }

  @EachType
  default void pagesAreCompleteAndRepeatNothing(Subject subject) {
    Set<String> names = new HashSet<>();
    List<Desired> crowd = new ArrayList<>();
    for (int i = 0; i < Math.max(3, bench().crowd()); i++) {
      Desired desired = subject.fresh();
      subject.operations().create(desired);
      crowd.add(desired);
      names.add(desired.ref().externalName());
    }
    subject.settle();
    List<String> listed =
        subject.listAll().stream().map(Listed::externalName).filter(names::contains).toList();
    assertEquals(names, Set.copyOf(listed), "complete");
    assertEquals(names.size(), listed.size(), "each once");
    assertEquals(crowd.size(), names.size());
  }

  @EachType
  default void leavesOutWhatIsNotOursAndWhatIsGone(Subject subject) {
    Desired desired = subject.fresh();
    Map<String, String> tags = new HashMap<>(desired.tags());
    tags.put(OwnershipTags.INSTALLATION, "another-installation");
    ResourceRef foreign = bench().plantForeign(desired, tags);
    Desired gone = subject.fresh();
    subject.available(gone);
    subject.operations().delete(gone.ref());
    subject.awaitAbsent(gone.ref());
    Set<String> listed = new HashSet<>();
    subject.listAll().forEach(item -> listed.add(item.externalName()));
    assertFalse(listed.contains(foreign.externalName()), "another installation's object");
    assertFalse(listed.contains(gone.ref().externalName()), "what was deleted");
  }

  private static Listed onlyListed(Subject subject, ResourceRef ref) {
    List<Listed> found =
        subject.listAll().stream()
            .filter(listed -> listed.externalName().equals(ref.externalName()))
            .toList();
    assertTrue(found.size() == 1, () -> "listed once: " + found);
    return found.getFirst();
  }
}
