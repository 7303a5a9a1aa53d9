package dev.automat.api.handler;

import dev.automat.admission.Admission;
import dev.automat.api.document.Asides;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.document.StackDocument;
import dev.automat.api.document.StackEnvelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemWriter;
import dev.automat.api.exchange.Reply;
import dev.automat.api.identity.Refusals;
import dev.automat.catalog.Catalog;
import dev.automat.identity.Permission;
import dev.automat.intake.Answer;
import dev.automat.intake.Intake;
import dev.automat.intake.PutRequest;
import dev.automat.intake.StackAnswer;
import dev.automat.intake.StackDesk;
import dev.automat.intake.StackPut;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.stack.StackKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many documents, one verdict each. */
final class ValidateHandler {

  private static final int MOST = 1000;

  private final Catalog catalog;
  private final Admission admission;
  private final Intake intake;
  private final StackDesk stacks;
  private final Schema schema;
  private final Schema stackSchema;

  ValidateHandler(Services services) {
    this.stacks = services.stacks().desk();
    this.stackSchema = services.contract().component("StandaloneStack");
    this.catalog = services.catalog();
    this.admission = services.admission();
    this.intake = services.intake();
    this.schema = services.contract().component("StandaloneDocument");
  }

  Reply validate(Call call) {
    List<JsonNode> documents = call.payload().values();
    if (documents.size() > MOST) {
      throw Problem.refused(
              List.of(
                  new Violation(
                      "",
                      "too-many",
                      "there are " + documents.size() + " documents",
                      "send at most " + MOST + " at a time")))
          .exception();
    }
    ObjectNode body = Json.object().put("refused", 0);
    ArrayNode items = body.putArray("items");
    int refused = 0;
    for (int i = 0; i < documents.size(); i++) {
      ObjectNode verdict = verdict(call, i, documents.get(i));
      refused += verdict.path("allowed").asBoolean() ? 0 : 1;
      items.add(verdict);
    }
    return Reply.json(200, body.put("refused", refused));
  }

  private ObjectNode verdict(Call call, int index, JsonNode document) {
    return StackEnvelope.isOne(document)
        ? verdictOfStack(call, index, document)
        : verdictOfResource(call, index, document);
  }

  private ObjectNode verdictOfStack(Call call, int index, JsonNode document) {
    StackEnvelope envelope = StackEnvelope.alone(document, stackSchema);
    ObjectNode verdict =
        Json.object()
            .put("index", index)
            .put("kind", StackKey.KIND)
            .put("team", envelope.key().team())
            .put("name", envelope.key().name());
    if (isHidden(call, envelope.key().team())) {
      return refused(List.of(noSuchTeam(envelope.key().team())), verdict);
    }
    List<Violation> violations = envelope.allViolations(catalog, admission);
    if (!violations.isEmpty()) {
      return refused(violations, verdict);
    }
    StackPut request =
        new StackPut(
            envelope.key(),
            envelope.labels(),
            envelope.spec(),
            Origins.of(call, envelope.managedBy()),
            call.receivedAt(),
            Optional.empty(),
            false,
            envelope.uid(),
            call.flag("recreate"),
            call.flag("takeOver"),
            call.flag("allowDataLoss"),
            Optional.empty());
    return switch (stacks.validate(request)) {
      case StackAnswer.Possible possible -> {
        verdict
            .put("allowed", true)
            .put("effect", possible.current().isEmpty() ? "create" : "change")
            .set("stack", StackDocument.plan(possible));
        possible
            .members()
            .values()
            .forEach(member -> ResourceDocument.warnings(member.plan(), verdict));
        yield Asides.write(possible.aside(), verdict);
      }
      case StackAnswer.Unchanged unchanged -> {
        verdict
            .put("allowed", true)
            .put("effect", "nothing")
            .set("stack", StackDocument.plan(unchanged.asPossible()));
        yield verdict;
      }
      case StackAnswer.Refused refused -> refused(refused.violations(), verdict);
      case StackAnswer.Clash clash ->
          refused(
              List.of(
                  new Violation(
                      "", Answers.code(clash.reason()).text(), clash.message(), clash.fix())),
              verdict);
      case StackAnswer.PlanMismatch _, StackAnswer.Accepted _ ->
          throw new IllegalStateException("a validation stores nothing");
    };
  }

  private static boolean isHidden(Call call, String team) {
    boolean hidden = ResourceKey.isName(team) && !call.caller().may(Permission.RESOURCE_READ, team);
    if (hidden) {
      call.witness().denied(team, "no team of theirs");
    }
    return hidden;
  }

  private ObjectNode verdictOfResource(Call call, int index, JsonNode document) {
    Envelope envelope = Envelope.alone(document, schema, catalog);
    ObjectNode verdict =
        Json.object()
            .put("index", index)
            .put("kind", envelope.request().kind())
            .put("team", envelope.request().team())
            .put("name", envelope.request().name());
    String team = envelope.request().team();
    if (isHidden(call, team)) {
      return refused(List.of(noSuchTeam(team)), verdict);
    }
    List<Violation> violations = envelope.allViolations(admission);
    return violations.isEmpty()
        ? asked(request(call, envelope), verdict)
        : refused(violations, verdict);
  }

  /**
   * No more is said of it: what is planned for a team, and what it has, is that team's business.
   */
  private static Violation noSuchTeam(String team) {
    Problem problem = Refusals.noSuchTeam(team);
    return new Violation(
        "/metadata/team", "no-such-team", problem.detail(), problem.fix().orElseThrow());
  }

  private static PutRequest request(Call call, Envelope envelope) {
    return new PutRequest(
        envelope.request(),
        Origins.of(call, envelope.managedBy()),
        call.receivedAt(),
        Optional.empty(),
        false,
        envelope.uid(),
        call.flag("recreate"),
        call.flag("takeOver"),
        Optional.empty());
  }

  private ObjectNode asked(PutRequest request, ObjectNode verdict) {
    return switch (intake.validate(request)) {
      case Answer.Possible possible ->
          Asides.write(
              possible.aside(),
              allowed(
                  possible.current().isEmpty() ? "create" : "change",
                  request,
                  possible.plan(),
                  verdict));
      case Answer.Unchanged unchanged ->
          allowed("nothing", request, unchanged.resource().plan(), verdict);
      case Answer.Refused refused -> refused(refused.violations(), verdict);
      case Answer.Clash clash -> refused(List.of(violation(clash)), verdict);
      case Answer.PlanMismatch _, Answer.Accepted _ ->
          throw new IllegalStateException("a validation stores nothing");
    };
  }

  private ObjectNode allowed(String effect, PutRequest request, Plan plan, ObjectNode verdict) {
    verdict.put("allowed", true).put("effect", effect).putPOJO("plan", plan);
    ResourceDocument.warnings(plan, verdict);
    ResourceDocument.deprecation(request.key().kind(), plan, catalog, verdict);
    return verdict;
  }

  private static Violation violation(Answer.Clash clash) {
    return new Violation("", Answers.problem(clash).code().text(), clash.message(), clash.fix());
  }

  private static ObjectNode refused(List<Violation> violations, ObjectNode verdict) {
    verdict.put("allowed", false);
    ProblemWriter.violations(violations, verdict);
    return verdict;
  }
}
