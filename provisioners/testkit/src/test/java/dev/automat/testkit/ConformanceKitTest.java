package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each broken rule is noticed by the checks that are meant to notice it, and by no other. */
final class ConformanceKitTest {

  static Stream<Breakage> breakages() {
    return Stream.of(
            BrokenWrites.all(), BrokenReads.all(), BrokenSecrets.all(), BrokenDeclarations.all())
        .flatMap(breakages -> breakages.stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breakages")
  void noticesTheBrokenRuleAndNothingElse(Breakage breakage) {
    BrokenSuite.BREAKAGE.set(breakage);
    KitFailures failures = new KitFailures();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(BrokenSuite.class)).build(),
        failures);
    Set<String> unnoticed = new TreeSet<>(breakage.noticed());
    unnoticed.removeAll(failures.checks());
    Set<String> unexpected = new TreeSet<>(failures.checks());
    unexpected.removeAll(breakage.mayFail());
    assertTrue(failures.run() > 50, () -> "the kit ran: " + failures.run());
    assertTrue(
        unnoticed.isEmpty() && unexpected.isEmpty(),
        () ->
            "not noticed by "
                + unnoticed
                + ", noticed beyond expectation by "
                + unexpected
                + String.join("\n", failures.reasons()));
  }
}
