package dev.automat.intake;

import dev.automat.admission.Expiry;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Times;
import dev.automat.resource.Uid;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.store.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the record of a new incarnation: a uid that was never used, and nothing inherited. */
public final class Incarnation {

  private final InstalledPlugins plugins;
  private final RandomGenerator random;

  /**
   * @param random of uids; cryptographically strong outside a simulation
   */
  public Incarnation(InstalledPlugins plugins, RandomGenerator random) {
    this.plugins = plugins;
    this.random = random;
  }

  Write.Create create(PutRequest request, Plan plan, Optional<String> tombstone, Instant now) {
    return new Write.Create(
        resource(request, plan, Expiry.of(plan, now), now),
        tombstone,
        Event.Draft.normal(now, "Accepted", request.origin().actor() + " asked for it"));
  }

  /**
   * With the data of a tombstone.
   *
   * @param holder the tombstone that holds the key, which may be another one
   */
  Write.Create restored(
      PutRequest request,
      Plan plan,
      Optional<Resource> holder,
      Source source,
      Optional<Instant> expires,
      Instant now) {
    return new Write.Create(
        resource(request, plan, expires, now).with(Stay.of(Optional.of(source))),
        holder.map(Resource::uid),
        Event.Draft.normal(
            now,
            "Undeleted",
            request.origin().actor()
                + " asked for "
                + source.uid()
                + " back, with the data of its snapshot "
                + source.snapshot()));
  }

  private Resource resource(PutRequest request, Plan plan, Optional<Instant> expires, Instant now) {
    String uid = Uid.next(random);
    Times times =
        new Times(
            request.firstSeen().truncatedTo(ChronoUnit.MICROS),
            now,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            expires);
    return new Resource(
        uid,
        request.key(),
        1,
        request.request().labels(),
        request.request().spec(),
        plan,
        request.origin(),
        request.origin().actor(),
        times,
        Want.PRESENT,
        Phase.Pending,
        Status.initial(externalName(request, plan, uid)),
        Work.none(),
        new Lease(0, now, now, false),
        false,
        Optional.empty(),
        0);
  }

  private String externalName(PutRequest request, Plan plan, String uid) {
    return plugins
        .type(plan.type())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a plan was made for " + plan.type() + ", which is not installed"))
        .naming()
        .externalName(request.key().name(), uid);
  }
}
