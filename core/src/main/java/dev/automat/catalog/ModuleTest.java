package dev.automat.catalog;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A test that stands in the module's file.
 *
 * @param on the provisioner it is placed on
 * @param given the spec
 * @param plan what the plan must hold at least
 * @param violations rules and pointers of exactly the violations that must come; {@code plan} or
 *     this is present
 */
public record ModuleTest(
    String name,
    String on,
    JsonNode given,
    Optional<JsonNode> plan,
    Optional<List<Expected>> violations) {

  /** A violation that must come. */
  public record Expected(String rule, String pointer) {}
}
