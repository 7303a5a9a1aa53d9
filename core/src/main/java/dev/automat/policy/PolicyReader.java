package dev.automat.policy;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.expression.ExpressionException;
import dev.automat.expression.Expressions;
import dev.automat.expression.Template;
import dev.automat.expression.Template.Constant;
import dev.automat.resource.Json;
import dev.automat.resource.RuleVerdict.Severity;
import dev.automat.schema.Complaints;
import dev.automat.schema.Schema;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Makes rules of the documents in {@code policies/}. One that is wrong is left out with all that
 * stands in it; in the place of each of its rules that could refuse something stands a {@link
 * Guard}.
 */
public final class PolicyReader {

  private static final Schema FORM = form();

  private final Vocabulary words;
  private final Map<Map<String, CelType>, Expressions> expressions = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<Guard> guards = new ArrayList<>();
  private final List<PolicyTest> tests = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  public PolicyReader(Vocabulary words) {
    this.words = words;
  }

  private static Schema form() {
    try (InputStream stream =
        Objects.requireNonNull(
            PolicyReader.class.getResourceAsStream("policy.schema.json"), "missing in the jar")) {
      return Schema.own(
          Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException("policy.schema.json in the jar can not be read", e);
    }
  }

  /** The JSON Schema of a document. Not to be changed. */
  public static JsonNode schema() {
    return FORM.document();
  }

  /** All that was read. */
  public Policies policies() {
    return new Policies(rules, guards, tests);
  }

  /** What is no document at all, or no file: it could have refused anything. */
  public void unreadable(String file, DocumentException reason) {
    guards.add(new Guard(Match.ALL, file, reason.complaints().getFirst().toString()));
  }

  /**
   * Takes the rules of a document.
   *
   * @throws DocumentException with every complaint, if there is any; then guards are up already
   */
  public void read(Document document) {
    Complaints complaints = new Complaints(document);
    try {
      complaints.addAll("", FORM.check(document.root()));
      complaints.throwIfAny();
      List<Guard> setAside = new ArrayList<>();
      List<Rule> read = rules(document, complaints, setAside);
      List<PolicyTest> given = tests(document, complaints);
      complaints.throwIfAny();
      rules.addAll(read);
      guards.addAll(setAside);
      tests.addAll(given);
      names.addAll(names(document));
    } catch (DocumentException e) {
      guard(document, e);
      throw e;
    }
  }

  /** What says of itself that it refuses nothing may be missed. */
  private void guard(Document document, DocumentException refused) {
    JsonNode list = document.root().path("policies");
    String reason = refused.complaints().getFirst().toString();
    if (!list.isArray()) {
      guards.add(new Guard(Match.ALL, document.source(), reason));
    }
    for (JsonNode rule : list) {
      if (refuses(rule)) {
        guards.add(new Guard(matchOf(rule), document.source(), reason));
      }
    }
  }

  private static boolean refuses(JsonNode rule) {
    String severity = rule.path("severity").asString("");
    return !severity.equals("warn") && !severity.equals("audit");
  }

  /** As far as it can be trusted: a match that is wrong itself could have meant anything. */
  private Match matchOf(JsonNode rule) {
    Document alone = new Document("", Json.object(), Map.of());
    Complaints complaints = new Complaints(alone);
    boolean formed =
        FORM
            .check(Json.object().set("policies", Json.mapper().createArrayNode().add(rule)))
            .stream()
            .noneMatch(problem -> problem.pointer().startsWith("/policies/0/match"));
    Match match = certain(Match.read(rule.path("match")));
    match.check("", words, RuleVariables.of(match, words).keySet(), complaints);
    return formed && !complaints.any() ? match : Match.ALL;
  }

  /** What it means even if modules that were left out had nothing that no other module has. */
  private Match certain(Match match) {
    return match.leftOut(words).isEmpty()
        ? match
        : match.withoutUnknown(words, RuleVariables.of(match, words).keySet());
  }

  /**
   * @param setAside takes what stands in the place of rules that are good as far as one can know,
   *     and that can not be asked without a module that was left out
   */
  private List<Rule> rules(Document document, Complaints complaints, List<Guard> setAside) {
    JsonNode list = document.root().path("policies");
    List<Rule> read = new ArrayList<>();
    Set<String> here = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode node = list.get(i);
      String pointer = "/policies/" + i;
      String name = node.path("rule").asString();
      checkName(name, here, pointer + "/rule", complaints);
      Match match = Match.read(node.path("match"));
      boolean lacking = !match.leftOut(words).isEmpty();
      Complaints ofModules = lacking ? new Complaints(document) : complaints;
      Rule rule = rule(node, pointer, complaints, ofModules);
      if (!lacking || (!ofModules.any() && certain(match).equals(match))) {
        read.add(rule);
      } else if (refuses(node)) {
        setAside.add(standIn(name, match, document.place(pointer)));
      }
    }
    return read;
  }

  private Guard standIn(String rule, Match match, String place) {
    String files =
        match.leftOut(words).stream()
            .map(Vocabulary.LeftOut::file)
            .distinct()
            .collect(Collectors.joining(", "));
    String reason =
        place
            + ": the rule "
            + rule
            + " speaks of a module that was left out: correct "
            + files
            + ", not the rule";
    return new Guard(certain(match), files, reason);
  }

  private void checkName(String name, Set<String> here, String pointer, Complaints complaints) {
    if (!here.add(name)) {
      complaints.add(pointer, "the rule " + name + " stands twice: rename one");
    } else if (names.contains(name)) {
      complaints.add(pointer, "another file has a rule " + name + ": rename one");
    } else if (BuiltInRules.NAMES.contains(name)) {
      complaints.add(pointer, "Automat itself has a rule " + name + ": rename this one");
    } else if (words.guardrails().contains(name)) {
      complaints.add(pointer, "a module has a guardrail " + name + ": rename this one");
    }
  }

  /**
   * @param ofModules takes what is wrong only as far as the modules are known
   */
  private Rule rule(JsonNode node, String pointer, Complaints complaints, Complaints ofModules) {
    Match match = certain(Match.read(node.path("match")));
    Map<String, CelType> variables = RuleVariables.of(match, words);
    Set<String> given = new HashSet<>(variables.keySet());
    given.removeIf(name -> !RuleVariables.isOfModule(name));
    int before = complaints.count();
    match.check(pointer + "/match", words, given, complaints);
    // What a wrong match means nobody knows, so nothing that could be meant is complained of.
    Map<String, CelType> known =
        complaints.count() == before ? variables : RuleVariables.of(Match.ALL, words);
    checkPlace(node.path("at").asString(), pointer + "/at", complaints);
    Expressions cel = expressions.computeIfAbsent(known, Expressions::new);
    Rule.Head head =
        new Rule.Head(
            node.path("rule").asString(),
            node.path("description").asStringOpt(),
            node.path("at").asString(),
            Severity.valueOf(node.path("severity").asString().toUpperCase(Locale.ROOT)),
            node.path("waivable").asBoolean(false),
            node.path("docs").asStringOpt(),
            Json.digest(node));
    return new Rule(
        head,
        match,
        compiled(cel::condition, node, pointer, "check", complaints, ofModules),
        compiled(cel::template, node, pointer, "message", complaints, ofModules),
        compiled(cel::template, node, pointer, "fix", complaints, ofModules));
  }

  /** One that is wrong is complained of and taken for anything. */
  private static Template compiled(
      Function<String, Template> compile,
      JsonNode rule,
      String pointer,
      String field,
      Complaints complaints,
      Complaints ofModules) {
    String text = rule.path(field).asString();
    try {
      return compile.apply(text);
    } catch (ExpressionException e) {
      (RuleVariables.speaksOfModule(text) ? ofModules : complaints)
          .add(pointer + "/" + field, String.valueOf(e.getMessage()));
      return new Constant(true, SimpleType.DYN);
    }
  }

  private void checkPlace(String at, String pointer, Complaints complaints) {
    String[] path = at.split("/", -1);
    if (path[1].equals("spec") && path.length > 2 && !words.specFields().contains(path[2])) {
      complaints.unknown(pointer, "field of spec", path[2], words.specFields());
    }
  }

  private static List<String> names(Document document) {
    return document
        .root()
        .path("policies")
        .valueStream()
        .map(rule -> rule.path("rule").asString())
        .toList();
  }

  private List<PolicyTest> tests(Document document, Complaints complaints) {
    List<String> here = names(document);
    List<PolicyTest> given = new ArrayList<>();
    JsonNode list = document.root().path("tests");
    for (int i = 0; i < list.size(); i++) {
      String pointer = "/tests/" + i;
      PolicyTest test = PolicyTest.read(document.source(), list.get(i));
      test.expect().keySet().stream()
          .filter(rule -> !here.contains(rule))
          .forEach(
              rule -> complaints.unknown(pointer + "/expect/" + rule, "rule here", rule, here));
      if (!words.kinds().contains(test.kind())) {
        complaints.unknown(pointer + "/kind", "kind", test.kind(), words.kinds());
      }
      given.add(test);
    }
    return given;
  }
}
