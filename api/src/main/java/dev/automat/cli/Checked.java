package dev.automat.cli;

import dev.automat.admission.LiveChecks;
import dev.automat.admission.Verdict;
import dev.automat.api.document.StackDocument;
import dev.automat.document.Document;
import dev.automat.document.Document.Mark;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.Violation;
import dev.automat.stack.StackVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What is said of one document, here or by the server.
 *
 * @param effect what a server would do; empty if none was asked
 * @param digest of the plan; empty if there is none
 * @param cost the estimate, as in a plan; missing if there is none
 * @param costDelta what a change does to it; missing if no server was asked or nothing changes
 * @param endInWords such as {@code 14d after its creation}; empty if there is no plan
 * @param warnings broken rules that only warn, and limits that may be gone beyond
 * @param notEvaluated the checks that need a server, if none was asked
 */
record Checked(
    Document document,
    Optional<String> effect,
    Optional<String> digest,
    JsonNode cost,
    JsonNode costDelta,
    String endInWords,
    List<Violation> violations,
    List<Violation> warnings,
    List<String> notEvaluated) {

  private static final Pattern PLACE = Pattern.compile("(.*):([0-9]+):([0-9]+)", Pattern.DOTALL);

  boolean allowed() {
    return violations.isEmpty();
  }

  /** Such as {@code create it}; empty if no server was asked. */
  Optional<String> effectInWords() {
    return effect.map(each -> each.equals("nothing") ? "change nothing" : each + " it");
  }

  /** Whether nothing but a waiver is missing, which nobody has looked for. */
  boolean mayBeWaived() {
    return !allowed()
        && notEvaluated.contains("waivers")
        && violations.stream().allMatch(Violation::waivable);
  }

  static Checked offline(Document document, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted(Plan plan, List<String> notEvaluated, _) ->
          new Checked(
              document,
              Optional.empty(),
              Optional.of(plan.digest()),
              cost(plan),
              MissingNode.getInstance(),
              end(plan),
              List.of(),
              warnings(plan),
              notEvaluated);
      case Verdict.NeedsWaiver(Plan plan, List<Violation> denied) ->
          new Checked(
              document,
              Optional.empty(),
              Optional.of(plan.digest()),
              cost(plan),
              MissingNode.getInstance(),
              end(plan),
              denied,
              warnings(plan),
              LiveChecks.NAMES);
      case Verdict.Refused(List<Violation> violations) ->
          refused(document, violations, LiveChecks.NAMES);
    };
  }

  /** What nothing but violations is known of; without any it is allowed. */
  static Checked refused(Document document, List<Violation> violations) {
    return refused(document, violations, List.of());
  }

  private static Checked refused(
      Document document, List<Violation> violations, List<String> notEvaluated) {
    return new Checked(
        document,
        Optional.empty(),
        Optional.empty(),
        MissingNode.getInstance(),
        MissingNode.getInstance(),
        "",
        violations,
        List.of(),
        notEvaluated);
  }

  /** The same with one more thing that is wrong. */
  Checked also(Violation violation) {
    return new Checked(
        document,
        effect,
        digest,
        cost,
        costDelta,
        endInWords,
        Stream.concat(violations.stream(), Stream.of(violation)).toList(),
        warnings,
        notEvaluated);
  }

  /** A file without a document that could be read: an empty one stands for it. */
  static Checked unreadable(Complaint complaint, String fix) {
    Matcher place = PLACE.matcher(complaint.place());
    if (!place.matches()) {
      throw new IllegalArgumentException(complaint.place() + " is no place in a file");
    }
    Mark mark = new Mark(Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)));
    Violation violation =
        new Violation(complaint.pointer(), "unreadable", complaint.message(), fix);
    return refused(
        new Document(place.group(1), MissingNode.getInstance(), Map.of(complaint.pointer(), mark)),
        List.of(violation));
  }

  /** What is said of a stack without a server. */
  static Checked offline(Document document, StackVerdict verdict) {
    JsonNode plan = StackDocument.offline(verdict.plans());
    boolean whole =
        !verdict.plans().isEmpty() && verdict.violations().stream().allMatch(Violation::waivable);
    return new Checked(
        document,
        Optional.empty(),
        whole ? plan.path("digest").asStringOpt() : Optional.empty(),
        whole ? plan.path("cost") : MissingNode.getInstance(),
        MissingNode.getInstance(),
        whole ? end(plan) : "",
        verdict.violations(),
        whole
            ? verdict.plans().values().stream().flatMap(each -> warnings(each).stream()).toList()
            : List.of(),
        LiveChecks.NAMES);
  }

  private static String end(Plan plan) {
    return end(Json.tree(plan));
  }

  private static String end(JsonNode plan) {
    String lifetime = plan.path("lifetime").asString("");
    return plan.path("expiresAt")
        .asStringOpt()
        .orElse(
            lifetime.isEmpty() || lifetime.equals("none")
                ? lifetime.replace("none", "never")
                : lifetime + " after its creation");
  }

  private static JsonNode cost(Plan plan) {
    return Json.tree(plan).path("cost");
  }

  /**
   * Such as {@code about 25.66 USD a month, 12.00 more than now}; empty if nothing is said of it.
   */
  String costInWords() {
    return CostWords.of(cost) + CostWords.change(costDelta);
  }

  static List<Violation> warnings(Plan plan) {
    return plan.warnings().stream().map(RuleVerdict::violation).toList();
  }

  /** An entry of {@code POST /v1/requests:validate}. */
  static Checked byServer(Document document, JsonNode verdict) {
    JsonNode plan = verdict.path(verdict.has("stack") ? "stack" : "plan");
    return new Checked(
        document,
        verdict.path("effect").asStringOpt(),
        plan.path("digest").asStringOpt(),
        plan.path("cost"),
        verdict.path("costDelta"),
        end(plan),
        ProblemText.violations(verdict.path("violations")),
        ProblemText.violations(verdict.path("warnings")),
        List.of());
  }
}
