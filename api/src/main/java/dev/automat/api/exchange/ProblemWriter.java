package dev.automat.api.exchange;

import dev.automat.admission.PlanDifference;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems as {@code application/problem+json}. */
public final class ProblemWriter {

  private static final String MEDIA_TYPE = "application/problem+json";

  private ProblemWriter() {}

  /** The reply that says it. */
  public static Reply.Whole reply(Problem problem, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    problem
        .retryAfter()
        .ifPresent(
            after -> headers.put("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
    if (!problem.allow().isEmpty()) {
      headers.put("Allow", String.join(", ", problem.allow()));
    }
    problem.challenge().ifPresent(text -> headers.put("WWW-Authenticate", text));
    return new Reply.Whole(
        problem.code().status(),
        MEDIA_TYPE,
        Json.mapper().writeValueAsBytes(body(problem, requestId)),
        headers);
  }

  private static ObjectNode body(Problem problem, String requestId) {
    ObjectNode body =
        Json.object()
            .put("type", "urn:automat:problem:" + problem.code().text())
            .put("title", problem.code().title())
            .put("status", problem.code().status())
            .put("code", problem.code().text())
            .put("detail", problem.detail());
    problem.fix().ifPresent(fix -> body.put("fix", fix));
    body.put("instance", "urn:automat:request:" + requestId).put("requestId", requestId);
    if (!problem.violations().isEmpty()) {
      violations(problem.violations(), body);
    }
    if (!problem.exists().isEmpty()) {
      problem.exists().forEach(body.putArray("exists")::add);
    }
    problem.nearest().ifPresent(near -> body.put("nearest", near));
    problem.current().ifPresent(current -> current(current, problem.code(), body));
    problem.review().ifPresent(plans -> review(plans, body));
    return body;
  }

  /** Adds the violations under {@code violations}. */
  public static void violations(List<Violation> violations, ObjectNode body) {
    body.set("violations", list(violations));
  }

  /** Each as an object. */
  public static ArrayNode list(List<Violation> violations) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (Violation violation : violations) {
      ObjectNode entry =
          list.addObject()
              .put("pointer", violation.pointer())
              .put("rule", violation.rule())
              .put("message", violation.message())
              .put("fix", violation.fix());
      if (!violation.exists().isEmpty()) {
        violation.exists().forEach(entry.putArray("exists")::add);
      }
      violation.nearest().ifPresent(near -> entry.put("nearest", near));
      violation.docs().ifPresent(docs -> entry.put("docs", docs));
      if (violation.waivable()) {
        entry.put("waivable", true);
      }
    }
    return list;
  }

  /** Which plan it would be today, and what that changes of what stands. */
  private static void review(Problem.PlanReview plans, ObjectNode body) {
    body.put("reviewed", plans.reviewed());
    body.putPOJO("plan", plans.today());
    plans.catalog().ifPresent(digest -> body.put("catalog", digest));
    plans
        .stands()
        .ifPresent(
            stands -> {
              var changes = body.putArray("changes");
              for (PlanDifference each : PlanDifference.between(stands, plans.today())) {
                ObjectNode change = changes.addObject().put("pointer", each.pointer());
                each.was().ifPresent(value -> change.set("was", value));
                each.now().ifPresent(value -> change.set("now", value));
              }
            });
  }

  private static void current(Problem.Current stands, ProblemCode code, ObjectNode body) {
    if (code == ProblemCode.GONE || code == ProblemCode.EXPIRED) {
      body.put("reason", stands.expired() ? "expired" : "deleted");
      body.put("recoverable", stands.recoverable());
      stands.undeleteUntil().ifPresent(until -> body.put("undeleteUntil", until.toString()));
    }
    ObjectNode current =
        body.putObject("current")
            .put("uid", stands.uid())
            .put("generation", stands.generation())
            .put("etag", ETags.of(stands.uid(), stands.generation()))
            .put("phase", stands.phase().name());
    stands.managedBy().ifPresent(manager -> current.put("managedBy", manager));
    stands.deleted().ifPresent(deleted -> current.put("deletedAt", deleted.toString()));
  }
}
