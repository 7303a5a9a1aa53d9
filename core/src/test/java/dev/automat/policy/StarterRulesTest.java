package dev.automat.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.PolicyTests;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules that come with Automat. */
class StarterRulesTest {

  private static final Catalog CATALOG =
      Catalog.load(Path.of("..", "modules"), FakePlugins.local());

  @Test
  void allAreUsable() {
    assertEquals(List.of(), CATALOG.rejected());
    assertEquals(List.of(), CATALOG.policies().guards());
    assertEquals(15, CATALOG.policies().rules().size());
  }

  @Test
  void theirTestsPass() {
    List<PolicyTests.Result> results = new PolicyTests(CATALOG).run(Optional.empty());

    assertTrue(results.size() > 20);
    assertEquals(List.of(), results.stream().filter(result -> !result.passed()).toList());
  }

  @Test
  void eachHasATestInWhichItIsKept() {
    Set<String> kept =
        CATALOG.policies().tests().stream()
            .flatMap(test -> test.expect().entrySet().stream())
            .filter(expected -> expected.getValue().equals("pass"))
            .map(java.util.Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<String> all =
        CATALOG.policies().rules().stream()
            .map(Rule::name)
            .collect(Collectors.toCollection(TreeSet::new));
    all.removeAll(kept);
    // It speaks of what it warns of alone.
    assertEquals(Set.of("large-is-for-prod"), all);
  }
}
