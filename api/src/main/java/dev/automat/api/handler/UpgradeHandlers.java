package dev.automat.api.handler;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.PlanDifference;
import dev.automat.admission.SettingChange;
import dev.automat.api.document.Asides;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.Reply;
import dev.automat.intake.Answer;
import dev.automat.intake.Aside;
import dev.automat.intake.UpgradeAnswer;
import dev.automat.intake.UpgradeAnswer.Difference;
import dev.automat.intake.UpgradeRequest;
import dev.automat.intake.UpgradeRequest.Target;
import dev.automat.intake.Upgrades;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** New plans of what exists. */
final class UpgradeHandlers {

  private final Lookup lookup;
  private final Upgrades upgrades;
  private final Answers answers;
  private final Settling settling;
  private final ResourceDocument documents;
  private final Schema schema;

  UpgradeHandlers(
      Services services,
      Lookup lookup,
      Answers answers,
      Settling settling,
      ResourceDocument documents) {
    this.lookup = lookup;
    this.upgrades = services.upgrades();
    this.answers = answers;
    this.settling = settling;
    this.documents = documents;
    this.schema = services.contract().component("UpgradeRequest");
  }

  Reply upgrade(Call call) throws InterruptedException {
    return reply(call, request(call, target(call)));
  }

  Reply replan(Call call) throws InterruptedException {
    return reply(call, request(call, new Target.Same()));
  }

  private Target target(Call call) {
    if (call.payload().isEmpty()) {
      return new Target.Next();
    }
    JsonNode body = call.payload().value();
    List<Violation> violations = Envelope.problems(schema, body);
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
    return body.path("moduleVersion")
        .asStringOpt()
        .<Target>map(Target.Version::new)
        .orElseGet(Target.Next::new);
  }

  private UpgradeRequest request(Call call, Target target) {
    return new UpgradeRequest(
        lookup.storableKey(call),
        Origins.of(call, Optional.empty()),
        target,
        call.header("if-match").flatMap(ETags::expected),
        call.flag("takeOver"),
        call.header("if-plan-match").map(digest -> digest.replaceAll("^\"|\"$", "")));
  }

  private Reply reply(Call call, UpgradeRequest request) throws InterruptedException {
    return call.flag("validateOnly")
        ? preview(upgrades.validate(request))
        : answers.reply(upgrades.carryOut(request).answer(), settling.granted(call));
  }

  private Reply preview(UpgradeAnswer would) {
    return switch (would.answer()) {
      case Answer.Possible possible ->
          preview(
              possible.current().orElseThrow(),
              possible.plan(),
              possible.aside(),
              would.difference());
      case Answer.Unchanged(Resource resource) ->
          preview(resource, resource.plan(), Aside.NONE, would.difference());
      case Answer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case Answer.PlanMismatch mismatch -> throw answers.problem(mismatch).exception();
      case Answer.Clash clash -> throw Answers.problem(clash).exception();
      case Answer.Accepted _ -> throw new IllegalStateException("a validation stores nothing");
    };
  }

  private Reply preview(Resource resource, Plan plan, Aside aside, Difference difference) {
    AdmissionRequest request = Upgrades.asked(resource);
    ObjectNode document =
        Asides.write(aside, documents.preview(request, plan, Optional.of(resource)));
    document.set("difference", json(difference));
    return Reply.json(200, document);
  }

  private static ObjectNode json(Difference difference) {
    ObjectNode node = Json.object().put("from", difference.from()).put("to", difference.to());
    ArrayNode settings = node.putArray("settings");
    for (SettingChange change : difference.settings()) {
      ObjectNode entry = settings.addObject().put("setting", change.setting());
      change.was().ifPresent(value -> entry.set("was", value));
      change.now().ifPresent(value -> entry.set("now", value));
      entry.put("effect", change.effect().text());
    }
    ArrayNode changes = node.putArray("changes");
    for (PlanDifference change : difference.plan()) {
      ObjectNode entry = changes.addObject().put("pointer", change.pointer());
      change.was().ifPresent(value -> entry.set("was", value));
      change.now().ifPresent(value -> entry.set("now", value));
    }
    return node;
  }
}
