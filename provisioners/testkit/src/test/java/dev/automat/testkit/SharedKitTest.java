package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.List;
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

/** Each flaw of a secret that all have is noticed by the check that is meant to notice it. */
final class SharedKitTest {

  @ParameterizedTest
  @EnumSource
  void noticesTheFlawAndNothingElse(SharedFlaw flaw) {
    SharedSuite.FLAW.set(flaw);
    KitFailures failures = new KitFailures();
    List<MethodSelector> checks =
        Stream.of(BindingChecks.class, SharedSecretChecks.class)
            .flatMap(SharedKitTest::checks)
            .map(check -> selectMethod(SharedSuite.class, check, Subject.class))
            .toList();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(checks).build(), failures);
    Set<String> unnoticed = new TreeSet<>(flaw.noticed());
    unnoticed.removeAll(failures.checks());
    Set<String> unexpected = new TreeSet<>(failures.checks());
    unexpected.removeIf(flaw::mayFail);
    assertEquals(checks.size(), failures.run(), "the checks ran");
    assertTrue(
        unnoticed.isEmpty() && unexpected.isEmpty(),
        () ->
            "not noticed by %s, noticed beyond expectation by %s%n%s"
                .formatted(unnoticed, unexpected, String.join("\n", failures.reasons())));
  }

  @Test
  void everyCheckHasAFlaw() {
    Set<String> noticed =
        Arrays.stream(SharedFlaw.values())
            .flatMap(flaw -> flaw.noticed().stream())
            .collect(Collectors.toSet());
    assertTrue(noticed.containsAll(checks(SharedSecretChecks.class).toList()), noticed::toString);
  }

  private static Stream<String> checks(Class<?> theme) {
    return Arrays.stream(theme.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(EachType.class))
        .map(method -> method.getName());
  }
}
