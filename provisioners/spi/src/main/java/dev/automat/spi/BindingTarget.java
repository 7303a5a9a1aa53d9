package dev.automat.spi;

import java.util.Map;
import java.util.Optional;

/**
 * The resource that is bound, or put out of reach.
 *
 * @param outputs as they were observed just before
 * @param credentials those that {@code create} was given, for types that need them: a plugin may
 *     sign in with them, and hands them to nobody
 */
public record BindingTarget(
    ResourceRef ref, Map<String, Object> outputs, Optional<Credentials> credentials) {

  public BindingTarget {
    outputs = Map.copyOf(outputs);
  }
}
