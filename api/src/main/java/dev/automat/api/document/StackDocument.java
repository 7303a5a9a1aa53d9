package dev.automat.api.document;

import dev.automat.intake.StackAnswer.Planned;
import dev.automat.intake.StackAnswer.Possible;
import dev.automat.intake.StackPut;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Condition;
import dev.automat.resource.Json;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.stack.Totals;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the document of a stack, whose status is that of its members. */
public final class StackDocument {

  private final ResourceDocument documents;
  private final InstalledPlugins plugins;

  /**
   * @param documents knows where those of the members are
   * @param plugins know what can be had back after a deletion
   */
  public StackDocument(ResourceDocument documents, InstalledPlugins plugins) {
    this.documents = documents;
    this.plugins = plugins;
  }

  /** The document of what is stored. */
  public ObjectNode of(StackState state) {
    ObjectNode document = head();
    document.set("metadata", metadata(state));
    document.set("spec", state.stack().spec());
    SortedMap<String, Plan> plans = new TreeMap<>();
    state.wanted().forEach(member -> plans.put(StackState.memberOf(member), member.plan()));
    ObjectNode plan = totals(Totals.of(plans));
    ObjectNode members = plan.putObject("resources");
    for (Resource member : state.wanted()) {
      named(member.key(), member.plan(), members.putObject(StackState.memberOf(member)));
      ResourceDocument.warnings(member.plan(), document);
    }
    document.set("plan", plan);
    document.set("status", status(state));
    return document;
  }

  /** The document of what would be: without status, with the plan of each member. */
  public ObjectNode preview(StackPut request, Possible possible) {
    ObjectNode document = head();
    ObjectNode metadata = document.putObject("metadata");
    names(request.key(), metadata);
    ResourceDocument.labels(request.labels(), metadata);
    possible
        .current()
        .map(StackState::stack)
        .ifPresent(stack -> metadata.put("uid", stack.uid()).put("generation", stack.generation()));
    document.set("spec", request.spec());
    document.set("plan", plan(possible));
    return Asides.write(possible.aside(), document);
  }

  /** What would be made of all members. */
  public static ObjectNode plan(Possible possible) {
    SortedMap<String, Plan> plans = new TreeMap<>();
    possible.members().forEach((member, planned) -> plans.put(member, planned.plan()));
    ObjectNode plan = totals(Totals.of(plans));
    ObjectNode members = plan.putObject("resources");
    possible.members().forEach((member, planned) -> planned(planned, members.putObject(member)));
    if (!possible.removed().isEmpty()) {
      ArrayNode removed = plan.putArray("removed");
      possible.removed().forEach(removed::add);
    }
    return plan;
  }

  /** The plans of all members, where nobody has looked at what stands. */
  public static ObjectNode offline(SortedMap<String, Plan> plans) {
    ObjectNode plan = totals(Totals.of(plans));
    ObjectNode members = plan.putObject("resources");
    plans.forEach(
        (member, each) ->
            members.putObject(member).put("digest", each.digest()).putPOJO("plan", each));
    return plan;
  }

  private static void planned(Planned planned, ObjectNode node) {
    named(planned.key(), planned.plan(), node);
    node.put("effect", planned.effect().name().toLowerCase(Locale.ROOT));
    node.putPOJO("plan", planned.plan());
  }

  private static void named(ResourceKey key, Plan plan, ObjectNode node) {
    node.put("kind", key.kind()).put("name", key.name()).put("digest", plan.digest());
  }

  private static ObjectNode totals(Totals totals) {
    ObjectNode plan =
        Json.object()
            .put("digest", totals.digest())
            .put("stateful", totals.stateful())
            .put("deletionProtection", totals.deletionProtection());
    if (!totals.lifetime().isEmpty()) {
      plan.put("lifetime", totals.lifetime());
    }
    totals.expiresAt().ifPresent(end -> plan.put("expiresAt", end));
    // A tree: the command line reads of it, too.
    totals.cost().ifPresent(cost -> plan.set("cost", Json.tree(cost)));
    return plan;
  }

  private static ObjectNode head() {
    return Json.object().put("apiVersion", ResourceDocument.API_VERSION).put("kind", StackKey.KIND);
  }

  private static void names(StackKey key, ObjectNode metadata) {
    metadata.put("team", key.team()).put("name", key.name());
  }

  private static ObjectNode metadata(StackState state) {
    Stack stack = state.stack();
    ObjectNode metadata = Json.object();
    names(stack.key(), metadata);
    ResourceDocument.labels(stack.labels(), metadata);
    metadata
        .put("uid", stack.uid())
        .put("generation", stack.generation())
        .put("createdAt", stack.createdAt().toString())
        .put("createdBy", stack.createdBy());
    stack.origin().managedBy().ifPresent(manager -> metadata.put("managedBy", manager));
    stack.expires().ifPresent(at -> metadata.put("expiresAt", at.toString()));
    state.deleted().ifPresent(at -> metadata.put("deletedAt", at.toString()));
    return metadata;
  }

  private ObjectNode status(StackState state) {
    ObjectNode node =
        Json.object()
            .put("phase", state.phase().name())
            .put("observedGeneration", state.observedGeneration());
    conditions(state, node);
    ArrayNode members = node.putArray("members");
    state.members().stream()
        .filter(member -> !member.isTombstone() || state.wanted().contains(member))
        .forEach(member -> member(member, members.addObject()));
    ObjectNode outputs = node.putObject("outputs");
    state
        .wanted()
        .forEach(
            member ->
                outputs.set(
                    StackState.memberOf(member),
                    Json.tree(new TreeMap<>(member.status().outputs()))));
    StackStayDocument.write(state, plugins, node);
    state.stack().restoredFrom().ifPresent(uid -> node.putObject("restoredFrom").put("uid", uid));
    boolean ready =
        !state.isTombstone()
            && state.wanted().stream().allMatch(member -> member.times().ready().isPresent());
    if (ready) {
      node.putObject("connection").put("href", state.stack().key().href() + "/connection");
    }
    return node;
  }

  private void member(Resource member, ObjectNode node) {
    node.put("member", StackState.memberOf(member))
        .put("kind", member.key().kind())
        .put("name", member.key().name())
        .put("uid", member.uid())
        .put("phase", member.phase().name())
        .put(
            "href",
            member.isTombstone() ? "/v1/resources/" + member.uid() : documents.href(member.key()));
  }

  /** One that says whether all are ready; and of each member what is not as it should be. */
  private static void conditions(StackState state, ObjectNode node) {
    long seen =
        state.wanted().stream().allMatch(StackDocument::isSpokenOf)
            ? state.stack().generation()
            : state.stack().generation() - 1;
    List<Resource> waiting =
        state.wanted().stream().filter(member -> !isUsable(member.phase())).toList();
    ArrayNode conditions = node.putArray("conditions");
    condition(
        "Ready",
        waiting.isEmpty() ? "True" : "False",
        waiting.isEmpty() ? "AllReady" : "MembersNotReady",
        waiting.isEmpty()
            ? ""
            : "not ready: "
                + String.join(", ", waiting.stream().map(StackDocument::inWords).toList()),
        seen,
        conditions);
    for (Resource member : state.wanted()) {
      member.status().conditions().stream()
          .filter(each -> !isGood(each) && !each.message().isEmpty())
          .forEach(
              each ->
                  condition(
                      each.type().name(),
                      each.status().name(),
                      each.reason(),
                      StackState.memberOf(member) + ": " + each.message(),
                      each.observedGeneration() >= member.generation()
                          ? state.stack().generation()
                          : state.stack().generation() - 1,
                      conditions));
    }
  }

  private static boolean isSpokenOf(Resource member) {
    return member.status().conditions().stream()
            .mapToLong(Condition::observedGeneration)
            .max()
            .orElse(0)
        >= member.generation();
  }

  private static boolean isUsable(Phase phase) {
    return phase == Phase.Ready || phase == Phase.Expiring;
  }

  private static String inWords(Resource member) {
    return StackState.memberOf(member) + " (" + member.phase() + ")";
  }

  private static boolean isGood(Condition condition) {
    boolean holds = condition.status() == Condition.State.True;
    return switch (condition.type()) {
      case Synced, Ready, Compliant -> holds;
      case Drifted, Expiring, Paused -> !holds;
    };
  }

  private static void condition(
      String type, String status, String reason, String message, long seen, ArrayNode list) {
    list.addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", message)
        .put("observedGeneration", Math.max(0, seen));
  }
}
