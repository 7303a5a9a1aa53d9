package dev.automat.engine;

import dev.automat.engine.Difference.Remedy;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.spi.Observation;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Drift: what we set and the cloud shows otherwise. What we never set, and what the cloud does not
 * show, is not drift.
 */
final class Differences {

  /** How tags are told from settings in {@link Equivalence}. */
  static final String TAG_PREFIX = "tags/";

  private Differences() {}

  /**
   * Whether the cloud means the same with another value: {@link
   * dev.automat.spi.ResourceType#equivalent}.
   */
  @FunctionalInterface
  interface Equivalence {
    boolean equivalent(String key, Object want, Object got);
  }

  /** All differences, settings first, each group in the order of its keys. */
  static List<Difference> between(
      Plan plan,
      TypeDescriptor type,
      Map<String, String> wantedTags,
      Observation.Present seen,
      Equivalence equivalence) {
    List<Difference> differences =
        new ArrayList<>(ofSettings(plan, type, seen.settings(), equivalence));
    differences.addAll(ofTags(wantedTags, seen.tags(), equivalence));
    return List.copyOf(differences);
  }

  static List<Difference> ofSettings(
      Plan plan, TypeDescriptor type, Map<String, Object> seen, Equivalence equivalence) {
    return plan.settings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            wanted ->
                setting(plan, type, wanted.getKey(), wanted.getValue(), seen, equivalence).stream())
        .toList();
  }

  private static Optional<Difference> setting(
      Plan plan,
      TypeDescriptor type,
      String key,
      Object want,
      Map<String, Object> seen,
      Equivalence equivalence) {
    Object got = seen.get(key);
    if (got == null || Objects.equals(want, got) || equivalence.equivalent(key, want, got)) {
      return Optional.empty();
    }
    Remedy remedy =
        "report".equals(plan.drift().get(key))
            ? Remedy.REPORT
            : Difference.remedy(type.changeOf(key), want, got);
    return Optional.of(new Difference(key, text(want), text(got), remedy));
  }

  static List<Difference> ofTags(
      Map<String, String> wanted, Map<String, String> seen, Equivalence equivalence) {
    return wanted.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(tag -> tag(tag.getKey(), tag.getValue(), seen, equivalence).stream())
        .toList();
  }

  private static Optional<Difference> tag(
      String key, String want, Map<String, String> seen, Equivalence equivalence) {
    String got = seen.getOrDefault(key, "");
    boolean same =
        want.equals(got) || (!got.isEmpty() && equivalence.equivalent(TAG_PREFIX + key, want, got));
    return same
        ? Optional.empty()
        : Optional.of(new Difference(TAG_PREFIX + key, want, got, Remedy.CORRECT));
  }

  /** The same for the same differences, so that one that survives an update is known again. */
  static String digest(List<Difference> differences) {
    return Json.digest(Json.tree(differences));
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }
}
