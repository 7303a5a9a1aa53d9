package dev.automat.admission;

import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Everything that is wrong with one request, in the order of the steps. */
final class Violations {

  private final List<Violation> all = new ArrayList<>();

  void add(String pointer, String rule, String message, String fix) {
    all.add(new Violation(pointer, rule, message, fix));
  }

  /** A name that does not exist, or is not on offer. */
  void add(String pointer, String rule, String message, String name, Collection<String> exists) {
    add(pointer, rule, message, name, exists, "there is none: leave it out");
  }

  /** As above; {@code fix} is for when there is nothing to choose from. */
  void add(
      String pointer,
      String rule,
      String message,
      String name,
      Collection<String> exists,
      String fix) {
    Optional<String> nearest = NearestSpelling.of(name, exists);
    String next =
        nearest
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(exists.isEmpty() ? fix : "use " + oneOf(exists));
    all.add(new Violation(pointer, rule, message, next, List.copyOf(exists), nearest));
  }

  /** A value of the wrong form. */
  void add(String pointer, String rule, String message, String fix, Optional<String> nearest) {
    String next = nearest.map(near -> "did you mean \"" + near + "\"? ").orElse("") + fix;
    all.add(new Violation(pointer, rule, message, next, List.of(), nearest));
  }

  /** A schema's complaint about the value at the pointer. */
  void add(String pointer, String rule, Problem problem) {
    all.add(
        new Violation(
            pointer + problem.pointer(),
            rule,
            problem.message(),
            problem.fix(),
            problem.exists(),
            problem.nearest()));
  }

  void addAll(List<Violation> more) {
    all.addAll(more);
  }

  boolean any() {
    return !all.isEmpty();
  }

  List<Violation> all() {
    return List.copyOf(all);
  }

  static String oneOf(Collection<String> names) {
    return (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
  }
}
