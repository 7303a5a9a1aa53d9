package dev.automat.testkit;

import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One rule broken, and the checks that must notice.
 *
 * @param rule what the broken plugin does
 * @param noticed the checks that must fail
 * @param perhaps further checks that may fail, because threads may meet or not
 */
record Breakage(
    String rule,
    BiFunction<ResourceType, HostileCloud, ResourceType> operations,
    UnaryOperator<TypeDescriptor> descriptors,
    BiFunction<Map<String, ResourceType>, HostileCloud, Provisioner> opening,
    Set<String> noticed,
    Set<String> perhaps) {

  static Breakage ofOperations(
      String rule,
      BiFunction<ResourceType, HostileCloud, ResourceType> operations,
      String... noticed) {
    return new Breakage(
        rule,
        operations,
        UnaryOperator.identity(),
        (types, cloud) -> () -> types,
        Set.of(noticed),
        Set.of());
  }

  static Breakage ofDescriptor(
      String rule, UnaryOperator<TypeDescriptor> descriptors, String... noticed) {
    return new Breakage(
        rule,
        (sound, cloud) -> sound,
        descriptors,
        (types, cloud) -> () -> types,
        Set.of(noticed),
        Set.of());
  }

  static Breakage ofOpening(
      String rule,
      BiFunction<Map<String, ResourceType>, HostileCloud, Provisioner> opening,
      String... noticed) {
    return new Breakage(
        rule,
        (sound, cloud) -> sound,
        UnaryOperator.identity(),
        opening,
        Set.of(noticed),
        Set.of());
  }

  Breakage perhaps(String... others) {
    return new Breakage(rule, operations, descriptors, opening, noticed, Set.of(others));
  }

  Set<String> mayFail() {
    Set<String> all = new TreeSet<>(noticed);
    all.addAll(perhaps);
    return all;
  }

  @Override
  public String toString() {
    return rule;
  }
}
