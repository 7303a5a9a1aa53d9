package dev.automat.provisioner.aws.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The last run of each type against each target, as the results file has it. */
record Results(List<Result> all) {

  /**
   * One run.
   *
   * @param target {@link Target#id()}
   * @param date on which it ended, in UTC
   */
  record Result(String type, String target, String date, int passed, int failed, int skipped) {}

  static Results read(Path file) {
    List<Result> all = new ArrayList<>();
    for (JsonNode each : JsonMapper.shared().readTree(text(file))) {
      all.add(
          new Result(
              each.get("type").asString(),
              each.get("target").asString(),
              each.get("date").asString(),
              each.get("passed").asInt(),
              each.get("failed").asInt(),
              each.get("skipped").asInt()));
    }
    return new Results(List.copyOf(all));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Optional<Result> of(String type, Target target) {
    return all.stream()
        .filter(each -> each.type.equals(type) && each.target.equals(target.id()))
        .findFirst();
  }

  /** These, with one run in the place of an earlier one. */
  Results with(Result newest) {
    List<Result> changed = new ArrayList<>(all);
    changed.removeIf(each -> each.type.equals(newest.type) && each.target.equals(newest.target));
    changed.add(newest);
    changed.sort(Comparator.comparing(Result::type).thenComparing(Result::target));
    return new Results(List.copyOf(changed));
  }

  void write(Path file) {
    StringBuilder text = new StringBuilder("[");
    for (Result each : all) {
      text.append(text.length() > 1 ? ",\n" : "\n")
          .append(
              "  {\"type\": \"%s\", \"target\": \"%s\", \"date\": \"%s\", \"passed\": %d, \"failed\": %d, \"skipped\": %d}"
                  .formatted(
                      each.type, each.target, each.date, each.passed, each.failed, each.skipped));
    }
    try {
      Files.writeString(file, text.append("\n]\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
