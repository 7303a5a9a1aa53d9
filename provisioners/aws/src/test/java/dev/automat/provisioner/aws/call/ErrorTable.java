package dev.automat.provisioner.aws.call;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The failures of AWS as a table, in the order in which they are looked up. */
public final class ErrorTable {

  private ErrorTable() {}

  /** For the README. */
  public static String text() {
    return Arrays.stream(AwsError.values())
        .map(ErrorTable::row)
        .collect(
            Collectors.joining(
                "\n", "| what AWS says | code | type | what next |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(AwsError error) {
    return "| %s | `%s` | `%s` | %s |"
        .formatted(
            error.awsCodes().stream()
                .map(ErrorTable::readable)
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ")),
            error.code().name(),
            error.code().type(),
            error.nextStep());
  }

  /** A pattern as people write it: {@code Throttl*}. */
  private static String readable(String pattern) {
    return pattern
        .replace(".*", "*")
        .replace("(AWS\\.SimpleQueueService\\.)?", "")
        .replaceAll("\\(([A-Za-z]+)\\|([A-Za-z]+)\\)", "[$1 or $2]")
        .replace("|", "\\|");
  }
}
