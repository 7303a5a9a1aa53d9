package dev.automat.provisioner.gcp.call;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The failures of Google as a table, for the README. */
public final class ErrorTable {

  private ErrorTable() {}

  /** One row for each kind. */
  public static String text() {
    return Arrays.stream(GcpError.values())
        .map(ErrorTable::row)
        .collect(
            Collectors.joining(
                "\n", "| what Google says | code | type | what next |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(GcpError error) {
    return "| %s | `%s` | `%s` | %s |"
        .formatted(
            error.reasons().stream()
                .map(reason -> reason.replace(".*", "*").replace("|", "\\|"))
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ")),
            error.code().name(),
            error.code().type(),
            error.nextStep());
  }
}
