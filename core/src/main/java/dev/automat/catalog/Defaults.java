package dev.automat.catalog;

import dev.automat.catalog.InputForm.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs before the request has its say, for every size, environment and classification, made
 * once at load: schema, then size, then environment, then classification.
 */
final class Defaults {

  private final InputForm form;
  private final Map<Choice, Merged> merged = new HashMap<>();

  /**
   * @param sizes by name, what sets inputs
   */
  Defaults(
      InputForm form,
      Layer schema,
      Map<String, Layer> sizes,
      Map<String, Layer> environments,
      Map<String, Layer> classifications) {
    this.form = form;
    for (Optional<String> size : withNone(sizes)) {
      for (Optional<String> environment : withNone(environments)) {
        for (Optional<String> classification : withNone(classifications)) {
          List<Layer> layers = new ArrayList<>(List.of(schema));
          size.map(sizes::get).ifPresent(layers::add);
          environment.map(environments::get).ifPresent(layers::add);
          classification.map(classifications::get).ifPresent(layers::add);
          merged.put(
              new Choice(size, environment, classification),
              new Merged(form.json(layers), form.merge(layers)));
        }
      }
    }
  }

  /** With what the request sets. Names that the module does not know set nothing. */
  MergedInputs with(
      Optional<String> size,
      Optional<String> environment,
      Optional<String> classification,
      ObjectNode request) {
    Merged defaults = defaultsOf(size, environment, classification);
    return request.isEmpty()
        ? defaults.inputs()
        : form.merge(defaults.json(), defaults.inputs(), request);
  }

  private Merged defaultsOf(
      Optional<String> size, Optional<String> environment, Optional<String> classification) {
    Merged exact = merged.get(new Choice(size, environment, classification));
    if (exact != null) {
      return exact;
    }
    return classification.isPresent()
        ? defaultsOf(size, environment, Optional.empty())
        : defaultsOf(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static List<Optional<String>> withNone(Map<String, Layer> layers) {
    List<Optional<String>> names = new ArrayList<>(List.of(Optional.empty()));
    layers.keySet().forEach(name -> names.add(Optional.of(name)));
    return names;
  }

  private record Choice(
      Optional<String> size, Optional<String> environment, Optional<String> classification) {}

  private record Merged(ObjectNode json, MergedInputs inputs) {}
}
