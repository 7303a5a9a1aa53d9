package dev.automat.provisioner.aws.rds;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version such as {@code 18}, {@code 8.4.7} or {@code 11.22-rds.20240509}.
 *
 * @param parts its numbers, the most significant first
 */
record EngineVersion(List<Long> parts) implements Comparable<EngineVersion> {

  EngineVersion {
    parts = List.copyOf(parts);
  }

  static EngineVersion of(String version) {
    List<Long> parts = new ArrayList<>();
    for (String part : version.split("[^0-9]+", -1)) {
      if (!part.isEmpty()) {
        parts.add(Long.parseLong(part));
      }
    }
    return new EngineVersion(parts);
  }

  String major(DatabaseEngine engine) {
    return parts.stream()
        .limit(engine.partsOfMajor())
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }

  /**
   * Whether it is what was asked for: the same major version, and as new or newer. RDS chooses the
   * minor version if only the major one is asked for, and raises it in maintenance windows.
   */
  boolean satisfies(EngineVersion wanted, DatabaseEngine engine) {
    return major(engine).equals(wanted.major(engine)) && compareTo(wanted) >= 0;
  }

  /** By number, from left to right; what is missing counts as 0. */
  @Override
  public int compareTo(EngineVersion other) {
    int most = Math.max(parts.size(), other.parts.size());
    for (int i = 0; i < most; i++) {
      int order = Long.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private long part(int index) {
    return index < parts.size() ? parts.get(index) : 0;
  }
}
