package dev.automat.engine;

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
import dev.automat.resource.Stay;
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

/** The writes that the requests of a year become. */
final class YearsOrders {

  private static final Origin ORIGIN = new Origin("people:ann", "test", Optional.empty());

  private final RandomGenerator random;

  YearsOrders(RandomGenerator random) {
    this.random = random;
  }

  Write.Create create(
      ResourceKey key, Optional<Duration> lifetime, boolean isProtected, Instant now) {
    Resource made = resource(key, plan(key, isProtected), lifetime.map(now::plus), now);
    return new Write.Create(made, Optional.empty(), Event.Draft.normal(now, "Accepted", ""));
  }

  /** With the data of what is gone. */
  Write.Create undelete(
      Resource tombstone, String snapshot, Optional<Duration> lifetime, Instant now) {
    Resource made = resource(tombstone.key(), tombstone.plan(), lifetime.map(now::plus), now);
    Stay stay = Stay.of(Optional.of(new Stay.Source(tombstone.uid(), snapshot)));
    return new Write.Create(
        made.with(stay),
        Optional.of(tombstone.uid()),
        Event.Draft.normal(now, "Accepted", "Undeleted"));
  }

  private Resource resource(ResourceKey key, Plan plan, Optional<Instant> expires, Instant now) {
    String uid = Uid.next(random);
    return new Resource(
        uid,
        key,
        1,
        Map.of(),
        Json.object().put("environment", "dev"),
        plan,
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
  }

  private static Plan plan(ResourceKey key, boolean isProtected) {
    boolean database = SimulatedRequests.isDatabase(key);
    return new Plan(
            "",
            "simulated@1.0.0",
            "sha256:0",
            database ? "hostile/database" : "hostile/queue",
            new Placement("default", "hostile", key.team(), "somewhere"),
            Map.of(),
            new TreeMap<>(),
            database
                ? Map.of("class", "small", "storageGiB", 10L)
                : Map.of("retentionDays", 3L, "deadLetterQueue", true),
            new TreeMap<>(),
            new TreeMap<>(Map.of("team", key.team())),
            "none",
            "none",
            Optional.empty(),
            isProtected,
            Plan.OnMissing.RECREATE,
            database,
            List.of(),
            Collections.emptySortedMap())
        .sealed();
  }

  Write.Change unprotect(Resource live, Instant now) {
    return new Write.Change(
        live.key(),
        live.uid(),
        live.generation(),
        live.labels(),
        live.spec(),
        plan(live.key(), false),
        ORIGIN,
        live.times().expires(),
        Event.Draft.normal(now, "Changed", "It is protected no more"));
  }

  Write.Extend extend(Resource live, Instant later, Instant now) {
    return new Write.Extend(
        live.key(),
        live.uid(),
        live.times().expires().orElseThrow(),
        later,
        now,
        Event.Draft.normal(now, "Extended", "until " + later));
  }

  Write.End delete(Resource live, boolean withoutSnapshot, Instant now) {
    return new Write.End(
        live.key(),
        live.uid(),
        live.generation(),
        Want.DELETED,
        now,
        Optional.empty(),
        Event.Draft.normal(now, "DeleteRequested", ""),
        Optional.empty(),
        withoutSnapshot);
  }
}
