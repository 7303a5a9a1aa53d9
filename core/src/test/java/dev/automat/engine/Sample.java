package dev.automat.engine;

import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Times;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A resource for a test: a stateful database that was just accepted, but for what is said. */
public final class Sample {

  private String uid = Fixtures.UID;
  private String name = "orders";
  private String type = "hostile/database";
  private String account = "main";
  private Map<String, Object> settings = Map.of("class", "small", "storageGiB", 20L);
  private Map<String, String> drift = Map.of();
  private Map<String, String> tags = Map.of("team", "payments");
  private boolean stateful = true;
  private OnMissing onMissing = OnMissing.RECREATE;
  private boolean deletionProtection;
  private long generation = 1;
  private Instant accepted = Fixtures.NOW;
  private Optional<Instant> expires = Optional.empty();
  private Optional<Instant> deleted = Optional.empty();
  private Want want = Want.PRESENT;
  private Phase phase = Phase.Pending;
  private UnaryOperator<Status> status = UnaryOperator.identity();
  private Work work = Work.none();
  private Optional<String> managedBy = Optional.empty();
  private boolean recreate;
  private Optional<Instant> nudgedAt = Optional.empty();
  private Stay stay = Stay.NONE;

  public static Sample resource() {
    return new Sample();
  }

  /** A stateless queue. */
  public static Sample queue() {
    return new Sample()
        .of("hostile/queue")
        .settings(Map.of("retentionDays", 4L, "deadLetterQueue", true))
        .stateless();
  }

  public Sample named(String newName, String newUid) {
    name = newName;
    uid = newUid;
    return this;
  }

  public Sample of(String newType) {
    type = newType;
    return this;
  }

  public Sample in(String newAccount) {
    account = newAccount;
    return this;
  }

  public Sample settings(Map<String, Object> newSettings) {
    settings = newSettings;
    return this;
  }

  public Sample reportDriftOf(String key) {
    drift = Map.of(key, "report");
    return this;
  }

  public Sample tags(Map<String, String> newTags) {
    tags = newTags;
    return this;
  }

  public Sample stateless() {
    stateful = false;
    return this;
  }

  public Sample onMissing(OnMissing what) {
    onMissing = what;
    return this;
  }

  public Sample isProtected() {
    deletionProtection = true;
    return this;
  }

  public Sample generation(long number) {
    generation = number;
    return this;
  }

  public Sample accepted(Instant at) {
    accepted = at;
    return this;
  }

  public Sample expires(Instant at) {
    expires = Optional.of(at);
    return this;
  }

  public Sample tombstone(Instant at) {
    deleted = Optional.of(at);
    return want(Want.DELETED);
  }

  public Sample want(Want what) {
    want = what;
    return this;
  }

  public Sample phase(Phase what) {
    phase = what;
    return this;
  }

  public Sample status(UnaryOperator<Status> change) {
    status = change;
    return this;
  }

  public Sample work(Work notes) {
    work = notes;
    return this;
  }

  public Sample managedBy(String manager) {
    managedBy = Optional.of(manager);
    return this;
  }

  public Sample recreateAsked() {
    recreate = true;
    return this;
  }

  public Sample nudgedAt(Instant at) {
    nudgedAt = Optional.of(at);
    return this;
  }

  public Sample stay(Stay decided) {
    stay = decided;
    return this;
  }

  public Resource build() {
    return unsteered().with(stay);
  }

  private Resource unsteered() {
    return new Resource(
        uid,
        new ResourceKey("payments", "Database", name),
        generation,
        Map.of(),
        Json.object().put("environment", "dev"),
        plan(),
        new Origin("dev@local", "test", managedBy),
        "dev@local",
        new Times(accepted, accepted, Optional.empty(), Optional.empty(), deleted, expires),
        want,
        phase,
        status.apply(Status.initial(name + "-" + uid)),
        work,
        new Lease(0, accepted, accepted, false),
        recreate,
        nudgedAt,
        0);
  }

  public Plan plan() {
    return new Plan(
            "",
            "sample@1.0.0",
            "sha256:0",
            type,
            new Placement("default", type.substring(0, type.indexOf('/')), account, "here"),
            Map.of(),
            new TreeMap<>(),
            settings,
            new TreeMap<>(drift),
            new TreeMap<>(tags),
            "none",
            "none",
            Optional.empty(),
            deletionProtection,
            onMissing,
            stateful,
            List.of(),
            Collections.emptySortedMap())
        .sealed();
  }
}
