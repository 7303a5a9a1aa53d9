package dev.automat.api.document;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Compliance;
import dev.automat.admission.VersionStanding;
import dev.automat.api.exchange.ProblemWriter;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.WaiverBook;
import dev.automat.resource.Condition;
import dev.automat.resource.Json;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.Status;
import dev.automat.team.Teams;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code {apiVersion, kind, metadata, spec, plan, status}}, always in the same order. */
public final class ResourceDocument {

  /** The version of the document's form. */
  public static final String API_VERSION = "automat.dev/v1";

  private final Catalog catalog;
  private final Teams teams;
  private final WaiverBook waivers;
  private final Compliance compliance;
  private final InstalledPlugins plugins;

  /**
   * @param catalog knows the plurals, and the rules of today
   * @param teams whose changes since the plan are shown as a condition
   * @param waivers on which what does not keep the rules may lean
   * @param plugins know what can be had back after a deletion
   */
  public ResourceDocument(
      Catalog catalog, Teams teams, WaiverBook waivers, InstalledPlugins plugins) {
    this.plugins = plugins;
    this.catalog = catalog;
    this.teams = teams;
    this.waivers = waivers;
    this.compliance = new Compliance(catalog);
  }

  /**
   * The document of what is stored.
   *
   * @param secretVersion the version of its credentials, if it has some and somebody looked
   */
  public ObjectNode of(Resource resource, OptionalInt secretVersion) {
    ObjectNode document = head(resource.key().kind());
    document.set("metadata", metadata(resource));
    document.set("spec", resource.spec());
    document.putPOJO("plan", resource.plan());
    warnings(resource.plan(), document);
    deprecation(resource.key().kind(), resource.plan(), catalog, document);
    document.set("status", status(resource, secretVersion));
    return document;
  }

  /** The document of what would be: without status, and without what only a write gives. */
  public ObjectNode preview(AdmissionRequest request, Plan plan, Optional<Resource> current) {
    ObjectNode document = head(request.kind());
    ObjectNode metadata = document.putObject("metadata");
    names(new ResourceKey(request.team(), request.kind(), request.name()), metadata);
    labels(request.labels(), metadata);
    current
        .filter(resource -> !resource.isTombstone())
        .ifPresent(
            resource ->
                metadata.put("uid", resource.uid()).put("generation", resource.generation()));
    document.set("spec", request.spec());
    document.putPOJO("plan", plan);
    warnings(plan, document);
    deprecation(request.kind(), plan, catalog, document);
    return document;
  }

  /** Adds what rules warn of under {@code warnings}, if there is anything. */
  public static void warnings(Plan plan, ObjectNode body) {
    List<RuleVerdict> warnings = plan.warnings();
    if (warnings.isEmpty()) {
      return;
    }
    body.withArrayProperty("warnings")
        .addAll(ProblemWriter.list(warnings.stream().map(RuleVerdict::violation).toList()));
  }

  /** Adds to {@code warnings} that the version of the plan is deprecated, if it is today. */
  public static void deprecation(String kind, Plan plan, Catalog catalog, ObjectNode body) {
    VersionStanding.of(kind, plan, catalog)
        .warning()
        .ifPresent(
            warning ->
                body.withArrayProperty("warnings").addAll(ProblemWriter.list(List.of(warning))));
  }

  /** Where the document of that key is. */
  public String href(ResourceKey key) {
    String plural =
        catalog.kind(key.kind()).map(Kind::plural).orElse(key.kind().toLowerCase(Locale.ROOT));
    return "/v1/teams/" + key.team() + "/" + plural + "/" + key.name();
  }

  private static ObjectNode head(String kind) {
    return Json.object().put("apiVersion", API_VERSION).put("kind", kind);
  }

  private static void names(ResourceKey key, ObjectNode metadata) {
    metadata.put("team", key.team()).put("name", key.name());
  }

  static void labels(Map<String, String> labels, ObjectNode metadata) {
    ObjectNode node = metadata.putObject("labels");
    new TreeMap<>(labels).forEach(node::put);
  }

  private static ObjectNode metadata(Resource resource) {
    ObjectNode metadata = Json.object();
    names(resource.key(), metadata);
    labels(resource.labels(), metadata);
    metadata
        .put("uid", resource.uid())
        .put("generation", resource.generation())
        .put("createdAt", resource.times().accepted().toString())
        .put("createdBy", resource.createdBy());
    resource.origin().managedBy().ifPresent(manager -> metadata.put("managedBy", manager));
    resource.times().expires().ifPresent(at -> metadata.put("expiresAt", at.toString()));
    resource.times().deleted().ifPresent(at -> metadata.put("deletedAt", at.toString()));
    resource.stay().member().ifPresent(in -> metadata.put("stack", in.stack()));
    return metadata;
  }

  private ObjectNode status(Resource resource, OptionalInt secretVersion) {
    Status status = resource.status();
    ObjectNode node =
        Json.object()
            .put("phase", resource.phase().name())
            .put("observedGeneration", status.observedGeneration())
            .put("externalName", status.externalName());
    if (!resource.isTombstone()) {
      node.put("nextReconcileAt", resource.lease().dueAt().toString());
    }
    progress(status, node);
    conditions(conditions(resource), node);
    parts(status.parts(), node);
    StayDocument.write(resource, plugins, node);
    node.set("outputs", Json.tree(new TreeMap<>(status.outputs())));
    connection(resource, secretVersion, node);
    return node;
  }

  private static void progress(Status status, ObjectNode node) {
    status
        .progress()
        .ifPresent(
            progress ->
                node.putObject("progress")
                    .put("step", progress.step())
                    .put("since", progress.since().toString())
                    .put("typicalSeconds", progress.typicalSeconds()));
    if (status.attempts() > 0) {
      node.put("attempts", status.attempts());
    }
    status.nextAttemptAt().ifPresent(at -> node.put("nextAttemptAt", at.toString()));
  }

  /** What the engine found, and what rules and team of today say of the plan. */
  private List<Condition> conditions(Resource resource) {
    String team = resource.key().team();
    List<Condition> all = new ArrayList<>(resource.status().conditions());
    teams
        .find(team)
        .flatMap(known -> compliance.of(resource, known, waivers.granted(team), waivers.now()))
        .ifPresent(all::add);
    return all;
  }

  private static void conditions(List<Condition> conditions, ObjectNode node) {
    var list = node.putArray("conditions");
    for (Condition condition : conditions) {
      list.addObject()
          .put("type", condition.type().name())
          .put("status", condition.status().name())
          .put("reason", condition.reason())
          .put("message", condition.message())
          .put("observedGeneration", condition.observedGeneration());
    }
  }

  private static void parts(List<Status.Part> parts, ObjectNode node) {
    if (parts.isEmpty()) {
      return;
    }
    var list = node.putArray("parts");
    for (Status.Part part : parts) {
      ObjectNode entry = list.addObject().put("role", part.role()).put("cloudId", part.cloudId());
      part.link().ifPresent(link -> entry.put("link", link));
    }
  }

  private void connection(Resource resource, OptionalInt secretVersion, ObjectNode node) {
    boolean hasOne = resource.times().ready().isPresent() && resource.phase() != Phase.Deleted;
    if (hasOne) {
      ObjectNode connection =
          node.putObject("connection").put("href", href(resource.key()) + "/connection");
      secretVersion.ifPresent(version -> connection.put("version", version));
    }
  }
}
