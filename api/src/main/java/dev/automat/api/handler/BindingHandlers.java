package dev.automat.api.handler;

import dev.automat.api.document.BindingDocument;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.api.exchange.Reply;
import dev.automat.intake.BindingAnswer;
import dev.automat.intake.BindingDesk;
import dev.automat.intake.BindingRequest;
import dev.automat.resource.Binding;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.store.BindingStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bindings of a resource. */
final class BindingHandlers {

  private final Lookup lookup;
  private final BindingDesk desk;
  private final BindingStore store;
  private final BindingDocument documents;
  private final Settling settling;
  private final BindingSettling waiting;
  private final ConnectionReplies connections;
  private final Schema bindingSchema;
  private final Schema rotationSchema;

  BindingHandlers(
      Services services,
      Lookup lookup,
      Settling settling,
      ResourceDocument documents,
      ConnectionReplies connections) {
    this.lookup = lookup;
    this.desk = services.bindings();
    this.store = services.store().bindings();
    this.documents = new BindingDocument(documents, desk::notice);
    this.settling = settling;
    this.waiting = new BindingSettling(store, services.signals());
    this.connections = connections;
    this.bindingSchema = services.contract().component("BindingRequest");
    this.rotationSchema = services.contract().component("RotationRequest");
  }

  Reply put(Call call) throws InterruptedException {
    Resource resource = lookup.alive(call);
    JsonNode spec = body(call, bindingSchema).path("spec");
    BindingRequest request =
        new BindingRequest(
            call.pathParameter("consumer"),
            call.caller().actor(),
            text(spec, "access"),
            text(spec, "principal"),
            text(spec, "overlap"));
    return reply(call, resource, desk.put(resource, request));
  }

  /** Without a body everything is as it is by default. */
  private static JsonNode body(Call call, Schema schema) {
    JsonNode body = call.payload().isEmpty() ? Json.object() : call.payload().value();
    refuse(Envelope.problems(schema, body));
    return body;
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.path(key).isString() ? Optional.of(node.path(key).asString()) : Optional.empty();
  }

  Reply delete(Call call) throws InterruptedException {
    Resource resource = lookup.alive(call);
    return reply(
        call,
        resource,
        desk.release(resource, call.pathParameter("consumer"), call.caller().actor()));
  }

  Reply rotate(Call call) throws InterruptedException {
    Resource resource = lookup.alive(call);
    JsonNode body = body(call, rotationSchema);
    return reply(
        call,
        resource,
        desk.rotate(
            resource,
            call.pathParameter("consumer"),
            call.caller().actor(),
            text(body, "overlap")));
  }

  Reply get(Call call) throws InterruptedException {
    Resource resource = lookup.alive(call);
    Binding binding = bound(call, resource);
    Optional<Duration> wait = settling.granted(call);
    return wait.isEmpty()
        ? Reply.json(200, documents.of(resource, binding))
        : Reply.json(
            200,
            documents.of(resource, waiting.await(binding, wait.get())),
            Answers.applied(wait.get()));
  }

  Reply list(Call call) {
    Resource resource = lookup.alive(call);
    ObjectNode page = Json.object();
    ArrayNode items = page.putArray("items");
    store.of(resource.uid()).stream()
        .filter(binding -> binding.gone().isEmpty())
        .forEach(binding -> items.add(documents.of(resource, binding)));
    return Reply.json(200, page);
  }

  Reply connection(Call call) {
    Resource resource = lookup.alive(call);
    Binding binding = bound(call, resource);
    return connections.of(call, resource, binding, documents.href(resource, binding));
  }

  private Binding bound(Call call, Resource resource) {
    String consumer = call.pathParameter("consumer");
    return store.live(resource.uid(), consumer).orElseThrow(() -> notBound(resource, consumer));
  }

  private ProblemException notBound(Resource resource, String consumer) {
    return Problem.unknown(
            ProblemCode.NOT_FOUND,
            consumer + " is not bound to " + resource.key(),
            consumer,
            store.of(resource.uid()).stream()
                .filter(binding -> binding.gone().isEmpty())
                .map(Binding::consumer)
                .toList(),
            "PUT to this address binds it")
        .exception();
  }

  private Reply reply(Call call, Resource resource, BindingAnswer answer)
      throws InterruptedException {
    return switch (answer) {
      case BindingAnswer.Accepted accepted ->
          stored(call, resource, accepted.binding(), accepted.created());
      case BindingAnswer.Unchanged unchanged ->
          BindingSettling.isSettled(unchanged.binding())
              ? Reply.json(200, documents.of(resource, unchanged.binding()))
              : stored(call, resource, unchanged.binding(), false);
      case BindingAnswer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case BindingAnswer.Clash clash -> throw Answers.problem(clash.clash()).exception();
    };
  }

  private Reply stored(Call call, Resource resource, Binding binding, boolean created)
      throws InterruptedException {
    Optional<Duration> wait = settling.granted(call);
    Binding now = wait.isEmpty() ? binding : waiting.await(binding, wait.get());
    Map<String, String> headers = new LinkedHashMap<>();
    wait.ifPresent(granted -> headers.putAll(Answers.applied(granted)));
    boolean settled = wait.isPresent() && BindingSettling.isSettled(now);
    if (!settled || created) {
      headers.put("Location", documents.href(resource, now));
    }
    if (!settled) {
      headers.put("Retry-After", "1");
    }
    return Reply.json(settled ? (created ? 201 : 200) : 202, documents.of(resource, now), headers);
  }
}
