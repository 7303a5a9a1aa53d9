package dev.automat.engine;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Lease;
import dev.automat.resource.Origin;
import dev.automat.resource.Phase;
import dev.automat.resource.Placement;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Status;
import dev.automat.resource.Times;
import dev.automat.resource.Uid;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.spi.NamingRule;
import dev.automat.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Makes the writes that people's requests would become. */
final class SimulatedRequests {

  static final Origin ORIGIN = new Origin("simulation", "test", Optional.empty());

  private final RandomGenerator random;

  SimulatedRequests(RandomGenerator random) {
    this.random = random;
  }

  Write.Create create(ResourceKey key, Optional<String> tombstone, Instant now) {
    String uid = Uid.next(random);
    Optional<Instant> expires =
        random.nextInt(4) == 0
            ? Optional.of(now.plus(Duration.ofMinutes(30 + random.nextLong(3000))))
            : Optional.empty();
    Resource resource =
        new Resource(
            uid,
            key,
            1,
            Map.of(),
            Json.object().put("environment", "dev"),
            plan(key, settings(key)),
            ORIGIN,
            ORIGIN.actor(),
            new Times(now, now, Optional.empty(), Optional.empty(), Optional.empty(), expires),
            Want.PRESENT,
            Phase.Pending,
            Status.initial(new NamingRule(40).externalName(key.name(), uid)),
            Work.none(),
            new Lease(0, now, now, false),
            false,
            Optional.empty(),
            0);
    return new Write.Create(resource, tombstone, Event.Draft.normal(now, "Accepted", ""));
  }

  Write.Change change(Resource live, Instant now) {
    Map<String, Object> settings = new TreeMap<>(live.plan().settings());
    settings.putAll(settings(live.key()));
    settings.computeIfPresent(
        "storageGiB",
        (key, grown) ->
            Math.max(
                ((Number) grown).longValue(),
                ((Number) live.plan().settings().get(key)).longValue()));
    Optional<Instant> expires =
        live.times().expires().map(at -> random.nextBoolean() ? at.plus(Duration.ofHours(3)) : at);
    return new Write.Change(
        live.key(),
        live.uid(),
        live.generation(),
        live.labels(),
        live.spec(),
        plan(live.key(), settings),
        ORIGIN,
        expires,
        Event.Draft.normal(now, "Changed", ""));
  }

  Binding binding(Resource resource, Instant now) {
    BindingSpec spec =
        new BindingSpec(
            random.nextBoolean() ? BindingSpec.Access.READ : BindingSpec.Access.READWRITE,
            Optional.empty(),
            Duration.ofHours(1));
    return new Binding(
        resource.uid(),
        Binding.nextId(random),
        "shop",
        1,
        spec,
        1,
        spec.overlap(),
        false,
        now,
        ORIGIN.actor(),
        BindingStatus.initial(),
        Optional.empty());
  }

  private Map<String, Object> settings(ResourceKey key) {
    return isDatabase(key)
        ? Map.of(
            "class", random.nextBoolean() ? "Small" : "Large",
            "storageGiB", 10 + random.nextLong(20),
            "backupDays", random.nextInt(5) == 0 ? 30L : 3L)
        : Map.of("retentionDays", 1 + random.nextLong(10), "deadLetterQueue", random.nextBoolean());
  }

  static boolean isDatabase(ResourceKey key) {
    return key.kind().equals("Database");
  }

  private static Plan plan(ResourceKey key, Map<String, Object> settings) {
    boolean database = isDatabase(key);
    return new Plan(
            "",
            "simulated@1.0.0",
            "sha256:0",
            database ? "hostile/database" : "hostile/queue",
            new Placement("default", "hostile", key.team(), "somewhere"),
            Map.of(),
            new TreeMap<>(),
            settings,
            new TreeMap<>(),
            new TreeMap<>(Map.of("team", key.team())),
            "none",
            "none",
            Optional.empty(),
            false,
            Plan.OnMissing.RECREATE,
            database,
            List.of(),
            Collections.emptySortedMap())
        .sealed();
  }
}
