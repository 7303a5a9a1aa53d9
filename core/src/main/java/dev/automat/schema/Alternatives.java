package dev.automat.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A value that fits none of a schema's alternatives fails all of them, and a validator reports all.
 * People meant one: the one that fits in kind and has the fewest errors.
 */
final class Alternatives {

  private static final Set<String> FORKS = Set.of("oneOf", "anyOf");

  /** Keywords that lead to a member of the value, the name of the member following. */
  private static final Set<String> NAMED_MEMBERS =
      Set.of("properties", "patternProperties", "prefixItems");

  /** Keywords that lead to a member of the value, nothing following. */
  private static final Set<String> ALL_MEMBERS =
      Set.of(
          "items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains");

  private Alternatives() {}

  /** The errors without those of alternatives that were probably not meant. */
  static List<Error> narrow(List<Error> errors) {
    return errors.size() < 2 ? errors : narrow(errors, 0);
  }

  private static List<Error> narrow(List<Error> errors, int from) {
    List<Error> kept = new ArrayList<>();
    Map<String, List<Error>> groups = new LinkedHashMap<>();
    for (Error error : errors) {
      fork(error, from)
          .ifPresentOrElse(
              at -> groups.computeIfAbsent(choice(error, at), _ -> new ArrayList<>()).add(error),
              () -> kept.add(error));
    }
    // The summary "fits none of them" says less than any alternative's own error.
    kept.removeIf(
        error -> groups.containsKey(error.getEvaluationPath() + "@" + error.getInstanceLocation()));
    groups.values().forEach(group -> kept.addAll(meant(group, from)));
    return kept;
  }

  private static List<Error> meant(List<Error> group, int from) {
    int fork = fork(group.getFirst(), from).orElseThrow();
    int depth = members(group.getFirst().getEvaluationPath(), fork);
    Map<String, List<Error>> branches = new LinkedHashMap<>();
    for (Error error : group) {
      String branch = error.getEvaluationPath().getName(fork + 1);
      branches.computeIfAbsent(branch, _ -> new ArrayList<>()).add(error);
    }
    List<Error> best =
        branches.values().stream()
            .min(
                Comparator.<List<Error>>comparingInt(branch -> misfits(branch, depth) ? 1 : 0)
                    .thenComparingInt(List::size))
            .orElseThrow();
    return misfits(best, depth)
        ? group.stream().filter(error -> misfit(error, depth)).toList()
        : narrow(best, fork + 2);
  }

  /** Whether the alternative fails at the very value that it is an alternative for. */
  private static boolean misfits(List<Error> branch, int depth) {
    return branch.stream().anyMatch(error -> misfit(error, depth));
  }

  private static boolean misfit(Error error, int depth) {
    return error.getInstanceLocation().getNameCount() == depth
        && Set.of("type", "const", "enum").contains(error.getKeyword());
  }

  /** The index in the evaluation path of the first choice between alternatives. */
  private static Optional<Integer> fork(Error error, int from) {
    NodePath path = error.getEvaluationPath();
    return IntStream.range(from, path.getNameCount() - 1)
        .filter(i -> FORKS.contains(path.getName(i)) && isIndex(path.getName(i + 1)))
        .boxed()
        .findFirst();
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.chars().allMatch(Character::isDigit);
  }

  /** Which choice about which value it is: paths of the keyword and of the value. */
  private static String choice(Error error, int fork) {
    NodePath path = error.getEvaluationPath();
    return prefix(path, fork + 1) + "@" + prefix(error.getInstanceLocation(), members(path, fork));
  }

  private static String prefix(NodePath path, int length) {
    NodePath prefix = path;
    while (prefix.getNameCount() > length) {
      prefix = prefix.getParent();
    }
    return prefix.toString();
  }

  /** How many members deep in the value the first keywords of the path lead. */
  private static int members(NodePath path, int length) {
    int members = 0;
    for (int i = 0; i < length; i++) {
      if (NAMED_MEMBERS.contains(path.getName(i))) {
        members++;
        i++;
      } else if (ALL_MEMBERS.contains(path.getName(i))) {
        members++;
      }
    }
    return members;
  }
}
