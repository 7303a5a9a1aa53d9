package dev.automat.bench;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Expiry;
import dev.automat.admission.Verdict;
import dev.automat.audit.Asked;
import dev.automat.audit.AuditDraft;
import dev.automat.catalog.Catalog;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Uid;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.store.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/** Accepted requests, as the intake hands them to the store: all alike but for name and uid. */
final class Rows {

  private static final Origin ORIGIN = new Origin("dev@local", "bench", Optional.empty());

  private final String kind;
  private final JsonNode spec;
  private final Plan plan;

  private Rows(String kind, JsonNode spec, Plan plan) {
    this.kind = kind;
    this.spec = spec;
    this.plan = plan;
  }

  /** Of what admission makes of the spec. */
  static Rows of(Platform platform, String kind, String spec) {
    Catalog catalog = Catalog.load(platform.configuration().catalogDirectory(), platform.plugins());
    Admission admission = new Admission(catalog, platform.configuration());
    JsonNode tree = Json.read(spec, JsonNode.class);
    Verdict verdict =
        admission.admit(new AdmissionRequest("bench", kind, "sample", Map.of(), tree));
    return switch (verdict) {
      case Verdict.Admitted admitted -> new Rows(kind, tree, admitted.plan());
      case Verdict.NeedsWaiver _, Verdict.Refused _ ->
          throw new IllegalStateException("the bench asks for what is refused: " + verdict);
    };
  }

  /** Who asks, whose line of the audit log goes with the rows. */
  static Asked asked() {
    return new Asked(
        new AuditDraft(
            Instant.EPOCH,
            ORIGIN.actor(),
            "local",
            "dev",
            "01234567-89ab-cdef-0123-456789abcdef",
            "putResource",
            "resource.write",
            Optional.of("bench"),
            "PUT /v1/teams/bench/databases/orders"));
  }

  /** A new incarnation, due at once. */
  Write.Create next(String name, Instant now) {
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    String uid = Uid.next(ThreadLocalRandom.current());
    Resource resource =
        new Resource(
            uid,
            new ResourceKey("bench", kind, name),
            1,
            Map.of(),
            spec,
            plan,
            ORIGIN,
            ORIGIN.actor(),
            new Times(
                micros,
                micros,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Expiry.of(plan, micros)),
            Want.PRESENT,
            Phase.Pending,
            Status.initial(name + "-" + uid),
            Work.none(),
            new Lease(0, micros, micros, false),
            false,
            Optional.empty(),
            0);
    return new Write.Create(
        resource,
        Optional.empty(),
        Event.Draft.normal(micros, "Accepted", "dev@local asked for it"));
  }
}
