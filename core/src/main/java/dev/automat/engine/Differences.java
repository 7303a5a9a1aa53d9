package dev.automat.engine;

import dev.automat.engine.Difference.Remedy;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.spi.Observation;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private static final String END = TAG_PREFIX + OwnershipTags.EXPIRES_ON;

  private Differences() {}

  /**
   * Whether the cloud means the same with another value: {@link
   * dev.automat.spi.ResourceType#equivalent}.
   */
  @FunctionalInterface
  interface Equivalence {
    boolean equivalent(String key, Object want, Object got);
  }

  /** Whether a difference is drift or a change of the request that is still to be carried out. */
  enum Since {
    /** The cloud has had what the request asks for, so that somebody else changed it. */
    CARRIED_OUT,
    /** The request is newer than what the cloud was seen to have. */
    ASKED;

    static Since of(Resource resource, Status status) {
      return status.observedGeneration() >= resource.generation() ? CARRIED_OUT : ASKED;
    }
  }

  /** All differences, settings first, each group in the order of its keys. */
  static List<Difference> between(
      Plan plan,
      Since since,
      TypeDescriptor type,
      Map<String, String> wantedTags,
      Observation.Present seen,
      Equivalence equivalence) {
    List<Difference> differences =
        new ArrayList<>(ofSettings(plan, since, type, seen.settings(), equivalence));
    differences.addAll(ofTags(wantedTags, seen.tags(), equivalence));
    return List.copyOf(differences);
  }

  static List<Difference> ofSettings(
      Plan plan,
      Since since,
      TypeDescriptor type,
      Map<String, Object> seen,
      Equivalence equivalence) {
    return plan.settings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            wanted ->
                setting(plan, since, type, wanted.getKey(), wanted.getValue(), seen, equivalence)
                    .stream())
        .toList();
  }

  /**
   * The plan's settings for an update, with what is seen where a difference is only shown: an
   * update writes all that differs, and what the module leaves to people must not differ.
   */
  static Map<String, Object> toWrite(
      Plan plan, List<Difference> differences, Map<String, Object> seen) {
    Map<String, Object> settings = new LinkedHashMap<>(plan.settings());
    for (Difference difference : differences) {
      if (difference.remedy() == Remedy.REPORT) {
        settings.computeIfPresent(
            difference.key(), (key, wanted) -> seen.getOrDefault(key, wanted));
      }
    }
    return settings;
  }

  private static Optional<Difference> setting(
      Plan plan,
      Since since,
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
        since == Since.CARRIED_OUT && "report".equals(plan.drift().get(key))
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

  /**
   * Whether somebody else made some of them: the request was carried out, and there is more than
   * the day of the end, which an extension moves without another request.
   */
  static boolean areDrift(Resource resource, Status status, List<Difference> differences) {
    return Since.of(resource, status) == Since.CARRIED_OUT
        && differences.stream().anyMatch(each -> !each.key().equals(END));
  }

  /** The same for the same differences, so that one that survives an update is known again. */
  static String digest(List<Difference> differences) {
    return Json.digest(Json.tree(differences));
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }
}
