package dev.automat.api.connection;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of variables, quoted so that a shell and the dotenv libraries read the same value. They
 * agree on three forms: plain words, single quotes around what has none in it, and double quotes
 * with a backslash before what has a meaning there.
 */
final class Dotenv {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");
  private static final Pattern MEANT_IN_DOUBLE_QUOTES = Pattern.compile("[\\\\\"$`]");

  private Dotenv() {}

  static String of(ConnectionOf connection) {
    String prefix = variable(connection.resource());
    String lines =
        connection.forPrograms().entrySet().stream()
            .map(each -> prefix + "_" + variable(each.getKey()) + "=" + quoted(each.getValue()))
            .collect(Collectors.joining("\n", "", "\n"));
    return connection.reachableFrom().map(from -> "# reachable from " + from + "\n").orElse("")
        + lines;
  }

  /** {@code secretArn} becomes {@code SECRET_ARN}. */
  static String variable(String word) {
    return word.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]", "_")
        .toUpperCase(Locale.ROOT);
  }

  static String quoted(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    boolean oneLine = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    if (oneLine && value.indexOf('\'') < 0) {
      return "'" + value + "'";
    }
    String escaped = MEANT_IN_DOUBLE_QUOTES.matcher(value).replaceAll("\\\\$0");
    return "\"" + escaped + "\"";
  }
}
