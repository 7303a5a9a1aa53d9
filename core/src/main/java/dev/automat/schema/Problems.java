package dev.automat.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.automat.resource.NearestSpelling;
import dev.automat.schema.Schema.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Puts a validator's errors into words, and leaves out those that only follow from others. */
final class Problems {

  private final JsonNode schema;

  Problems(JsonNode schema) {
    this.schema = schema;
  }

  List<Problem> of(List<Error> errors) {
    List<Error> narrowed = Alternatives.narrow(errors);
    Set<Problem> problems = new LinkedHashSet<>();
    for (Error error : narrowed) {
      if (error.getKeyword().equals("type")) {
        problems.add(type(error, narrowed));
      } else if (!followsFromAnother(error)) {
        problems.add(of(error));
      }
    }
    return List.copyOf(problems);
  }

  /**
   * An object whose known property failed in a subschema counts that property as unevaluated too.
   */
  private boolean followsFromAnother(Error error) {
    return error.getKeyword().equals("unevaluatedProperties")
        && knownProperties(error).contains(error.getProperty());
  }

  private Problem of(Error error) {
    String at = pointer(error.getInstanceLocation());
    JsonNode wanted = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "enum" -> oneOf(at, "enum", texts(wanted), error.getInstanceNode());
      case "const" -> oneOf(at, "const", List.of(text(wanted)), error.getInstanceNode());
      case "required" ->
          plain(below(at, error), "required", "is missing", "add " + error.getProperty());
      case "additionalProperties", "unevaluatedProperties" -> unknown(below(at, error), error);
      case "false" -> plain(at, "false", "can not be set here", "remove it");
      case "propertyNames" ->
          plain(
              below(at, error),
              "propertyNames",
              "the name " + Words.quote(String.valueOf(error.getProperty())) + " is not possible",
              "rename it");
      case "pattern" -> new Patterns(around(error)).problem(at, error.getInstanceNode());
      default -> bounds(at, error, wanted);
    };
  }

  private static Problem bounds(String at, Error error, JsonNode wanted) {
    String keyword = error.getKeyword();
    String limit = wanted.isContainer() ? "" : wanted.asString();
    return switch (keyword) {
      case "minimum" -> must(at, keyword, "be " + limit + " or more");
      case "maximum" -> must(at, keyword, "be " + limit + " or less");
      case "exclusiveMinimum" -> must(at, keyword, "be more than " + limit);
      case "exclusiveMaximum" -> must(at, keyword, "be less than " + limit);
      case "multipleOf" -> must(at, keyword, "be a multiple of " + limit);
      case "minLength" -> must(at, keyword, "have at least " + Words.count(limit, "character"));
      case "maxLength" -> must(at, keyword, "have at most " + Words.count(limit, "character"));
      case "minItems" -> must(at, keyword, "have at least " + Words.count(limit, "entry"));
      case "maxItems" -> must(at, keyword, "have at most " + Words.count(limit, "entry"));
      case "minProperties" -> must(at, keyword, "have at least " + Words.count(limit, "field"));
      case "maxProperties" -> must(at, keyword, "have at most " + Words.count(limit, "field"));
      case "uniqueItems" -> must(at, keyword, "not hold the same entry twice");
      case "format" -> must(at, keyword, "be a valid " + Words.format(limit));
      case "dependentRequired" ->
          must(at, keyword, "hold " + error.getArguments()[0] + ", as it holds " + property(error));
      default ->
          plain(at, keyword, String.valueOf(error.getMessage()), "see the schema of this field");
    };
  }

  private static String property(Error error) {
    return String.valueOf(error.getProperty());
  }

  /** Alternatives may each want another type there: one sentence names all. */
  private static Problem type(Error error, List<Error> all) {
    String at = pointer(error.getInstanceLocation());
    JsonNode got = error.getInstanceNode();
    List<String> types =
        all.stream()
            .filter(other -> other.getKeyword().equals("type"))
            .filter(other -> other.getInstanceLocation().equals(error.getInstanceLocation()))
            .flatMap(other -> texts(other.getSchemaNode()).stream())
            .distinct()
            .toList();
    String expected = String.join(" or ", types.stream().map(Words::ofType).toList());
    boolean quotable = types.contains("string") && got.isValueNode() && !got.isNull();
    String fix =
        quotable ? "quote it: " + Words.quote(got.asString()) : "write " + expected + " there";
    return plain(at, "type", "must be " + expected + ", not " + Words.ofValue(got), fix);
  }

  private static Problem oneOf(String at, String keyword, List<String> exists, JsonNode got) {
    Optional<String> nearest =
        got.isString() ? NearestSpelling.of(got.asString(), exists) : Optional.empty();
    String shown = got.isContainer() ? Words.ofValue(got) : text(got);
    return new Problem(
        at,
        keyword,
        "must be " + Words.oneOf(exists) + ", not " + shown,
        nearest.map(Words::didYouMean).orElse("use " + Words.oneOf(exists)),
        exists,
        nearest);
  }

  private Problem unknown(String at, Error error) {
    List<String> exists = List.copyOf(knownProperties(error));
    Optional<String> nearest = NearestSpelling.of(property(error), exists);
    String fix =
        nearest
            .map(Words::didYouMean)
            .orElse(exists.isEmpty() ? "remove it" : "remove it, or use " + Words.oneOf(exists));
    return new Problem(
        at,
        "additionalProperties",
        "there is no field " + Words.quote(property(error)) + " here",
        fix,
        exists,
        nearest);
  }

  /** All names that the schema around the keyword has properties for. */
  private Set<String> knownProperties(Error error) {
    Set<String> names = new TreeSet<>();
    collect(around(error), names);
    return names;
  }

  /** The schema in which the keyword stands. */
  private JsonNode around(Error error) {
    NodePath path = error.getSchemaLocation().getFragment();
    JsonNode around = schema;
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      around =
          around.isArray()
              ? around.path(Integer.parseInt(path.getName(i)))
              : around.path(path.getName(i));
    }
    return around;
  }

  private static void collect(JsonNode subschema, Set<String> names) {
    subschema.path("properties").properties().forEach(entry -> names.add(entry.getKey()));
    for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
      subschema.path(keyword).forEach(branch -> collect(branch, names));
    }
  }

  private static Problem must(String at, String keyword, String what) {
    return plain(at, keyword, "must " + what, "change it to " + what);
  }

  private static Problem plain(String at, String keyword, String message, String fix) {
    return new Problem(at, keyword, message, fix, List.of(), Optional.empty());
  }

  private static String below(String at, Error error) {
    return at + "/" + property(error).replace("~", "~0").replace("/", "~1");
  }

  private static String pointer(NodePath path) {
    return path.toString();
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(entry -> texts.add(text(entry)));
    } else {
      texts.add(text(node));
    }
    return texts;
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.asString() : node.toString();
  }
}
