package dev.automat.dependency;

import dev.automat.resource.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A bill of materials in CycloneDX 1.6 (JSON).
 *
 * @param root what it is the bill of
 * @param parts by reference
 * @param needs reference to the references of what it needs
 */
record Bill(String root, Map<String, Part> parts, Map<String, List<String>> needs) {

  /**
   * A component.
   *
   * @param name group and name with a colon between them
   * @param licences SPDX ids, expressions, or names where there is no id; more than one are a
   *     choice
   */
  record Part(String name, String version, List<String> licences) {}

  static Bill parse(String json) {
    JsonNode bill = Json.read(json, JsonNode.class);
    Map<String, Part> parts = new LinkedHashMap<>();
    bill.path("components")
        .forEach(component -> parts.put(component.path("bom-ref").asString(""), part(component)));
    Map<String, List<String>> needs = new HashMap<>();
    bill.path("dependencies")
        .forEach(
            dependency ->
                needs.put(
                    dependency.path("ref").asString(""),
                    dependency
                        .path("dependsOn")
                        .valueStream()
                        .map(reference -> reference.asString(""))
                        .toList()));
    return new Bill(bill.at("/metadata/component/bom-ref").asString(""), Map.copyOf(parts), needs);
  }

  private static Part part(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode entry : component.path("licenses")) {
      for (String form : List.of("/license/id", "/license/name", "/expression")) {
        String text = entry.at(form).asString("");
        if (!text.isEmpty()) {
          licences.add(text);
        }
      }
    }
    return new Part(
        component.path("group").asString("") + ":" + component.path("name").asString(""),
        component.path("version").asString(""),
        List.copyOf(licences));
  }

  /** The shortest way to a part, from what the bill is of. */
  String wayTo(String reference) {
    Map<String, String> from = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      String at = next.remove();
      for (String needed : needs.getOrDefault(at, List.of())) {
        if (!needed.equals(root) && from.putIfAbsent(needed, at) == null) {
          next.add(needed);
        }
      }
    }
    Deque<String> way = new ArrayDeque<>();
    for (Optional<String> at = Optional.of(reference);
        at.isPresent() && !at.get().equals(root);
        at = at.map(from::get)) {
      way.addFirst(Optional.ofNullable(parts.get(at.get())).map(Part::name).orElse(at.get()));
    }
    return String.join(" → ", way);
  }
}
