package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Provisioner;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a plugin says of itself before anything is made, and how it opens and closes. */
interface DescriptorChecks extends Checks {

  /** How often what must be quick is timed, unless it was quick before. */
  int TIMES = 5;

  /** What the engine gives it (OPEN of LoadedPlugin), which opens a plugin once, and cold. */
  Duration FIRST_OPEN = Duration.ofSeconds(5);

  Duration ANY_OPEN = Duration.ofSeconds(1);

  /** The most that the engine gives it (CLOSE_OURS of LoadedPlugin). */
  Duration FIRST_CLOSE = Duration.ofSeconds(15);

  Duration ANY_CLOSE = Duration.ofSeconds(5);

  @Test
  default void declaresTheSameTypesAtEveryCall() {
    assertEquals(bench().plugin().types(), bench().plugin().types());
  }

  @Test
  default void namesItselfAndItsTypesByTheRule() {
    String name = bench().plugin().name();
    assertTrue(name.matches("[a-z][a-z0-9-]{0,19}"), name);
    for (TypeDescriptor type : bench().plugin().types()) {
      assertTrue(type.type().matches(name + "/[a-z][a-z0-9-]*"), type.type());
    }
  }

  @Test
  default void opensWithinASecondAndWithoutItsCloud() {
    if (bench().unable(Disruption.UNREACHABLE).isEmpty()) {
      bench().disrupt(Disruption.UNREACHABLE);
    }
    Set<String> declared =
        bench().plugin().types().stream().map(TypeDescriptor::type).collect(Collectors.toSet());
    assertQuick(
        FIRST_OPEN,
        ANY_OPEN,
        () ->
            took(
                () -> {
                  try (Provisioner opened = bench().plugin().open(bench().context())) {
                    assertEquals(declared, opened.types().keySet(), "opens what it declares");
                  }
                }));
  }

  @Test
  default void closingTwiceIsClosingOnce() {
    assertQuick(
        FIRST_CLOSE,
        ANY_CLOSE,
        () -> {
          Provisioner opened = bench().plugin().open(bench().context());
          return took(
              () -> {
                opened.close();
                opened.close();
              });
        });
  }

  private static Duration took(Runnable act) {
    long begun = System.nanoTime();
    act.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * The quickest of some times: what the others took longer was the machine's. Or the plugin's, the
   * first time: what is slow only then has a limit of its own.
   */
  static void assertQuick(Duration firstLimit, Duration limit, Supplier<Duration> time) {
    Duration first = time.get();
    assertTrue(
        first.compareTo(firstLimit) < 0,
        "took " + first + " the first time, which is not " + firstLimit);
    Duration quickest = first;
    for (int i = 1; i < TIMES && quickest.compareTo(limit) >= 0; i++) {
      quickest = time.get();
    }
    assertTrue(quickest.compareTo(limit) < 0, "took " + quickest + ", which is not " + limit);
  }

  @Test
  default void declaresAValidConfigurationSchemaThatTheConfigurationMeets() {
    SchemaCheck schema = new SchemaCheck(bench().plugin().configurationSchema());
    assertEquals(List.of(), schema.faults());
    assertTrue(schema.isClosedObject(), "an object with additionalProperties: false");
    assertEquals(List.of(), schema.faultsOf(bench().context().configuration()));
  }

  @EachType
  default void declaresAClosedSchemaThatDescribesEverySetting(Subject subject) {
    SchemaCheck schema = new SchemaCheck(subject.descriptor().settingsSchema());
    assertEquals(List.of(), schema.faults());
    assertTrue(schema.isClosedObject(), "an object with additionalProperties: false");
    for (String property : schema.properties()) {
      assertTrue(schema.describes(property), () -> property + " has a description");
    }
  }

  @EachType
  default void marksOnlySettingsOfItsSchema(Subject subject) {
    Set<String> marked = new TreeSet<>(subject.descriptor().changes().keySet());
    marked.removeAll(new SchemaCheck(subject.descriptor().settingsSchema()).properties());
    assertEquals(Set.of(), marked, "marks that name no setting");
  }

  @EachType
  default void statesTimesAndRatesThatCanBe(Subject subject) {
    TypeDescriptor descriptor = subject.descriptor();
    assertAll(
        () -> assertFalse(descriptor.settleTime().isNegative(), "settle time"),
        () -> assertTrue(descriptor.typicalCreate().isPositive(), "typical time of a create"),
        () -> assertTrue(descriptor.rateLimit().callsPerSecond() > 0, "calls per second"),
        () -> assertTrue(descriptor.rateLimit().inFlight() > 0, "calls in flight"));
  }

  /** A harness that leaves out a setting would leave it untested: nothing is skipped silently. */
  @EachType
  default void harnessSamplesAreValidAndLeaveNoChangeUntested(Subject subject) {
    String type = subject.descriptor().type();
    SchemaCheck schema = new SchemaCheck(subject.descriptor().settingsSchema());
    Map<String, Object> sample = bench().sampleSettings(type);
    Map<String, Object> changed = bench().changedSettings(type);
    Map<String, Object> both = new HashMap<>(sample);
    both.putAll(changed);
    assertEquals(List.of(), schema.faultsOf(sample), "sample settings");
    assertEquals(List.of(), schema.faultsOf(both), "changed settings");
    for (String property : schema.properties()) {
      boolean changeable = subject.descriptor().changeOf(property) != Change.REPLACE;
      assertEquals(
          changeable,
          changed.containsKey(property),
          () -> property + " is among the changes if, and only if, it can change");
      if (changeable) {
        assertTrue(sample.containsKey(property), () -> property + " is in the sample");
        assertNotEquals(sample.get(property), changed.get(property), property);
      }
    }
  }
}
