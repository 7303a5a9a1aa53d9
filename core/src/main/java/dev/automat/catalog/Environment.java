package dev.automat.catalog;

import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan.OnMissing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a module offers in one environment.
 *
 * @param name {@code dev}, {@code preview}, {@code staging} or {@code prod}
 * @param sizes the sizes on offer; empty for a module without sizes
 * @param defaultSize the size of a request that names none; empty for a module without sizes
 * @param lifetime of a request that names none
 * @param maxLifetime the longest that can be asked for, counted from creation
 * @param deletionProtection of a request that says nothing about it
 * @param onMissing what to do when a resource is gone from the cloud
 * @param inputs the inputs that it sets, unless something stronger does
 */
public record Environment(
    String name,
    List<String> sizes,
    Optional<String> defaultSize,
    Lifetime lifetime,
    Lifetime maxLifetime,
    boolean deletionProtection,
    OnMissing onMissing,
    Map<String, Object> inputs) {

  /** All that there can be, in the order of a change's way to production. */
  public static final List<String> NAMES = List.of("dev", "preview", "staging", "prod");
}
