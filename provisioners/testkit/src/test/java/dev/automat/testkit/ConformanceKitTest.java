package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each broken rule is noticed by the checks that are meant to notice it, and by no other. */
final class ConformanceKitTest {

  private static final class Failures implements TestExecutionListener {

    private final Set<String> checks = new ConcurrentSkipListSet<>();
    private final AtomicInteger run = new AtomicInteger();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      if (identifier.isTest()) {
        run.incrementAndGet();
      }
      result
          .getThrowable()
          .ifPresent(
              failure -> {
                checks.add(identifier.getSource().map(Failures::name).orElse("(no source)"));
                reasons.add(identifier.getDisplayName() + ": " + failure);
              });
    }

    private static String name(TestSource source) {
      return source instanceof org.junit.platform.engine.support.descriptor.MethodSource method
          ? method.getMethodName()
          : source.toString();
    }
  }

  static Stream<Breakage> breakages() {
    return Stream.of(
            BrokenWrites.all(), BrokenReads.all(), BrokenSecrets.all(), BrokenDeclarations.all())
        .flatMap(breakages -> breakages.stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breakages")
  void noticesTheBrokenRuleAndNothingElse(Breakage breakage) {
    BrokenSuite.BREAKAGE.set(breakage);
    Failures failures = new Failures();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(BrokenSuite.class)).build(),
        failures);
    Set<String> unnoticed = new TreeSet<>(breakage.noticed());
    unnoticed.removeAll(failures.checks);
    Set<String> unexpected = new TreeSet<>(failures.checks);
    unexpected.removeAll(breakage.mayFail());
    assertTrue(failures.run.get() > 50, () -> "the kit ran: " + failures.run);
    assertTrue(
        unnoticed.isEmpty() && unexpected.isEmpty(),
        () ->
            "not noticed by "
                + unnoticed
                + ", noticed beyond expectation by "
                + unexpected
                + String.join("\n", failures.reasons));
  }
}
