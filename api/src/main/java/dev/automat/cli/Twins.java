package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.resource.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Two documents of one resource: whoever stores both undoes what the first says. */
final class Twins {

  private Twins() {}

  /** The same, with each document refused of which there was one before. */
  static List<Checked> refused(List<Checked> all) {
    Map<List<String>, Document> first = new HashMap<>();
    return all.stream()
        .map(
            each -> {
              List<String> key = key(each.document().root());
              Document before = key.contains("") ? null : first.putIfAbsent(key, each.document());
              return before == null ? each : each.also(twice(each.document(), before));
            })
        .toList();
  }

  private static List<String> key(JsonNode document) {
    return Stream.of("/kind", "/metadata/team", "/metadata/name")
        .map(pointer -> document.at(pointer).asString(""))
        .toList();
  }

  private static Violation twice(Document document, Document before) {
    return new Violation(
        "",
        "stands-twice",
        Offline.nameOf(document) + " stands twice, here and at " + before.place(""),
        "take one of them out");
  }
}
