package dev.automat.dependency;

import dev.automat.document.Documents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The list: licences, exceptions, and versions that must not be used. */
final class DependencyRules {

  private static final String OURS = "dev.automat:";

  private final Set<String> licences = new HashSet<>();
  private final Map<String, String> exceptions = new HashMap<>();
  private final List<Advisory> advisories;

  /** From {@code from} on, and before {@code before}. */
  private record Advisory(String component, String from, String before, String id) {
    boolean touches(Bill.Part part) {
      return part.name().equals(component)
          && compare(part.version(), from) >= 0
          && compare(part.version(), before) < 0;
    }
  }

  DependencyRules(String yaml) {
    JsonNode root = Documents.parse("dependencies.yaml", yaml).root();
    root.path("licences").forEach(licence -> licences.add(licence.asString()));
    for (JsonNode exception : root.path("exceptions")) {
      if (exception.path("reason").asString("").isBlank()) {
        throw new IllegalArgumentException(exception + " has no reason");
      }
      exceptions.put(
          exception.path("component").asString(""), exception.path("licence").asString(""));
    }
    advisories =
        root.path("advisories")
            .valueStream()
            .map(
                entry ->
                    new Advisory(
                        entry.path("component").asString(""),
                        entry.path("from").asString("0"),
                        entry.path("before").asString(""),
                        entry.path("id").asString("")))
            .toList();
  }

  /** What must not be in the bill, each with its name, what is wrong, and the way to it. */
  List<String> complaints(Bill bill) {
    List<String> complaints = new ArrayList<>();
    bill.parts()
        .forEach(
            (reference, part) ->
                Stream.concat(licence(part), advisory(part))
                    .map(wrong -> wrong + ", by " + bill.wayTo(reference))
                    .forEach(complaints::add));
    complaints.sort(String::compareTo);
    return complaints;
  }

  private Stream<String> licence(Bill.Part part) {
    boolean known =
        part.name().startsWith(OURS)
            || part.licences().stream().anyMatch(licences::contains)
            || part.licences().contains(exceptions.getOrDefault(part.name(), "none"));
    return known
        ? Stream.empty()
        : Stream.of(
            "%s %s has the licence %s".formatted(part.name(), part.version(), part.licences()));
  }

  private Stream<String> advisory(Bill.Part part) {
    return advisories.stream()
        .filter(advisory -> advisory.touches(part))
        .map(
            advisory ->
                "%s %s: %s; use %s or newer"
                    .formatted(part.name(), part.version(), advisory.id(), advisory.before()));
  }

  /** Exceptions that nothing in the bills needs. */
  Set<String> unused(List<Bill> bills) {
    Set<String> unused = new HashSet<>(exceptions.keySet());
    bills.forEach(bill -> bill.parts().values().forEach(part -> unused.remove(part.name())));
    return unused;
  }

  /** By the numbers; what stands after them, such as {@code .Final}, does not count. */
  static int compare(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static int[] numbers(String version) {
    int[] numbers = new int[6];
    String[] parts = version.split("[.-]", -1);
    for (int i = 0; i < Math.min(parts.length, numbers.length); i++) {
      if (!parts[i].matches("[0-9]{1,9}")) {
        break;
      }
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }
}
