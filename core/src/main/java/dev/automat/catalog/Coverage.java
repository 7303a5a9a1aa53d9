package dev.automat.catalog;

import dev.automat.cost.Estimate;
import dev.automat.expression.ExpressionException;
import dev.automat.resource.Cost;
import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which prices a place lacks for what the modules offer there: each size of each environment, as it
 * is by default and with each switch among its inputs the other way.
 */
public final class Coverage {

  private final Catalog catalog;

  public Coverage(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * What is not known, or can not be computed, one line each; in alphabetical order.
   *
   * @param cloud the provisioner's name
   * @param environment the only one that is placed there; empty: all
   */
  public List<String> gaps(String cloud, String region, Optional<String> environment) {
    Set<String> gaps = new TreeSet<>();
    for (Kind kind : catalog.kinds()) {
      for (Module module : catalog.modules(kind.name())) {
        module
            .provisioner(cloud)
            .filter(mapping -> !mapping.cost().isEmpty())
            .ifPresent(
                mapping ->
                    module.environments().stream()
                        .filter(each -> environment.map(each.name()::equals).orElse(true))
                        .forEach(each -> check(module, mapping, each, region, gaps)));
      }
    }
    return List.copyOf(gaps);
  }

  private void check(
      Module module, Mapping mapping, Environment environment, String region, Set<String> gaps) {
    List<Optional<String>> sizes =
        environment.sizes().isEmpty()
            ? List.of(Optional.empty())
            : environment.sizes().stream().map(Optional::of).toList();
    for (Optional<String> size : sizes) {
      for (ObjectNode inputs : variants(module)) {
        check(module, mapping, environment, size, inputs, region, gaps);
      }
    }
  }

  private void check(
      Module module,
      Mapping mapping,
      Environment environment,
      Optional<String> size,
      ObjectNode inputs,
      String region,
      Set<String> gaps) {
    MergedInputs merged =
        module.merge(size, Optional.of(environment.name()), Optional.empty(), inputs);
    Map<String, String> facts = new HashMap<>();
    facts.put("team", "team");
    facts.put("name", "name");
    facts.put("classification", SpecForm.DEFAULT_CLASSIFICATION);
    facts.put("environment", environment.name());
    facts.put("cloud", mapping.provisioner());
    facts.put("region", region);
    try {
      Estimate.of(
              mapping.cost(),
              catalog.prices(),
              region,
              module.variables(size.flatMap(module::size), merged, facts))
          .stream()
          .flatMap(cost -> Stream.concat(cost.lines().stream(), cost.retained().stream()))
          .map(Cost.Line::unknown)
          .flatMap(Optional::stream)
          .forEach(gaps::add);
    } catch (ExpressionException e) {
      gaps.add("the cost of " + module.id() + " on " + mapping.type() + ": " + e.getMessage());
    }
  }

  /** The defaults, and with each switch the other way. */
  private static List<ObjectNode> variants(Module module) {
    List<ObjectNode> variants = new ArrayList<>();
    variants.add(Json.object());
    module
        .inputs()
        .path("properties")
        .properties()
        .forEach(
            input -> {
              if (input.getValue().path("type").asString("").equals("boolean")) {
                variants.add(Json.object().put(input.getKey(), true));
                variants.add(Json.object().put(input.getKey(), false));
              }
            });
    return variants;
  }
}
