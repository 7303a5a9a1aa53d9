package dev.automat.api.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the contract, such as {@code /v1/teams/{team}/{kinds}/{name}:reconcile}.
 *
 * @param text as in the contract
 * @param regex the same for a router; a parameter is a named group
 * @param parameters their names, from left to right
 */
public record PathTemplate(String text, String regex, List<String> parameters) {

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

  /** The template. */
  public static PathTemplate of(String text) {
    List<String> parameters =
        PARAMETER.matcher(text).results().map(result -> result.group(1)).toList();
    StringBuilder regex = new StringBuilder();
    int at = 0;
    for (MatchResult result : PARAMETER.matcher(text).results().toList()) {
      regex.append(literal(text.substring(at, result.start())));
      regex.append("(?<").append(result.group(1)).append(">[^/]+)");
      at = result.end();
    }
    regex.append(literal(text.substring(at)));
    return new PathTemplate(text, regex.toString(), parameters);
  }

  /** A colon is often sent percent-encoded, which is the same (RFC 3986, section 2.2). */
  private static String literal(String text) {
    return text.replace(".", "\\.").replace(":", "(?::|%3A|%3a)");
  }

  /** The path with its parameters in place. */
  public String fill(Map<String, String> values) {
    return PARAMETER
        .matcher(text)
        .replaceAll(
            result ->
                Matcher.quoteReplacement(values.getOrDefault(result.group(1), result.group())));
  }

  /** What stands after the colon of an action. */
  public Optional<String> action() {
    return isAction() ? Optional.of(text.substring(text.lastIndexOf(':') + 1)) : Optional.empty();
  }

  /** Whether it is an action on what the path names. */
  public boolean isActionOn(String path) {
    return isAction() && of(text.substring(0, text.lastIndexOf(':'))).matches(path);
  }

  private boolean matches(String path) {
    return path.matches(regex);
  }

  /** Whether it ends with an action, and so must be asked before the same path without one. */
  public boolean isAction() {
    return text.contains(":");
  }
}
