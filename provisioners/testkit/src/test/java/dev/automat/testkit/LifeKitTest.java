package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each flaw of quarantine and recovery is noticed by the check that is meant to notice it. */
final class LifeKitTest {

  @ParameterizedTest
  @EnumSource
  void noticesTheFlawAndNothingElse(LifeFlaw flaw) {
    TenantSuite.FLAW.set(flaw);
    KitFailures failures = new KitFailures();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(checks().map(LifeKitTest::selector).toList())
                .build(),
            failures);
    Set<String> unnoticed = new TreeSet<>(flaw.noticed());
    unnoticed.removeAll(failures.checks());
    Set<String> unexpected = new TreeSet<>(failures.checks());
    unexpected.removeIf(flaw::mayFail);
    assertEquals(checks().count(), failures.run(), "the checks ran");
    assertTrue(
        unnoticed.isEmpty() && unexpected.isEmpty(),
        () ->
            "not noticed by %s, noticed beyond expectation by %s%n%s"
                .formatted(unnoticed, unexpected, String.join("\n", failures.reasons())));
  }

  @Test
  void everyCheckHasAFlaw() {
    Set<String> noticed =
        Arrays.stream(LifeFlaw.values())
            .flatMap(flaw -> flaw.noticed().stream())
            .collect(Collectors.toSet());
    assertEquals(checks().collect(Collectors.toSet()), noticed);
  }

  private static Stream<String> checks() {
    return Stream.of(QuarantineChecks.class, RecoveryChecks.class)
        .flatMap(theme -> Arrays.stream(theme.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(EachType.class))
        .map(method -> method.getName());
  }

  private static MethodSelector selector(String check) {
    return selectMethod(TenantSuite.class, check, Subject.class);
  }
}
