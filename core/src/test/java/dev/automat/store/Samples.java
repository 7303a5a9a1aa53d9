package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import dev.automat.resource.PolicyReport;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.RuleVerdict;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Resources as admission would make them, for tests of the store. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123456Z");
  static final Duration LEASE = Duration.ofMinutes(2);

  private Samples() {}

  static ResourceKey key(String name) {
    return new ResourceKey("payments", "Database", name);
  }

  /** A new resource, due at {@link #NOW}. */
  static Resource resource(String uid, String name) {
    return resource(uid, key(name), "main", NOW);
  }

  static Resource resource(String uid, ResourceKey key, String account, Instant dueAt) {
    return new Resource(
        uid,
        key,
        1,
        Map.of("app", "shop", "tier", "backend"),
        spec("small"),
        plan("small", account),
        new Origin("dev@local", "curl/8.5.0", Optional.of("git:example/infra")),
        "dev@local",
        new Times(
            NOW.minusMillis(3),
            NOW,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(NOW.plus(Duration.ofDays(14)))),
        Want.PRESENT,
        Phase.Pending,
        Status.initial(key.name() + "-" + uid),
        Work.none(),
        new Lease(0, dueAt, dueAt, false),
        false,
        Optional.empty(),
        1);
  }

  static JsonNode spec(String size) {
    return Json.read(
        """
        {"module":"postgres","environment":"dev","size":"%s","purpose":"integration-test",
         "lifetime":"14d","inputs":{"storageGiB":20,"share":0.25,"big":12345678901234,"on":true,
         "none":null,"list":[1,"zwei",3.5],"text":"ümlaut \\u0000 \\ud83d\\ude00"}}\
        """
            .formatted(size),
        JsonNode.class);
  }

  static Plan plan(String size, String account) {
    return new Plan(
            "",
            "postgres@1.4.0",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "local/postgres",
            new Placement("dev-is-local", "local", account, "local"),
            Map.of(
                "storageGiB", 20L, "share", 0.25, "size", size, "extensions", List.of("pgcrypto")),
            new TreeMap<>(Map.of("/storageGiB", "size small", "/share", "request")),
            Map.of("connectionLimit", 20L, "storageGiB", 20L, "encrypted", true),
            new TreeMap<>(Map.of("connectionLimit", "report")),
            new TreeMap<>(Map.of("team", "payments", "cost-center", "cc-42", "environment", "dev")),
            "14d",
            "30d",
            Optional.empty(),
            false,
            Plan.OnMissing.REPORT,
            true,
            List.of(new Plan.Note("/settings/storageGiB", "can only grow")),
            new TreeMap<>(Map.of("runbook", "https://example/runbook")),
            Optional.of(
                new PolicyReport(
                    "sha256:00",
                    List.of(RuleVerdict.kept("has-owner", RuleVerdict.Severity.DENY)))),
            Optional.empty())
        .sealed();
  }

  static Resource withPlan(Resource resource, Plan plan) {
    return new Resource(
        resource.uid(),
        resource.key(),
        resource.generation(),
        resource.labels(),
        resource.spec(),
        plan,
        resource.origin(),
        resource.createdBy(),
        resource.times(),
        resource.want(),
        resource.phase(),
        resource.status(),
        resource.work(),
        resource.lease(),
        resource.recreate(),
        resource.nudgedAt(),
        resource.lastEvent());
  }

  static Event.Draft event(String reason) {
    return Event.Draft.normal(NOW, reason, "because of the test");
  }

  static Write.Create creation(String uid, String name) {
    return new Write.Create(resource(uid, name), Optional.empty(), event("Accepted"));
  }

  static Write.Change change(Resource resource, String size) {
    return new Write.Change(
        resource.key(),
        resource.uid(),
        resource.generation(),
        Map.of("app", "shop"),
        spec(size),
        plan(size, "main"),
        new Origin("ops@local", "terraform", Optional.empty()),
        resource.times().expires(),
        event("Changed"));
  }

  static Write.End end(Resource resource) {
    return new Write.End(
        resource.key(),
        resource.uid(),
        resource.generation(),
        Want.DELETED,
        NOW,
        Optional.empty(),
        event("DeleteRequested"));
  }

  static Completion rest(Resource claimed, Instant dueAt) {
    return new Completion(claimed.uid(), claimed.lease().epoch(), dueAt, Optional.empty());
  }

  static Completion found(Resource claimed, Phase phase, Instant dueAt, Event.Draft... events) {
    return new Completion(
        claimed.uid(),
        claimed.lease().epoch(),
        dueAt,
        Optional.of(
            new Completion.Found(
                phase,
                claimed.status(),
                claimed.work(),
                phase == Phase.Ready ? Optional.of(NOW) : Optional.empty(),
                phase == Phase.Deleted ? Optional.of(NOW) : Optional.empty(),
                List.of(events))));
  }

  static Beginning beginning(Resource claimed, Event.Draft... events) {
    return new Beginning(
        claimed.uid(),
        claimed.lease().epoch(),
        Phase.Provisioning,
        claimed.status(),
        claimed.work(),
        Optional.empty(),
        false,
        List.of(events));
  }
}
