package dev.automat.api.http;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.contract.PathTemplate;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.resource.NearestSpelling;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody may have meant with a path at which there is nothing. */
final class NearestPaths {

  /** More than these nobody reads; {@code /openapi.json} has all. */
  private static final int MOST = 10;

  /** What a part too many or too few weighs: more than letters of one that is misspelt. */
  private static final int PART = 8;

  /** What a parameter weighs, so that a word that is spelled alike comes before it. */
  private static final int PARAMETER = 1;

  /** Where each kind would have its list. */
  private static final Pattern OF_ONE_KIND = Pattern.compile("/v1/teams/([^/:]+)/([^/:]+)/?");

  /** Beyond this nobody types; it bounds the work, too. */
  private static final int LONGEST = 200;

  /** Longer than any in a template by more than a part weighs; it bounds the work, too. */
  private static final int LONGEST_PART = 64;

  private static final Pattern BETWEEN = Pattern.compile("[/:]");

  private final List<Template> templates;

  NearestPaths(Contract contract) {
    this.templates =
        contract.operations().stream()
            .map(Operation::path)
            .map(PathTemplate::text)
            .distinct()
            .map(text -> new Template(text, parts(text)))
            .toList();
  }

  /** Says what is spelled most alike, or where all the rest is. */
  Problem problem(String path) {
    List<String> parts = parts(path);
    List<Template> near = near(parts);
    List<String> exists = near.stream().map(Template::text).toList();
    Optional<String> nearest =
        near.stream()
            .findFirst()
            .filter(first -> isMisspelt(parts, first.words()))
            .map(Template::text);
    String fix =
        nearest
            .map(text -> "did you mean " + text + "?")
            .or(() -> listOfOneKind(path))
            .orElse("take one of those that exist; /openapi.json has all");
    return Problem.of(ProblemCode.NO_SUCH_PATH, "there is nothing at " + path, fix)
        .withExists(exists, nearest);
  }

  private List<Template> near(List<String> parts) {
    return templates.stream()
        .map(each -> new Candidate(each, distance(parts, each.words())))
        .sorted(
            Comparator.comparingInt(Candidate::distance)
                .thenComparing(each -> each.template().text()))
        .limit(MOST)
        .map(Candidate::template)
        .toList();
  }

  private static Optional<String> listOfOneKind(String path) {
    Matcher matcher = OF_ONE_KIND.matcher(path);
    return matcher.matches()
        ? Optional.of(
            "for all of a kind that a team has: GET /v1/resources?team="
                + matcher.group(1)
                + "&kind="
                + matcher.group(2))
        : Optional.empty();
  }

  /** Whether it has as many parts, and each is there, or nearly. */
  private static boolean isMisspelt(List<String> parts, List<String> words) {
    if (parts.size() != words.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      boolean alike =
          isParameter(words.get(i))
              || parts.get(i).equals(words.get(i))
              || NearestSpelling.of(parts.get(i), List.of(words.get(i))).isPresent();
      if (!alike) {
        return false;
      }
    }
    return true;
  }

  private static int distance(List<String> parts, List<String> words) {
    int sum = PART * Math.abs(parts.size() - words.size());
    for (int i = 0; i < Math.min(parts.size(), words.size()); i++) {
      sum += isParameter(words.get(i)) ? PARAMETER : distance(parts.get(i), words.get(i));
    }
    return sum;
  }

  private static int distance(String part, String word) {
    return part.length() > LONGEST_PART
        ? PART
        : Math.min(PART, NearestSpelling.distance(part, word));
  }

  private static boolean isParameter(String word) {
    return word.startsWith("{");
  }

  /** Between its slashes, and before and after the colon of an action. */
  private static List<String> parts(String path) {
    String some = path.substring(0, Math.min(path.length(), LONGEST));
    return BETWEEN.splitAsStream(some).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * What there is.
   *
   * @param words between its slashes
   */
  private record Template(String text, List<String> words) {}

  private record Candidate(Template template, int distance) {}
}
