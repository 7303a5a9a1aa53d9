package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Each flaw of bindings is noticed by the check that is meant to notice it. */
final class BindingKitTest {

  @ParameterizedTest
  @EnumSource
  void noticesTheFlawAndNothingElse(UserFlaw flaw) {
    FlawedSuite.FLAW.set(flaw);
    KitFailures failures = new KitFailures();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(FlawedSuite.class))
                .build(),
            failures);
    Set<String> unnoticed = new TreeSet<>(flaw.noticed());
    unnoticed.removeAll(failures.checks());
    Set<String> unexpected = new TreeSet<>(failures.checks());
    unexpected.removeIf(flaw::mayFail);
    assertTrue(failures.run() > 50, () -> "the kit ran: " + failures.run());
    assertTrue(
        unnoticed.isEmpty() && unexpected.isEmpty(),
        () ->
            "not noticed by %s, noticed beyond expectation by %s%n%s"
                .formatted(unnoticed, unexpected, String.join("\n", failures.reasons())));
  }

  @Test
  void everyCheckOfBindingsHasAFlaw() {
    Set<String> checks =
        Arrays.stream(BindingChecks.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(EachType.class))
            .map(method -> method.getName())
            .collect(Collectors.toSet());
    Set<String> noticed =
        Arrays.stream(UserFlaw.values())
            .flatMap(flaw -> flaw.noticed().stream())
            .collect(Collectors.toSet());
    assertEquals(checks, noticed);
  }
}
